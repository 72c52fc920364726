# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The far end of the wire is down, and with it the carrier of the near one, whose packets die in the
# queue of a device without carrier. What was sent and never delivered is the loss.
cause=drop.link_down

draws() {
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	ip -n "$far" link set "$far_dev" down
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_undelivered
}

where() {
	printf '%s\n' "netns=$near" "device=$near_dev"
}
