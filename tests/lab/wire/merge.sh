# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Host and guest at one time: netdoctor runs on the machine, which has the tap, and in the VM. Merged, the
# guest is known by its MAC, and its queues stand beside the tap's.
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
outside steady "$(sender 5000 2000 --spread)"
outside_once host './netdoctor run virt drops --duration 45 -q --json host.json || true'
watch 'guest' pause 6
outside_stops steady
outside_stops host
end_receiver

looked() {
	jq -e '.schema == "netdoctor.report/1"' "$host_share/host.json" >/dev/null
}
expect 'the machine could look' looked
status=0
"$netdoctor" merge "$host_share/host.json" "$scratch/report.json" --json "$scratch/merged.json" \
	>"$scratch/merged.txt" 2>&1 || status=$?
expect "they merge (exit $status, $(tail -1 "$scratch/merged.txt" | cut -c 1-200))" [ "$status" -le 1 ]
merged() { # jq filter
	jq -e "$1" "$scratch/merged.json" >/dev/null
}
expect 'two hosts' merged '.hosts | length == 2'
expect 'the guest is known by its MAC' merged \
	'[.hosts[] | select(.name == "lab") | .guest_of | .device == "wire" and .netns == "self"] == [true]'
expect 'its queues are told in the words of the tap' merged \
	'.evidence.facts["guest.queues"].rows | map(select(.[2] == "wire")) | length == 2'
expect 'the doubt about clocks is told' merged '[.unseen[].because] | any(test("clock"))'
