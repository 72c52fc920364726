# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Delays around the guide's 50 and 100 us, and one that anybody would notice, put into one stage after
# another. Each is found in its stage, by its size, with its severity; a healthy host has none.
# shellcheck source=../lib/counted.sh
source "$lab/lib/counted.sh"

causes="latency.qdisc latency.softirq latency.ovs_datapath"
scope=(--netns self)
host_up
watch 'no delay' both_ways
expect_healthy 'no delay' '"latency.qdisc", "latency.softirq", "latency.ovs_datapath"'
remember qdisc softirq ovs_lookup,ovs_action

in_the_queue() { # microseconds severity
	tc qdisc add dev "$uplink" root netem delay "$1us"
	watch "$1 us in the queue" both_ways
	tc qdisc del dev "$uplink" root
	expect_host "$1 us in the queue" latency.qdisc "device=\"$uplink\""
	expect_severity "$1 us in the queue" "$2"
	expect_in "$1 us in the queue" qdisc "$1"
}

in_a_function() { # name function microseconds stages cause severity
	local name="$3 us in $1"
	slow_down "$2" "$3"
	watch "$name" both_ways
	slow_no_more 60
	if [ "$6" = healthy ]; then
		expect_healthy "$name" "\"$5\""
	else
		expect_host "$name" "$5" 'netns="self"'
		expect_severity "$name" "$6"
	fi
	expect_in "$name" "$4" "$3"
}

in_the_queue 60 attention
in_the_queue 120 abnormal
in_the_queue 500 abnormal
in_the_queue 20000 abnormal

in_a_function 'the datapath' ovs_execute_actions 60 ovs_lookup,ovs_action latency.ovs_datapath attention
in_a_function 'the datapath' ovs_execute_actions 120 ovs_lookup,ovs_action latency.ovs_datapath abnormal
in_a_function 'the datapath' ovs_execute_actions 500 ovs_lookup,ovs_action latency.ovs_datapath abnormal

# A backlog within 100 us is usual.
in_a_function 'the backlog' process_backlog 60 softirq latency.softirq healthy
in_a_function 'the backlog' process_backlog 120 softirq latency.softirq attention
in_a_function 'the backlog' process_backlog 500 softirq latency.softirq attention
in_a_function 'the backlog' process_backlog 20000 softirq latency.softirq abnormal
