# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Bursts arrive where a CPU may queue only a packet or two: the rest is dropped before any protocol
# sees it. The bursts are made by the sender's netem, which lets packets go twice a second.
cause=drop.cpu_backlog

draws() {
	draw port 2000 60000
	draw count 200 400
	draw limit 1 2
	least=$((count / 2))
}

prepare() {
	far_sink udp --port "$port"
	tc -n "$near" qdisc add dev "$near_dev" root netem slot 500ms
}

break_it() {
	sysctl -q "net.core.netdev_max_backlog=$limit"
}

traffic() {
	near_sends udp "$count" --port "$port"
	sleep 1
}

truth() {
	local columns dropped=0
	while read -r -a columns; do
		dropped=$((dropped + 16#${columns[1]}))
	done </proc/net/softnet_stat
	echo "$dropped"
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev"
}

value() {
	sysctl -n net.core.netdev_max_backlog
}
