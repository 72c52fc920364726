# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Packets wait inside this host, in one stage after another: in the queueing discipline of the uplink, in
# the backlog, in the datapath. The rule of that stage is rank 1 and names the device.
# shellcheck source=../lib/slow.sh
source "$lab/lib/slow.sh"

causes="latency.qdisc latency.softirq latency.ovs_datapath"

# A slow backlog is slow for every namespace.
scope=(--netns self)
host_up
watch 'no delay' both_ways
expect_healthy 'no delay' '"latency.qdisc", "latency.softirq", "latency.ovs_datapath"'

tc qdisc add dev "$uplink" root netem delay 40ms
watch 'netem on the uplink' both_ways
tc qdisc del dev "$uplink" root
expect_host 'netem on the uplink' latency.qdisc "device=\"$uplink\""
expect_delay 'netem on the uplink' 40000

slow_down process_backlog 30000
watch 'a slow backlog' both_ways
slow_no_more 60
expect_host 'a slow backlog' latency.softirq "netns=\"self\""
expect_delay 'a slow backlog' 30000

slow_down ovs_execute_actions 10000
watch 'a slow datapath' both_ways
slow_no_more 100
expect_host 'a slow datapath' latency.ovs_datapath "netns=\"self\""
expect_delay 'a slow datapath' 10000
