# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Frames for another MAC address reach the device: a wrong neighbour entry at the sender. What the
# device got and IP did not is the loss.
cause=drop.other_host

draws() {
	draw port 2000 60000
	draw count 60 300
	draw_mac stranger
	mac=$far_mac least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	mac=$stranger
}

traffic() {
	near_frames udp "$count" --port "$port" --mac "$mac"
}

truth() {
	local frames=none packets4 packets6
	# Counters of one moment: no frame came between reading them.
	until [ "$frames" = "$(link_counter "$far" "$far_dev" rx_packets)" ]; do
		frames=$(link_counter "$far" "$far_dev" rx_packets)
		packets4=$(counter "$far" Ip InReceives)
		packets6=$(counter "$far" Ip6 InReceives)
	done
	echo $((frames - packets4 - packets6))
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev"
}

# The address that the sender should have used.
shown() {
	echo "link/ether $far_mac"
}

remedy() {
	mac=$far_mac
}
