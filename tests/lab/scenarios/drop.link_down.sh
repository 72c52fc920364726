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
	# Else the far side has no address of IPv6 when it is up again.
	far sysctl -q "net.ipv6.conf.$far_dev.keep_addr_on_down=1"
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

value() {
	ip -n "$far" -j link show dev "$far_dev" | jq '.[0].flags | index("UP") != null'
}
