# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# An uplink with two queues, of which its NIC fills one: as long as its CPU keeps up that is healthy, when
# it cannot it is a cause; and the interrupts of both on that one CPU are another.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/nics.sh
source "$lab/lib/nics.sh"

causes="host.nic_queues host.nic_affinity"
# What a CPU that does not keep up loses is there as well; how much of it depends on the emulation.
lost='"drop.cpu_backlog", "host.nic_ring_small", "host.softirq_saturated"'
window=10 cpu=1
trap nics_down EXIT
nics_up
# Its threads cannot start on a CPU that has no time left.
modprobe pktgen
ip address add 10.99.1.2/24 dev "$vmware"
far ip address add 10.99.1.1/24 dev "$other"
ip neighbour add 10.99.1.1 lladdr "$(far cat "/sys/class/net/$other/address")" nud permanent dev "$vmware"
far ip neighbour add 10.99.1.2 lladdr "$(own "$vmware" address)" nud permanent dev "$other"
mapfile -t irqs < <(awk -F: -v queue="$vmware-rxtx-" 'index($0, queue) { print $1 + 0 }' /proc/interrupts)
expect "the uplink has two queues (${irqs[*]})" [ ${#irqs[@]} -eq 2 ]

on_cpu() { # irq cpu
	echo "$2" >"/proc/irq/$1/smp_affinity_list"
}

floods() {
	far "$lab/kit/pktgen" --device "$other" --mac "$(own "$vmware" address)" --from 10.99.1.1 \
		--to 10.99.1.9 --cpu 0 --count 5000 >>"$scratch/floods"
}

# So long that most of the window is flooded.
floods_long() {
	local end=$((SECONDS + window / 2))
	while [ "$SECONDS" -lt "$end" ]; do
		floods
	done
}

# What the host sends takes both queues.
floods_and_sends() {
	"$kit/send" udp --to 10.99.1.1 --port 9 --count 600 --rate 150 --spread >"$scratch/sent" &
	floods_long
	wait $!
}

queue_packets() { # queue
	ethtool -S "$vmware" | awk -v queue="$1" '/Rx Queue#/ { at = $NF } /ucast pkts rx/ && at == queue { print $NF }'
}

on_cpu "${irqs[0]}" "$cpu"
on_cpu "${irqs[1]}" 0
far_sink udp --port 9
pings() {
	far ping -q -i 0.02 -c 100 10.99.1.2 >"$scratch/pings"
}
watch 'one queue' pings
expect_healthy 'one queue' '"host.nic_queues", "host.nic_affinity"'

# What comes in ends in a device that takes everything, after many filters; the CPU puts it into its own
# backlog, which is too short for a round of the NIC's.
ip link add sink0 type dummy
ip link set sink0 up
tc qdisc add dev "$vmware" ingress
for ((i = 0; i < 300; i++)); do
	echo "filter add dev $vmware ingress pref $((i + 1)) protocol ip u32 match ip src 192.0.2.$((i % 250))/32 action pass"
done | tc -batch -
tc filter add dev "$vmware" ingress pref 60000 matchall action mirred egress redirect dev sink0
echo $((1 << cpu)) >"/sys/class/net/$vmware/queues/rx-0/rps_cpus"
sysctl -q net.core.netdev_max_backlog=32

before=$(backlog_dropped)
watch 'flooded queue' floods_long
dropped=$(($(backlog_dropped) - before))
expect "flooded queue: the fault happened ($dropped dropped, $(queue_packets 1) packets in the other queue)" \
	[ "$dropped" -ge 100 ]
finds() { # name id where: a cause, and beside it only what was lost on its account
	expect "$1: $2 is a cause ($(jq -c '[.causes[].id]' "$scratch/report.json"))" \
		report_says "any(.causes[]; .id == \"$2\" and (.where | $3))"
	expect "$1: nothing else is abnormal" report_says \
		"all(.causes[]; .severity != \"abnormal\" or (.id | IN(\"$2\", $lost)))"
}

finds 'flooded queue' host.nic_queues ".device == \"$vmware\" and .cpu == $cpu and .queue == 0"

on_cpu "${irqs[1]}" "$cpu"
watch 'both on one CPU' floods_and_sends
finds 'both on one CPU' host.nic_affinity ".device == \"$vmware\" and .cpu == $cpu"
named='first(.causes[] | select(.id == "host.nic_affinity"))'
command=$(jq -r "$named | .advice[0].command" "$scratch/report.json")
undo=$(jq -r "$named | .advice[0].undo" "$scratch/report.json")
bash -c "$command" >/dev/null
expect "both on one CPU: '$command' moves an interrupt" \
	[ "$(cat /proc/irq/"${irqs[0]}"/smp_affinity_list /proc/irq/"${irqs[1]}"/smp_affinity_list | sort -u | wc -l)" -eq 2 ]
bash -c "$undo" >/dev/null
expect "both on one CPU: '$undo' takes it back" \
	[ "$(cat /proc/irq/"${irqs[0]}"/smp_affinity_list /proc/irq/"${irqs[1]}"/smp_affinity_list | sort -u)" = "$cpu" ]
