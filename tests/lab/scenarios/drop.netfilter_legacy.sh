# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A rule of iptables as it was before nftables drops traffic to one port, in a chain that others jump to.
cause=drop.netfilter

draws() {
	draw_name chain guests_
	draw port 2000 60000
	draw count 60 300
	least=$count
}

tables() {
	if [ "$family" = 6 ]; then
		far ip6tables-legacy "$@"
	else
		far iptables-legacy "$@"
	fi
}

prepare() {
	far_sink udp --port "$port"
	tables -N "$chain"
	tables -A INPUT -j "$chain"
	tables -A "$chain" -p udp --dport "$((port - 1))" -j DROP
}

break_it() {
	tables -A "$chain" -p udp --dport "$port" -j DROP
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	local packets
	packets=$(tables -t filter -vxnL "$chain" 2 | awk '$1 ~ /^[0-9]+$/ { print $1 }')
	echo "${packets:-0}"
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" "protocol=udp" "family=ipv$family" "port=$port" \
		table=filter "chain=$chain" rule=2
}

shown() {
	echo "dpt:$port"
}

remedy() {
	tables -D "$chain" 2
}
