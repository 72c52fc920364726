# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest that stops taking packets: it looks at none of its queues any more. What comes for it waits
# in the ring of its tap and then is dropped there, which is a symptom.
# shellcheck source=../lib/full_tap.sh
source "$lab/lib/full_tap.sh"
cause=virt.guest_not_draining symptoms=drop.tun_ring_full

draws() {
	draw queues 1 3
	draw ring 20 60
	draw count 900 1200
	least=200
	guest_options=(--queues "$queues" --ring 64)
}

break_it() {
	sick_guest --stop-reading "$(seq -s , 0 $((queues - 1)))"
}

traffic() {
	to_guest "$count" $((count / spread)) --spread
}
