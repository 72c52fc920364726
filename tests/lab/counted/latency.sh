# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Delays around the guide's 50 and 100 us, and one that anybody would notice, put into one stage after
# another. Each is found in its stage, by its size, with its severity; a healthy host has none.
# shellcheck source=../lib/counted.sh
source "$lab/lib/counted.sh"

causes="latency.qdisc latency.softirq latency.ovs_datapath"
scope=(--netns self)
host_up
far_sink udp --port 4003

outward() {
	near_sends udp 100 --port 4003
}

# From a process, not from a softirq: each has a backlog of its own.
inward() {
	far "$kit/send" udp --to "$near_address" --port 4001 --count 100 --rate 40 >>"$scratch/sent"
}

watch 'no delay, outward' outward
expect_healthy 'no delay, outward' '"latency.qdisc", "latency.ovs_datapath"'
remember qdisc ovs_lookup,ovs_action
watch 'no delay, inward' inward
expect_healthy 'no delay, inward' '"latency.softirq", "latency.ovs_datapath"'
remember softirq

delay() { # microseconds where function stages traffic cause severity
	local name="$1 us in $2"
	slow_down "$3" "$1"
	watch "$name" "$5"
	slow_no_more 60
	if [ "$7" = healthy ]; then
		expect_healthy "$name" "\"$6\""
	else
		expect_host "$name" "$6" 'netns="self"'
		expect_severity "$name" "$7"
	fi
	expect_in "$name" "$4" "$1"
}

# What the queue hands to the driver passes here.
tc qdisc add dev "$uplink" root pfifo
queue=('the queue' sch_direct_xmit qdisc outward latency.qdisc)
delay 60 "${queue[@]}" attention
delay 120 "${queue[@]}" abnormal
delay 500 "${queue[@]}" abnormal
delay 20000 "${queue[@]}" abnormal
tc qdisc del dev "$uplink" root

datapath=('the datapath' ovs_execute_actions 'ovs_lookup,ovs_action' outward latency.ovs_datapath)
delay 60 "${datapath[@]}" attention
delay 120 "${datapath[@]}" abnormal
delay 500 "${datapath[@]}" abnormal

# A backlog within 100 us is usual.
backlog=('the backlog' process_backlog softirq inward latency.softirq)
delay 60 "${backlog[@]}" healthy
delay 120 "${backlog[@]}" attention
delay 500 "${backlog[@]}" attention
delay 20000 "${backlog[@]}" abnormal
