# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A veth wire that carries one VLAN: near_dev and far_dev are the VLAN's devices, on top of
# near_wire and far_wire.

# shellcheck source=veth.sh
source "$lab/lib/topology/veth.sh"
eval "veth_$(declare -f topology_draw)"

topology_draw() {
	veth_topology_draw
	draw_name near_wire nw
	draw_name far_wire fw
	draw vlan 2 4094
}

vlan_end() { # namespace wire device
	ip -n "$1" link set "$2" up
	ip -n "$1" link add link "$2" name "$3" type vlan id "$vlan"
}

topology_up() {
	near_dev=$near_wire far_dev=$far_wire veth_wire
	vlan_end "$near" "$near_wire" "$near_dev"
	vlan_end "$far" "$far_wire" "$far_dev"
	address_end "$near" "$near_dev" 1 2 "$far_mac"
	address_end "$far" "$far_dev" 2 1 "$near_mac"
}
