# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# All packets of a guest with several queues belong to one connection: they come in bursts by one
# queue, whose ring they overflow, and the others are idle.
cause=virt.queue_imbalance symptoms=drop.tun_ring_full topology=ovs_vhost guest=echo
flows=(drops virt)
known='3.3.vhost 3.3.queue 3.3.ring 3.3.multiqueue'

cannot_tell() {
	without_queues
}

draws() {
	draw queues 2 4
	draw burst 600 800
	draw from 2000 60000
	draw ring 8 64
	least=200
	guest_options=(--queues "$queues" --ring 16 --delay-us 1000)
}

prepare() {
	ip link set "$tap" txqueuelen 3000
}

break_it() {
	ip link set "$tap" txqueuelen "$ring"
}

traffic() {
	local i
	for ((i = 0; i < 3; i++)); do
		# From one port: the tap chooses the queue by the connection.
		far "$kit/send" udp --to "$near_address" --count "$burst" --rate 100000 --port 9 \
			--from-port "$from" >>"$scratch/sent"
		pause 0.5
	done
}

truth() {
	link_counter self "$tap" tx_dropped
}

where() {
	printf '%s\n' netns=self "device=$tap" vm=vguest "pid=$vguest"
}
