# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# CPUs: a busy one beside traffic is healthy; one that is kept from its packets by other work loses some.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"

causes="host.cpu_saturated"
window=10 cpu=1
wire_up
far_sink udp --port 9
# What arrives is taken by CPU 1; what sends runs on CPU 0.
far sh -c "echo $((1 << cpu)) >/sys/class/net/$far_dev/queues/rx-0/rps_cpus"

# Kept from doing anything else for that part of the window and more.
hogged() { # percent
	"$kit/hog" --cpu "$cpu" --seconds 200 --share "$1" >"$scratch/hog" &
	hog=$!
}

unhogged() {
	kill "$hog" || fail "the hog ended before its time"
	wait "$hog" || true
}

hogged 60
watch 'busy CPU' near_sends udp 400 --port 9
unhogged
expect_healthy 'busy CPU' '"host.cpu_saturated", "host.softirq_saturated"'

# Frames end here, in a device that takes everything, without a socket that could be full.
far ip link add sink0 type dummy
far ip link set sink0 up
far tc qdisc add dev "$far_dev" ingress
far tc filter add dev "$far_dev" ingress pref 60000 matchall action mirred egress redirect dev sink0

# A short backlog, so that an emulated sender fills it. The kernel's own work has 40 ms of every 2 s: grace
# periods end, and with them netdoctor.
sysctl -q -w kernel.sched_rt_period_us=2000000 kernel.sched_rt_runtime_us=1960000 net.core.netdev_max_backlog=64
hogged 100
before=$(backlog_dropped)
watch 'hogged CPU' near_sends udp 1500 --port 9
unhogged
sysctl -q -w kernel.sched_rt_runtime_us=950000 kernel.sched_rt_period_us=1000000
dropped=$(($(backlog_dropped) - before))
expect "hogged CPU: the fault happened ($dropped dropped)" [ "$dropped" -ge 100 ]
expect_host 'hogged CPU' host.cpu_saturated "cpu=$cpu" 'thread="hog"' "pid=$hog"
