# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The receiver's own socket filter refuses every datagram.
cause=drop.socket_filter

draws() {
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	far_sink udp --port "$port" --filter
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_counter "$far" InErrors
}

where() {
	printf '%s\n' "netns=$far" protocol=udp "family=ipv$family" "port=$port"
}

shown() {
	echo "pid=$sink"
}

remedy() {
	far_sink udp --port "$port"
}
