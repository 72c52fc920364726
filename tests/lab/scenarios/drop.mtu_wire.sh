# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The far end of a wire takes smaller packets than the near end sends. No protocol learns of it.
cause=drop.mtu

draws() {
	draw port 2000 60000
	draw count 60 300
	draw mtu 1280 1340
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	ip -n "$far" link set dev "$far_dev" mtu "$mtu"
}

traffic() {
	near_sends udp "$count" --port "$port" --payload 1400
}

truth() {
	link_counter "$near" "$near_dev" tx_dropped
}

value() {
	link_setting "$far" "$far_dev" mtu
}

where() {
	printf '%s\n' "netns=$near" "device=$near_dev" "family=ipv$family"
}
