# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# vhost-net serves some queues of a guest's tap only: what is sorted into another one stays there.
# shellcheck source=../lib/full_tap.sh
source "$lab/lib/full_tap.sh"
cause=virt.queue_mapping symptoms=drop.tun_ring_full
# Queues.
judged=1

draws() {
	draw queues 2 4
	draw unserved 0 $((queues - 1))
	draw ring 20 60
	draw count 1500 2000
	least=100
	guest_options=(--queues "$queues" --ring 64)
}

break_it() {
	sick_guest --unserved "$unserved"
}

traffic() {
	to_guest "$count" $((count / spread)) --spread
}

where() {
	printf '%s\n' netns=self "device=$tap" "queue=$unserved" "pid=$vguest"
}
