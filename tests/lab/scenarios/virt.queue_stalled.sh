# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# One queue of several that the guest stops refilling; the others work.
cause=virt.queue_stalled symptoms=drop.tun_ring_full topology=ovs_vhost guest=echo
flows=(drops virt)
known='3.3.vhost 3.3.queue 3.3.ring'

cannot_tell() {
	without_queues
}

draws() {
	draw queues 2 4
	draw stalled 0 $((queues - 1))
	draw ring 20 60
	draw count 1500 2000
	least=100
	guest_options=(--queues "$queues" --ring 64)
}

prepare() {
	ip link set "$tap" txqueuelen 1000
}

break_it() {
	guest_options+=(--stop-refilling "$stalled")
	start_guest
	ip link set "$tap" txqueuelen "$ring"
}

traffic() {
	far "$kit/send" udp --to "$near_address" --count "$count" --rate $((count / spread)) --spread \
		--port 9 >"$scratch/sent"
}

truth() {
	link_counter self "$tap" tx_dropped
}

where() {
	printf '%s\n' netns=self "device=$tap" "queue=$stalled" vm=vguest "pid=$vguest"
}
