# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Datagrams that never become whole: of each only the first fragment comes.
cause=drop.fragment

draws() {
	draw port 2000 60000
	draw count 60 300
	# The far side waits this many seconds for the rest.
	far_patience=1
	least=$count broken=()
}

prepare() {
	far_sink udp --port "$port"
	far sysctl -q "net.ipv4.ipfrag_time=$far_patience" "net.ipv6.ip6frag_time=$far_patience"
}

break_it() {
	broken=(--fragments first)
}

traffic() {
	near_frames udp "$count" --port "$port" "${broken[@]}"
	sleep $((2 * far_patience))
}

truth() {
	case $family in
	4) counter "$far" Ip ReasmFails ;;
	6) counter "$far" Ip6 ReasmFails ;;
	esac
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" "family=ipv$family"
}
