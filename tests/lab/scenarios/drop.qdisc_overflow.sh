# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A queueing discipline lets less through than is sent, and its queue is short: a token bucket, or
# the packet queue of an HTB class.
cause=drop.qdisc_overflow

draws() {
	draw_of kind tbf htb
	draw port 2000 60000
	draw count 300 600
	least=$((count / 4))
	case $kind in
	tbf) unset -f shown remedy ;;
	htb) unset -f value ;;
	esac
}

prepare() {
	far_sink udp --port "$port"
}

# A fifth of what is sent, whatever time that takes.
narrow_rate() {
	echo "$((count * 250 / spread / 5))bps"
}

break_it() {
	case $kind in
	tbf) tc -n "$near" qdisc add dev "$near_dev" root tbf rate "$(narrow_rate)" burst 2kb limit 3kb ;;
	htb)
		tc -n "$near" qdisc add dev "$near_dev" root handle 1: htb default 1
		tc -n "$near" class add dev "$near_dev" parent 1: classid 1:1 htb rate "$(narrow_rate)" \
			burst 2kb
		tc -n "$near" qdisc add dev "$near_dev" parent 1:1 handle 10: pfifo limit 5
		;;
	esac
}

traffic() {
	near_sends udp "$count" --port "$port" --payload 200
}

truth() {
	qdisc_drops "$near" "$near_dev"
}

where() {
	printf '%s\n' "netns=$near" "device=$near_dev"
}

# A token bucket's own rate is what the advice changes.
value() {
	tc -n "$near" -j qdisc show dev "$near_dev" root | jq -c '.[0].options'
}

# The rate above a queue is nothing that netdoctor reads: it says where to look.
shown() {
	printf '%s\n' "qdisc htb 1:" "qdisc pfifo 10:"
}

remedy() {
	tc -n "$near" class change dev "$near_dev" parent 1: classid 1:1 htb rate 10mbit burst 20kb
}
