# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# One queue of several that the guest stops refilling; the others work.
# shellcheck source=../lib/full_tap.sh
source "$lab/lib/full_tap.sh"
cause=virt.queue_stalled symptoms=drop.tun_ring_full

draws() {
	draw queues 2 4
	draw stalled 0 $((queues - 1))
	draw ring 20 60
	draw count 1500 2000
	least=100
	guest_options=(--queues "$queues" --ring 64)
}

break_it() {
	sick_guest --stop-refilling "$stalled"
}

traffic() {
	to_guest "$count" $((count / spread)) --spread
}

where() {
	printf '%s\n' netns=self "device=$tap" "queue=$stalled" vm=vguest "pid=$vguest"
}
