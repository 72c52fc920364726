# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Bursts into the short ring of a tap whose guest drains it, but slowly: what does not fit is
# dropped at the tap. vhost holds up to 64 packets besides the ring and the guest's buffers.
cause=drop.tun_ring_full topology=ovs_vhost guest=echo
guest_options=(--ring 16 --delay-us 1000)

draws() {
	draw burst 300 400
	draw ring 8 64
	least=200
}

prepare() {
	ip link set "$tap" txqueuelen 1000
}

break_it() {
	ip link set "$tap" txqueuelen "$ring"
}

traffic() {
	local i
	for ((i = 0; i < 3; i++)); do
		# To the discard port: an answer would find nobody.
		far "$kit/send" udp --to "$near_address" --count "$burst" --rate 100000 --port 9 >>"$scratch/sent"
		sleep 0.5
	done
}

truth() {
	link_counter self "$tap" tx_dropped
}

where() {
	printf '%s\n' netns=self "device=$tap" port=9 protocol=udp
}

value() {
	link_setting self "$tap" tx_queue_len
}
