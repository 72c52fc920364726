# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A meter of Open vSwitch lets only some of the packets to one port through.
cause=drop.ovs_meter topology=ovs

draws() {
	draw port 2000 60000
	draw rate 5 15
	draw meter 1 200
	draw count 240 400
	least=100
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	local protocol=udp
	[ "$family" = 4 ] || protocol=udp6
	ovs-ofctl -O OpenFlow13 add-meter "$ovs_bridge" \
		"meter=$meter,pktps,stats,band=type=drop,rate=$rate"
	ovs-ofctl -O OpenFlow13 add-flow "$ovs_bridge" \
		"priority=900,$protocol,tp_dst=$port,actions=meter:$meter,NORMAL"
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_undelivered
}

where() {
	printf '%s\n' netns=self bridge=ovs-system
}
