# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Packets arrive with a wrong checksum: that of the IPv4 header, or that of UDP, TCP or ICMP.
cause=drop.checksum

draws() {
	case $family in
	4) draw_of spoilt ip udp tcp icmp ;;
	6) draw_of spoilt udp tcp icmp ;;
	esac
	draw port 2000 60000
	draw count 60 300
	protocol=${spoilt/ip/udp} wrong=()
	least=$count
}

prepare() {
	[ "$protocol" = icmp ] || far_sink "$protocol" --port "$port"
}

break_it() {
	case $spoilt in
	ip) wrong=(--wrong ip) ;;
	*) wrong=(--wrong payload) ;;
	esac
}

# Right ones that are answered come from a socket: the answer to a SYN that no socket sent would be
# lost at the sender, and 7.2 answers a raw echo request with a wrong checksum (its own InCsumErrors).
traffic() {
	if [ "$protocol" != udp ] && [ ${#wrong[@]} -eq 0 ]; then
		near_sends "$protocol" "$count" --port "$port"
	else
		near_frames "$protocol" "$count" --port "$port" "${wrong[@]}"
	fi
}

truth() {
	case $spoilt in
	ip) counter "$far" IpExt InCsumErrors ;;
	udp) udp_counter "$far" InCsumErrors ;;
	tcp) counter "$far" Tcp InCsumErrors ;;
	icmp) icmp_counter "$far" InCsumErrors ;;
	esac
}

where() {
	printf '%s\n' "netns=$far" "family=ipv$family"
}
