# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# This VM as the host of an Open vSwitch bridge: near is the host itself, whose addresses are those
# of an internal port; uplink is the bridge's way to the far namespace.

# shellcheck source=veth.sh
source "$lab/lib/topology/veth.sh"
# shellcheck source=../ovs.sh
source "$lab/lib/ovs.sh"
eval "veth_$(declare -f topology_draw)"

topology_draw() {
	veth_topology_draw
	near=self
	draw_name ovs_bridge br
	draw_name uplink up
}

topology_up() {
	ovs_host
	ovs_bridge_up "$ovs_bridge"
	ovs_uplink "$ovs_bridge" "$uplink"
	ovs-vsctl add-port "$ovs_bridge" "$near_dev" -- set interface "$near_dev" type=internal \
		"mac=\"$near_mac\""
	address_end self "$near_dev" 1 2 "$far_mac"
	address_end "$far" "$far_dev" 2 1 "$near_mac"
	ovs_ready near ping -q -c 1 -W 1 "$far_address"
}
