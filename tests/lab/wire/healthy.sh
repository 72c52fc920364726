# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A guest that is well, with datagrams on both queues, asked and unasked: nothing is found, every rule
# about it has looked, and what is counted is what the driver and the kernel counted themselves.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/nics.sh
source "$lab/lib/nics.sh"
# shellcheck source=../lib/wire.sh
source "$lab/lib/wire.sh"

causes=''
trap wire_down EXIT
wire_up
start_receiver 5000

rules='"virt.irq_unhandled", "virt.busy_poll", "virt.napi_exhausted", "virt.irq_affinity", "virt.no_coalescing"'
asks() {
	ping -q -i 0.05 -c 100 "$outside_address" >"$scratch/pings"
}

watch 'questions' asks
expect_healthy 'questions' "$rules"
expect 'questions: the device is there' report_says \
	".evidence.facts[\"virtnet.devices\"].rows | length == 1 and (.[0] | contains([\"$device\"]))"

outside steady "$(sender 5000 500 --spread)"
before=$(received 0) before_irq=$(interrupts_of "${lines[0]}")
watch 'datagrams' pause 6
after=$(received 0) after_irq=$(interrupts_of "${lines[0]}")
outside_stops steady
expect_healthy 'datagrams' "$rules"
for queue in 0 1; do
	took=$(fact_of virtnet.polls packets ".direction == \"rx\" and .queue == $queue")
	counted=$(fact_of nic.queue_traffic rx_packets ".queue == $queue and .rx_packets != null")
	# Since 6.11 the driver tells it to nobody who asks by ethtool.
	[ "$counted" -gt 0 ] || counted=$took
	expect "datagrams: queue $queue had some ($counted)" [ "$counted" -ge 500 ]
	# The two are read one after the other, while packets come.
	expect "datagrams: polls of queue $queue took $took of them" \
		[ $(((took - counted) * (took - counted) * 25)) -le $((counted * counted / 4)) ]
done
counted=$(fact_of nic.queue_traffic rx_packets '.queue == 0 and .rx_packets != null')
expect "datagrams: the driver counts no fewer ($((${after:-0} - ${before:-0})))" \
	[ "$counted" -le $((${after:-0} - ${before:-0} + 200)) ]
count=$(fact_of virtnet.interrupts count ".irq == ${lines[0]}")
expect "datagrams: interrupts are the kernel's ($count of $((after_irq - before_irq)))" \
	[ "$count" -le $((after_irq - before_irq + 100)) ]
expect 'datagrams: some were counted' [ "$count" -gt 10 ]
if report_says '.evidence.facts["virtnet.rings"].rows? | length > 0'; then
	expect 'datagrams: rings moved' [ "$(fact_of virtnet.rings taken_moved '.direction == "rx" and .queue == 0')" -gt 100 ]
	expect 'datagrams: no ring is stuck' [ "$(fact_of virtnet.rings stuck '.direction == "rx" and .queue == 0')" -eq 0 ]
fi
end_receiver
