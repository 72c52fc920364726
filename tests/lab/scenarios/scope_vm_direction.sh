# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What leaves a VM arrives on the host's end of its interface: here near is the VM.
cause=drop.no_socket

draws() {
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	scope=(--vm-interface "$far_dev" --direction tx)
	far_sink udp --port "$port"
}

break_it() {
	end_far_sink
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_counter "$far" NoPorts
}

where() {
	printf '%s\n' "netns=$far" protocol=udp "family=ipv$family" "port=$port"
}
