# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The clock of the machine is put forward and back while netdoctor watches: windows are no longer or shorter for
# it, and no count is lost.
window=22

uptime_ms() {
	local up
	read -r up _ </proc/uptime
	echo $((10#${up/.}0))
}

between() { # number least most
	[ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

with_fault drop.no_socket
before=$(udp_counter "$far" NoPorts)
expect 'it watches' start_netdoctor
expect 'nothing was lost before' [ "$(udp_counter "$far" NoPorts)" -eq "$before" ]
began=$(date +%s)
traffic
date -s '+1 hour' >/dev/null
sleep 2
date -s '-3 hours' >/dev/null
traffic
date -s '+2 hours' >/dev/null
expect 'it goes on watching' kill -0 "$doctor"
up=$(uptime_ms)
end_netdoctor
lost=$(($(udp_counter "$far" NoPorts) - before))
expect "the end was waited for no longer than the window ($(($(uptime_ms) - up)) ms)" \
	[ $(($(uptime_ms) - up)) -lt $((1000 * window)) ]
expect "its window is $window s ($(jq .run.duration_ms "$scratch/report.json") ms)" \
	between "$(jq '.run.duration_ms | floor' "$scratch/report.json")" 21900 26000
expect 'it began when it began' \
	between $(($(date -d "$(jq -r .run.started "$scratch/report.json")" +%s) - began)) -30 5
expect 'the cause is rank 1' report_says '.causes[0].id == "drop.no_socket"'
expect "all that was lost is counted ($lost, $(jq '.causes[0].evidence[0].value' "$scratch/report.json"))" \
	report_says ".causes[0].evidence[0].value == $lost"
expect 'no rule broke' report_says '.broken == []'
expect "exit status 1 (is $status)" [ "$status" -eq 1 ]
