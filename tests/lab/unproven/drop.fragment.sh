# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Fragments that never become whole: of each datagram only the first one comes, or two that overlap.
cause=drop.fragment

draws() {
	draw port 2000 60000
	draw_of fragments first overlapping
	draw datagrams 40 120
	count=$datagrams
	[ "$fragments" = first ] || count=$((2 * datagrams))
	# The far side waits this long for the rest, and the traffic ends well before the window does.
	far_patience=1
	least=$count broken=()
}

prepare() {
	far_sink udp --port "$port"
	far sysctl -q "net.ipv4.ipfrag_time=$far_patience" "net.ipv6.ip6frag_time=$far_patience"
}

break_it() {
	broken=(--fragments "$fragments")
}

traffic() {
	near_frames udp "$count" --port "$port" "${broken[@]}"
	sleep $((2 * far_patience))
}

# Each failure is one datagram, and all that came of it is lost.
truth() {
	local failed
	case $family in
	4) failed=$(counter "$far" Ip ReasmFails) ;;
	6) failed=$(counter "$far" Ip6 ReasmFails) ;;
	esac
	echo $((failed * count / datagrams))
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" "family=ipv$family"
}
