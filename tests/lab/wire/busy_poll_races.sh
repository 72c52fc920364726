# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest that busy polls on one CPU while the interrupts go to the other: packets are taken before their
# interrupt comes, which finds nothing then.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/nics.sh
source "$lab/lib/nics.sh"
# shellcheck source=../lib/wire.sh
source "$lab/lib/wire.sh"

causes="virt.busy_poll"
window=15
trap wire_down EXIT
wire_up
for line in "${lines[@]}"; do
	echo 1 >"/proc/irq/$line/smp_affinity_list"
done
sysctl -q -w net.core.busy_poll=50000 net.core.busy_read=50000
start_receiver 5000
taskset -p -c 0 "$receiver" >"$scratch/taskset"
outside steady "$(sender 5000 2000)"
pause 1
watch 'busy polling' pause 12
outside_stops steady
end_receiver
sysctl -q -w net.core.busy_poll=0 net.core.busy_read=0

calls=$(jq '[.evidence.facts["virtnet.handlers"].rows[][2]] | add // 0' "$scratch/report.json")
none=$(jq '[.evidence.facts["virtnet.handlers"].rows[][3]] | add // 0' "$scratch/report.json")
jq -c '.causes[], .suspected[] | {id, because}' "$scratch/report.json" >&2
expect "the race happened ($none of $calls interrupts found nothing)" [ "$none" -ge 20 ]
expect_host 'busy polling' virt.busy_poll "device=\"$device\""
