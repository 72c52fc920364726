# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A paced queue takes the traffic in the mean, but its bursts are larger than its limit.
cause=drop.qdisc_overflow

draws() {
	draw port 2000 60000
	draw bursts 10 14
	draw burst 30 36
	draw limit 10 12
	count=$((bursts * burst)) longest=$((10 * limit))
	least=$((count / 4))
}

paced_queue() { # limit
	tc -n "$near" qdisc replace dev "$near_dev" root handle 1: fq maxrate 800kbit quantum 300 \
		initial_quantum 300 limit "$1"
}

prepare() {
	far_sink udp --port "$port"
	paced_queue "$longest"
}

break_it() {
	paced_queue "$limit"
}

traffic() {
	local i
	for ((i = 0; i < bursts; i++)); do
		near_sends udp "$burst" --port "$port" --payload 200 --rate 100000
		sleep 0.25
	done
}

truth() {
	qdisc_drops "$near" "$near_dev"
}

value() {
	tc -n "$near" -j qdisc show dev "$near_dev" root | jq '.[0].options.limit'
}

where() {
	printf '%s\n' "netns=$near" "device=$near_dev"
}
