# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The receiver hangs: it reads no datagram, and its small buffer is full after a few.
cause=drop.socket_rcvbuf

draws() {
	draw port 2000 60000
	draw count 100 300
	draw rcvbuf 2304 8000
	least=$((count / 2))
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	far_sink udp --port "$port" --rcvbuf "$rcvbuf" --idle
}

traffic() {
	near_sends udp "$count" --port "$port" --payload 200
}

truth() {
	udp_counter "$far" RcvbufErrors
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" protocol=udp "family=ipv$family" "port=$port"
}

shown() {
	echo "pid=$sink"
}

remedy() {
	far_sink udp --port "$port"
}
