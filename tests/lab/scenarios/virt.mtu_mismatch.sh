# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest's tap takes smaller packets than the uplink of its bridge: larger ones end before it.
cause=virt.mtu_mismatch symptoms="drop.mtu drop.ovs_datapath" topology=ovs_vhost guest=echo
flows=(drops virt)
known='3.3.vhost 3.3.queue 3.3.ring'

cannot_tell() {
	without_queues
}

draws() {
	draw mtu 1300 1380
	draw count 100 300
	least=$count
}

break_it() {
	ip link set "$tap" mtu "$mtu"
}

traffic() {
	# To the discard port: an answer would find nobody.
	far "$kit/send" udp --to "$near_address" --count "$count" --rate $((count / spread)) --payload 1400 \
		--port 9 >"$scratch/sent"
}

# The datapath counts them at the tap.
truth() {
	link_counter self "$tap" tx_errors
}

where() {
	printf '%s\n' netns=self "device=$tap" "pid=$vguest"
}
