# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A traffic control filter drops one port, where packets come in or where they go out.
cause=drop.tc_filter

draws() {
	draw_of direction ingress egress
	draw port 2000 60000
	draw count 60 300
	case $direction in
	ingress) at=$far device=$far_dev ;;
	egress) at=$near device=$near_dev ;;
	esac
	case $family in
	4) ethertype=ip ;;
	6) ethertype=ipv6 ;;
	esac
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	tc -n "$at" qdisc add dev "$device" clsact
	tc -n "$at" filter add dev "$device" "$direction" protocol "$ethertype" \
		flower ip_proto udp dst_port "$port" action drop
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	tc_filter_drops "$at" "$device" "$direction"
}

where() {
	printf '%s\n' "netns=$at" "device=$device"
}

shown() {
	printf '%s\n' "dst_port $port" "dropped"
}

remedy() {
	tc -n "$at" filter del dev "$device" "$direction"
}
