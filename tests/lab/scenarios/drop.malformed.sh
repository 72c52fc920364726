# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Packets that contradict themselves: longer than what came, an IPv4 header shorter than one can be, a
# UDP datagram that claims more than its packet holds, a TCP header that is too short.
cause=drop.malformed

draws() {
	draw port 2000 60000
	draw count 60 300
	case $family in
	4) draw_of wrong length header udp tcp ;;
	6) draw_of wrong length udp tcp ;;
	esac
	protocol=${wrong/length/udp} protocol=${protocol/header/udp}
	least=$count broken=()
}

prepare() {
	far_sink "$protocol" --port "$port"
}

break_it() {
	case $wrong in
	length | header) broken=(--wrong "$wrong") ;;
	*) broken=(--wrong transport) ;;
	esac
}

traffic() {
	if [ ${#broken[@]} -eq 0 ]; then
		near_sends "$protocol" "$count" --port "$port"
	else
		near_frames "$protocol" "$count" --port "$port" "${broken[@]}"
	fi
}

truth() {
	case $family$wrong in
	4length) counter "$far" IpExt InTruncatedPkts ;;
	6length) counter "$far" Ip6 InTruncatedPkts ;;
	4header) counter "$far" Ip InHdrErrors ;;
	?udp) udp_counter "$far" InErrors ;;
	?tcp) counter "$far" Tcp InErrs ;;
	esac
}

# Of a header that short nobody reads a family.
where() {
	printf '%s\n' "netns=$far" "device=$far_dev"
	[ "$wrong" = header ] || echo "family=ipv$family"
}
