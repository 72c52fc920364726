# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The next hop answers neither ARP nor neighbour solicitations: its address is gone, the sender's
# entry too. What was sent and never delivered is the loss.
cause=drop.neighbour spread=4

draws() {
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
	near sysctl -q "net.ipv4.neigh.$near_dev.retrans_time_ms=100" \
		"net.ipv6.neigh.$near_dev.retrans_time_ms=100"
}

break_it() {
	end_far_sink
	ip -n "$near" neighbour del "$far_address" dev "$near_dev"
	ip -n "$far" address del "$far_address/$([ "$family" = 4 ] && echo 24 || echo 64)" dev "$far_dev"
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	udp_undelivered
}

where() {
	printf '%s\n' "netns=$near" "device=$near_dev" "family=ipv$family"
}

shown() {
	echo "$far_address"
}

# The next hop is back where it should be.
remedy() {
	case $family in
	4) ip -n "$far" address add "$far_address/24" dev "$far_dev" ;;
	6) ip -n "$far" address add "$far_address/64" dev "$far_dev" nodad ;;
	esac
	ip -n "$near" neighbour replace "$far_address" lladdr "$far_mac" nud permanent dev "$near_dev"
	far_sink udp --port "$port"
}
