# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Packets come to a router with their last hop.
cause=drop.ttl_expired topology=forward

draws() {
	draw port 2000 60000
	draw count 60 300
	ttl=64 least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	ttl=1
}

traffic() {
	near_frames udp "$count" --port "$port" --ttl "$ttl"
}

truth() {
	case $family in
	4) counter "$router" Ip InHdrErrors ;;
	6) counter "$router" Ip6 InHdrErrors ;;
	esac
}

where() {
	printf '%s\n' "netns=$router" "device=$router_near" "family=ipv$family"
}

# The way on, which is no loop: the sender starts too low.
shown() {
	echo "dev $router_far"
}

remedy() {
	ttl=64
}
