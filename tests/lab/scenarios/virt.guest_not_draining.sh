# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest that stops taking packets: it looks at none of its queues any more. What comes for it waits
# in the ring of its tap and then is dropped there, which is a symptom.
cause=virt.guest_not_draining symptoms=drop.tun_ring_full topology=ovs_vhost guest=echo
flows=(drops virt)
known='3.3.vhost 3.3.queue 3.3.ring'

cannot_tell() {
	without_queues
}

draws() {
	draw queues 1 3
	draw ring 20 60
	draw count 900 1200
	least=200
	guest_options=(--queues "$queues" --ring 64)
}

prepare() {
	ip link set "$tap" txqueuelen 1000
}

break_it() {
	guest_options+=(--stop-reading "$(seq -s , 0 $((queues - 1)))")
	start_guest
	ip link set "$tap" txqueuelen "$ring"
}

traffic() {
	# To the discard port: an answer would find nobody.
	far "$kit/send" udp --to "$near_address" --count "$count" --rate $((count / spread)) --spread \
		--port 9 >"$scratch/sent"
}

truth() {
	link_counter self "$tap" tx_dropped
}

where() {
	printf '%s\n' netns=self "device=$tap" vm=vguest "pid=$vguest"
}
