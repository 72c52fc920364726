# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Two faults at once: nobody listens on the port that most packets go to, and packets to another port
# arrive with a wrong checksum.
cause=drop.no_socket second=drop.checksum

draws() {
	draw port 2000 30000
	draw other_port 30001 60000
	draw count 300 500
	draw other_count 100 200
	wrong=()
	least=$count second_least=$other_count
}

prepare() {
	far_sink udp --port "$port"
	far_other_sink udp --port "$other_port"
}

break_it() {
	end_far_sink
	wrong=(--wrong payload)
}

traffic() {
	near_sends udp "$count" --port "$port" &
	near_frames udp "$other_count" --port "$other_port" "${wrong[@]}"
	wait $!
}

truth() {
	udp_counter "$far" NoPorts
}

second_truth() {
	udp_counter "$far" InCsumErrors
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" protocol=udp "family=ipv$family"
	# Without reasons both die in one place, and neither port has most of it.
	! tells_reasons || echo "port=$port"
}
