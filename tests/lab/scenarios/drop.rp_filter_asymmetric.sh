# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Packets come in on one device, and the answers would leave through another: a strict filter turns
# them away, a loose one would not. IPv4 only, as the filter is.
cause=drop.rp_filter families=4

draws() {
	draw port 2000 60000
	draw count 60 300
	draw third 1 250
	draw_name other_way ow
	draw_name other_end oe
	least=$count
}

prepare() {
	far_sink udp --port "$port"
	ip -n "$far" link add "$other_way" type veth peer name "$other_end"
	ip -n "$far" link set "$other_end" addrgenmode none up
	ip -n "$far" link set "$other_way" addrgenmode none up
	ip -n "$far" route add "172.16.$third.0/24" dev "$other_way"
	far sysctl -q net.ipv4.conf.all.rp_filter=0 "net.ipv4.conf.$far_dev.rp_filter=0"
}

break_it() {
	far sysctl -q "net.ipv4.conf.$far_dev.rp_filter=1"
}

traffic() {
	near_frames udp "$count" --port "$port" --from "172.16.$third.9"
}

truth() {
	counter "$far" TcpExt IPReversePathFilter
}

value() {
	far sysctl -n "net.ipv4.conf.$far_dev.rp_filter"
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" family=ipv4
}
