# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Each packet costs the guest so much that its CPUs, one a queue, cannot keep up: polls use up their
# budget.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/nics.sh
source "$lab/lib/nics.sh"
# shellcheck source=../lib/wire.sh
source "$lab/lib/wire.sh"

causes="virt.napi_exhausted"
# The emulated wire carries so little that a queue is polled some 17 times a second.
window=80
trap wire_down EXIT
wire_up
start_receiver 5000
packets_cost 100

# Two senders: one alone may not send more than the guest takes. Who watches has started before them.
flood() {
	outside flood "$(sender 5000 50000 --spread) & $(sender 5000 50000 --spread); wait"
	pause 77
}

watch 'flood' flood
polls=$(fact_of virtnet.polls polls '.direction == "rx" and .queue == 0')
expect "flood: the fault happened ($polls polls)" [ "$polls" -ge 1000 ]
expect_host 'flood' virt.napi_exhausted "device=\"$device\""
outside_stops flood
end_receiver
slow_no_more 10000
