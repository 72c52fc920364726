# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A CPU that has more packets than it can take loses some.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"

causes="host.softirq_saturated"
window=10 cpu=1
wire_up
# What arrives is taken by CPU 1; what sends runs on CPU 0.
far sh -c "echo $((1 << cpu)) >/sys/class/net/$far_dev/queues/rx-0/rps_cpus"

flood() {
	near "$kit/send" udp --to "$far_address" --port 9 --count 1500 --rate 100000 >"$scratch/sent"
}

# Frames end here, in a device that takes everything, without a socket that could be full.
far ip link add sink0 type dummy
far ip link set sink0 up
far tc qdisc add dev "$far_dev" ingress
far tc filter add dev "$far_dev" ingress pref 60000 matchall action mirred egress redirect dev sink0

# Each frame takes CPU 1 so long that one CPU sends more than it can take.
sysctl -q -w net.core.netdev_max_backlog=64
slow_down tcf_classify 8000
before=$(backlog_dropped)
watch 'flooded CPU' flood
slow_no_more 300
dropped=$(($(backlog_dropped) - before))
expect "flooded CPU: the fault happened ($dropped dropped)" [ "$dropped" -ge 100 ]
expect_host 'flooded CPU' host.softirq_saturated "cpu=$cpu"
