# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# An IPsec policy in the far namespace blocks what comes to one port.
cause=drop.policy

draws() {
	draw port 2000 60000
	draw count 60 300
	draw_of protocol udp tcp
	least=$count
}

prepare() {
	far_sink "$protocol" --port "$port"
}

break_it() {
	far ip xfrm policy add dir in src "$near_address" dst "$far_address" \
		proto "$protocol" dport "$port" action block
}

traffic() {
	near_sends "$protocol" "$count" --port "$port"
}

truth() {
	far awk '$1 == "XfrmInPolBlock" { print $2 }' /proc/net/xfrm_stat
}

where() {
	printf '%s\n' "netns=$far" "family=ipv$family" "protocol=$protocol"
}
