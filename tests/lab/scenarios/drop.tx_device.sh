# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A team over the wire that nobody manages: without a mode it takes every packet and sends none.

cause=drop.tx_device

draws() {
	draw_name team tm
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

# The wire's addresses move to the team.
break_it() {
	near ip link add "$team" type team
	near ip link set "$near_dev" down
	near ip address flush dev "$near_dev"
	near ip link set "$near_dev" master "$team"
	ip -n "$near" link set "$team" address "$near_mac"
	address_end "$near" "$team" 1 2 "$far_mac"
	near ip link set "$near_dev" up
	until [ "$(link_setting "$near" "$team" carrier)" = 1 ]; do
		sleep 0.1
	done
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	if near test -e "/sys/class/net/$team"; then
		link_counter "$near" "$team" tx_dropped
	else
		echo 0
	fi
}

where() {
	printf '%s\n' "netns=$near" "device=$team" "family=ipv$family"
}
