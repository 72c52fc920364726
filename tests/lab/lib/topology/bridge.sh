# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The veth wire, its far end a port of a bridge that holds the far addresses.

# shellcheck source=veth.sh
source "$lab/lib/topology/veth.sh"
eval "veth_$(declare -f topology_draw)"

topology_draw() {
	veth_topology_draw
	draw_name far_bridge br
}

topology_up() {
	veth_wire
	# Without snooping the bridge hands every multicast up: what a port got, the bridge got.
	ip -n "$far" link add "$far_bridge" address "$far_mac" type bridge stp_state 0 mcast_snooping 0
	ip -n "$far" link set "$far_dev" master "$far_bridge" up
	address_end "$near" "$near_dev" 1 2 "$far_mac"
	address_end "$far" "$far_bridge" 2 1 "$near_mac"
	until bridge -n "$far" link show dev "$far_dev" | grep -q 'state forwarding'; do
		pause 0.1
	done
}
