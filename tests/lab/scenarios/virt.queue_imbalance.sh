# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# All packets of a guest with several queues belong to one connection: they come in bursts by one
# queue, whose ring they overflow, and the others are idle.
# shellcheck source=../lib/full_tap.sh
source "$lab/lib/full_tap.sh"
cause=virt.queue_imbalance symptoms=drop.tun_ring_full
known+=' 3.3.multiqueue'

draws() {
	draw queues 2 4
	draw burst 600 800
	draw from 2000 60000
	draw ring 8 64
	least=200
	guest_options=(--queues "$queues" --ring 16 --delay-us 1000)
}

break_it() {
	shorten_ring
}

traffic() {
	# From one port: the tap chooses the queue by the connection.
	bursts_to_guest 3 --from-port "$from"
}
