# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Much that is for somebody else, beside traffic that arrives: multicast that nobody here joined,
# unicast frames that a switch floods because it does not know where their address is, and now and
# then a datagram from others to a closed port.

draws() {
	draw port 2000 60000
	draw count 1600 2400
	draw noise 1200 2000
	draw_mac stranger
	draw_targets
}

draw_targets() {
	case $family in
	4) elsewhere=$net4.77 group=239.7.7.7 group_mac=01:00:5e:07:07:07 ;;
	6) elsewhere=$net6:77 group=ff05::7777 group_mac=33:33:00:00:77:77 ;;
	esac
}

prepare() {
	far_sink udp --port "$port"
}

make_noise() {
	local multicast flooded
	near_frames udp "$noise" --port "$port" --mac "$group_mac" --to "$group" &
	multicast=$!
	near_frames udp "$noise" --port "$port" --mac "$stranger" --to "$elsewhere" &
	flooded=$!
	near_frames udp $((count / 200)) --port 1
	wait "$multicast" && wait "$flooded"
}

traffic() {
	make_noise &
	near_sends udp "$count" --port "$port"
	wait $!
}
