# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest that answers by itself, behind a tap whose ring overflows because of it: what scenarios of sick
# queues share. Sourced by them.
# shellcheck disable=SC2034
topology=ovs_vhost guest=echo
flows=(drops virt)
known='3.3.vhost 3.3.queue 3.3.ring'

# Queues of taps, where the kernel tells nobody of them.
cannot_tell() {
	without_queues
}

# Long enough for all that is sent, until the fault.
prepare() {
	ip link set "$tap" txqueuelen 3000
}

shorten_ring() {
	ip link set "$tap" txqueuelen "$ring"
}

sick_guest() { # option…
	guest_options+=("$@")
	start_guest
	shorten_ring
}

# To the discard port: an answer would find nobody.
to_guest() { # count rate option…
	far "$kit/send" udp --to "$near_address" --port 9 --count "$1" --rate "$2" "${@:3}" >>"$scratch/sent"
}

# One burst after another, each more than guest and ring take.
bursts_to_guest() { # times option…
	local i
	for ((i = 0; i < $1; i++)); do
		to_guest "$burst" 100000 "${@:2}"
		pause 0.5
	done
}

truth() {
	link_counter self "$tap" tx_dropped
}

where() {
	printf '%s\n' netns=self "device=$tap" "pid=$vguest" vm=vguest
}
