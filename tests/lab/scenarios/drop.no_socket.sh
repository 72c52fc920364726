# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The receiver is gone: UDP to a port where nobody listens. All along, pings in both directions make
# noise of the same reason: each echo reply is freed as NO_SOCKET on the side that asked.
cause=drop.no_socket

draws() {
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	end_far_sink
}

traffic() {
	near ping -q -i 0.2 -c $((spread * 5)) "$far_address" >/dev/null &
	far ping -q -i 0.2 -c $((spread * 5)) "$near_address" >/dev/null &
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_counter "$far" NoPorts
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" protocol=udp "family=ipv$family" "port=$port"
}
