# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Two faults at once at the two ends of a wire: nobody listens on the port that most packets go to,
# and a traffic control filter takes those to another port before they leave.
cause=drop.no_socket second=drop.tc_filter

draws() {
	draw port 2000 30000
	draw other_port 30001 60000
	draw count 300 500
	draw other_count 100 200
	case $family in
	4) ethertype=ip ;;
	6) ethertype=ipv6 ;;
	esac
	least=$count second_least=$other_count
}

prepare() {
	far_sink udp --port "$port"
	far_other_sink udp --port "$other_port"
}

break_it() {
	end_far_sink
	tc -n "$near" qdisc add dev "$near_dev" clsact
	tc -n "$near" filter add dev "$near_dev" egress protocol "$ethertype" \
		flower ip_proto udp dst_port "$other_port" action drop
}

traffic() {
	near_sends udp "$count" --port "$port" &
	near_sends udp "$other_count" --port "$other_port"
	wait $!
}

truth() {
	udp_counter "$far" NoPorts
}

second_truth() {
	tc_filter_drops "$near" "$near_dev" egress
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" protocol=udp "family=ipv$family" "port=$port"
}
