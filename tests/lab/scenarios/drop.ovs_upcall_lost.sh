# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# ovs-vswitchd stands still: packets without a flow fill the sockets of its handlers, and then no more
# of them can be handed over.
cause=drop.ovs_upcall_lost topology=ovs

draws() {
	draw port 2000 60000
	draw count 4000 5000
	least=500
}

prepare() {
	far_sink udp --port "$port" --rcvbuf 8000000
}

break_it() {
	ovs_forget
	kill -STOP "$vswitchd"
}

traffic() {
	near_sends udp "$count" --port "$port" --payload 1400
}

# What the sockets of the switch refused.
truth() {
	awk '$2 == 16 { drops += $9 } END { print drops + 0 }' /proc/net/netlink
}

where() {
	printf '%s\n' netns=self bridge=ovs-system reason=socket_full
}
