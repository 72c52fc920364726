# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A router has lost the way to the far network.
cause=drop.no_route topology=forward

draws() {
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	case $family in
	4) ip -n "$router" route del "$far4.0/24" ;;
	6) ip -n "$router" route del "$far6:/64" ;;
	esac
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	case $family in
	4) counter "$router" IpExt InNoRoutes ;;
	6) counter "$router" Ip6 InNoRoutes ;;
	esac
}

where() {
	printf '%s\n' "netns=$router" "device=$router_near" "family=ipv$family"
}
