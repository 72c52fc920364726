# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What happens once in a minute: a queue that stands still for 200 ms under steady traffic. `watch` waits for it, beside
# three namespaces, for less than the part of a CPU that netdoctor allows itself (2 %), of one that does a billion
# instructions a second; its report has the packets of the stall and none of an earlier, smaller one.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/cost.sh
source "$lab/lib/cost.sh"
rate=600

# The queue takes nothing for so long; what it dropped stands in $scratch/stalls.
stall() { # seconds
	echo "qdisc change dev $near_dev root tbf rate 8bit burst 1kb limit 1kb" >&"$queue"
	sleep "$1"
	echo "qdisc change dev $near_dev root tbf rate 1gbit burst 100kb limit 100kb" >&"$queue"
	sleep 0.1
	tc -n "$near" -s qdisc show dev "$near_dev" | sed -nE 's/.*dropped ([0-9]+).*/\1/p' >>"$scratch/stalls"
}

wire_up
far_sink udp --port 9
tc -n "$near" qdisc add dev "$near_dev" root tbf rate 1gbit burst 100kb limit 100kb
exec {queue}> >(exec tc -n "$near" -batch -)
near "$kit/send" udp --to "$far_address" --port 9 --rate "$rate" --count $((rate * 90)) >>"$scratch/sent" &
sender=$!
"$netdoctor" watch drops --when 'drops.totals.in_scope>40' --before 8 --after 3 --duration 120 \
	--json "$scratch/report.json" >"$scratch/watch.txt" 2>&1 &
doctor=$!
until grep -q waiting "$scratch/watch.txt"; do
	kill -0 "$doctor" || fail "it does not wait: $(tail -n 1 "$scratch/watch.txt")"
	sleep 0.2
done
sleep 2
stall 0.02
sleep 10
before=$(ticks_of "$doctor")
sleep 30
cost=$(($(ticks_of "$doctor") - before))
expect "it still waits" kill -0 "$doctor"
expect "waiting takes some of a CPU ($cost of 3000 ticks), and less than 2 %" [ "$cost" -gt 0 -a "$cost" -lt 60 ]
sleep 15
stall 0.2
status=0
wait "$doctor" || status=$?
kill "$sender"
read -rd '' first last <"$scratch/stalls" || true
lost=$((last - first))
expect "a stall of 200 ms is caught (exit $status)" [ "$status" -eq 1 ]
expect "it was of 200 ms ($lost of $rate packets a second; the first lost $first)" \
	[ "$lost" -ge $((rate / 6)) -a "$lost" -le $((rate / 4)) -a "$first" -lt 40 ]
expect "its cause is rank 1 ($(jq -c '[.causes[] | [.id, .evidence[0].value]]' "$scratch/report.json"))" \
	report_says '.causes[0].id == "drop.qdisc_overflow"'
expect "with its packets alone" report_says "(.causes[0].evidence[0].value - $lost) | fabs <= $lost * 0.05"
expect "and the seconds before it" report_says '.run.duration_ms | . > 8000 and . < 30000'
