# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The reader of a tap takes another hardware address only, or its filter takes nothing.
cause=drop.tap_filter topology=tap

draws() {
	draw port 2000 60000
	draw count 60 300
	draw_of filter address socket program
	draw_mac guest_mac
	least=$count
}

cannot_tell() {
	tells_reasons || echo "a tap's filter from its full ring: packets die in one place for both"
}

break_it() {
	case $filter in
	address) tap_options=(--only "$guest_mac") ;;
	socket) tap_options=(--filter) ;;
	program) tap_options=(--program) ;;
	esac
	start_tap
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	link_counter "$near" "$near_dev" tx_dropped
}

where() {
	printf '%s\n' "netns=$near" "device=$near_dev" "family=ipv$family" protocol=udp
}
