# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Two fresh namespaces, near and far, joined by one veth wire. Both families, permanent neighbours.
#
# A topology sets near, far (namespaces), near_dev, far_dev, near_address, far_address (of the
# scenario's family) in topology_draw and makes them in topology_up; every named namespace is removed
# after the run.

topology_draw() {
	local low high
	draw_name near near-
	draw_name far far-
	draw_name near_dev nd
	draw_name far_dev fd
	draw_mac near_mac
	draw_mac far_mac
	draw low 1 250
	draw high 1 250
	net4=10.$low.$high net6=fd00:$low:$high:
	case $family in
	4) near_address=$net4.1 far_address=$net4.2 ;;
	6) near_address=$net6:1 far_address=$net6:2 ;;
	esac
}

# One end of the wire, ready: addresses and the way to the other end.
address_end() { # namespace device number other_number other_mac
	ip -n "$1" -batch - <<-END
		link set lo up
		link set $2 up
		address add $net4.$3/24 dev $2
		address add $net6:$3/64 dev $2 nodad
		neighbour add $net4.$4 lladdr $5 nud permanent dev $2
		neighbour add $net6:$4 lladdr $5 nud permanent dev $2
	END
}

veth_wire() {
	ip netns add "$near"
	ip netns add "$far"
	ip link add "$near_dev" netns "$near" address "$near_mac" type veth \
		peer name "$far_dev" netns "$far" address "$far_mac"
}

topology_up() {
	veth_wire
	address_end "$near" "$near_dev" 1 2 "$far_mac"
	address_end "$far" "$far_dev" 2 1 "$near_mac"
}
