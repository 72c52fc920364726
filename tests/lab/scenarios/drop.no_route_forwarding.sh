# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A router no longer forwards: what it gets for others has no way on.
cause=drop.no_route topology=forward

draws() {
	draw port 2000 60000
	draw count 60 300
	case $family in
	4) setting=net.ipv4.ip_forward ;;
	6) setting=net.ipv6.conf.all.forwarding ;;
	esac
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	ip netns exec "$router" sysctl -q "$setting=0"
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_undelivered
}

# Whether it is to be a router is for a person to say.
shown() {
	echo "$far_address"
}

remedy() {
	ip netns exec "$router" sysctl -q "$setting=1"
}

where() {
	printf '%s\n' "netns=$router" "device=$router_near" "family=ipv$family"
}
