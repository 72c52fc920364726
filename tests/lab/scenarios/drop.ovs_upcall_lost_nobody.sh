# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# ovs-vswitchd has died: nobody listens for packets without a flow.
cause=drop.ovs_upcall_lost topology=ovs

draws() {
	draw port 2000 60000
	draw count 200 400
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	ovs_forget
	kill -KILL "$vswitchd"
	wait "$vswitchd" 2>/dev/null || true
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_undelivered
}

where() {
	printf '%s\n' netns=self bridge=ovs-system "device=$near_dev" reason=no_handler
}
