# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The way on from a router takes smaller packets than come in, and the sender goes on regardless.
cause=drop.mtu topology=forward

draws() {
	draw port 2000 60000
	draw count 60 300
	draw payload 1300 1400
	draw mtu 1280 1320
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	ip -n "$router" link set "$router_far" mtu "$mtu"
}

traffic() {
	near_frames udp "$count" --port "$port" --payload "$payload"
}

truth() {
	case $family in
	4) counter "$router" Ip FragFails ;;
	6) counter "$router" Ip6 InTooBigErrors ;;
	esac
}

# IPv6 has given the packet the device of the way on when it finds it too big.
where() {
	printf '%s\n' "netns=$router" "family=ipv$family"
	case $family in
	4) echo "device=$router_near" ;;
	6) echo "device=$router_far" ;;
	esac
}

shown() {
	printf '%s\n' "$router_near" "$router_far" "mtu $mtu"
}

remedy() {
	ip -n "$router" link set "$router_far" mtu 1500
}
