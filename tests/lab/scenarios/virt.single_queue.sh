# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest of several virtual CPUs has one queue: bursts that several would take overflow it.
# shellcheck source=../lib/full_tap.sh
source "$lab/lib/full_tap.sh"
cause=virt.single_queue symptoms=drop.tun_ring_full
known+=' 3.3.multiqueue'

draws() {
	draw vcpus 2 8
	draw burst 500 700
	draw ring 8 64
	least=200
	guest_options=(--ring 16 --delay-us 500 --vcpus "$vcpus")
}

break_it() {
	shorten_ring
}

traffic() {
	bursts_to_guest 4 --spread
}
