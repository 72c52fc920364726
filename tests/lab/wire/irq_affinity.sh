# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Each packet costs the guest time, and the interrupts of both queues go to one CPU; then one a CPU.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/nics.sh
source "$lab/lib/nics.sh"
# shellcheck source=../lib/wire.sh
source "$lab/lib/wire.sh"

causes="virt.irq_affinity"
trap wire_down EXIT
wire_up
start_receiver 5000
packets_cost 500
draw cpu 0 1
for line in "${lines[@]}"; do
	echo "$cpu" >"/proc/irq/$line/smp_affinity_list"
done
outside flood "$(sender 5000 800 --spread)"
pause 2
before=$(interrupts_of "${lines[0]}") before_other=$(interrupts_of "${lines[1]}")
watch 'one CPU' pause 7
expect "one CPU: both queues had interrupts" \
	[ $(($(interrupts_of "${lines[0]}") - before)) -ge 300 -a $(($(interrupts_of "${lines[1]}") - before_other)) -ge 300 ]
expect_host 'one CPU' virt.irq_affinity "device=\"$device\"" "cpu=$cpu"
outside_stops flood
end_receiver
slow_no_more 3000
