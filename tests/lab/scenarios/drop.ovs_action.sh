# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A flow of Open vSwitch drops what goes to one port. Before 6.6 no drop event tells of it: only the
# megaflow without actions counts.
cause=drop.ovs_action topology=ovs

draws() {
	draw port 2000 60000
	draw count 150 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
	# Flows that are idle stay, however slow the machine and long the window.
	ovs-vsctl --timeout=30 set Open_vSwitch . other_config:max-idle=120000
}

break_it() {
	local protocol=udp
	[ "$family" = 4 ] || protocol=udp6
	ovs-ofctl add-flow "$ovs_bridge" "priority=900,$protocol,tp_dst=$port,actions=drop"
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_undelivered
}

where() {
	printf '%s\n' netns=self "device=$near_dev" bridge=ovs-system protocol=udp "family=ipv$family" \
		"port=$port"
}
