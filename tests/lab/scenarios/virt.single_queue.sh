# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest of several virtual CPUs has one queue: bursts that several would take overflow it.
cause=virt.single_queue symptoms=drop.tun_ring_full topology=ovs_vhost guest=echo
flows=(drops virt)
known='3.3.vhost 3.3.queue 3.3.ring 3.3.multiqueue'

cannot_tell() {
	without_queues
}

draws() {
	draw vcpus 2 8
	draw burst 500 700
	draw ring 8 64
	least=200
	guest_options=(--ring 16 --delay-us 500 --vcpus "$vcpus")
}

prepare() {
	ip link set "$tap" txqueuelen 2000
}

break_it() {
	ip link set "$tap" txqueuelen "$ring"
}

traffic() {
	local i
	for ((i = 0; i < 4; i++)); do
		# To the discard port: an answer would find nobody.
		far "$kit/send" udp --to "$near_address" --count "$burst" --rate 100000 --spread --port 9 >>"$scratch/sent"
		pause 0.5
	done
}

truth() {
	link_counter self "$tap" tx_dropped
}

where() {
	printf '%s\n' netns=self "device=$tap" vm=vguest "pid=$vguest"
}
