# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What happens once in a minute: a queue that stands still for a moment under steady traffic. `watch`
# sleeps through the minute, catches it, and its report shows the seconds around it:
# the cause on rank 1, all packets of the stall and none of an earlier, smaller one. 200 ms of it, and what waiting
# costs, are a matter of counted time (counted/watch.sh): an emulated CPU is as slow as the machine is busy.
topology=veth
# shellcheck source=../lib/topology/veth.sh
source "$lab/lib/topology/veth.sh"
# shellcheck source=../lib/cost.sh
source "$lab/lib/cost.sh"

port=4000 rate=600

steady() { # seconds
	near "$kit/send" udp --to "$far_address" --port "$port" --payload 186 --rate "$rate" \
		--count "$((rate * $1))" >>"$scratch/sent"
}

# The queue takes nothing for so long; what it dropped stands in $scratch/stalls.
stall() { # seconds
	tc -n "$near" qdisc change dev "$near_dev" root tbf rate 8bit burst 1kb limit 1kb
	sleep "$1"
	tc -n "$near" qdisc change dev "$near_dev" root tbf rate 1gbit burst 100kb limit 100kb
	tc -n "$near" -s qdisc show dev "$near_dev" | sed -nE 's/.*dropped ([0-9]+).*/\1/p' >>"$scratch/stalls"
}

watching() {
	local doctor sender before status
	steady 75 &
	sender=$!
	"$netdoctor" watch drops --when 'drops.totals.in_scope>400' --before 8 --after 3 --duration 120 \
		--netns "$near" --json "$scratch/report.json" >"$scratch/watch.txt" 2>&1 &
	doctor=$!
	until grep -q waiting "$scratch/watch.txt"; do
		kill -0 "$doctor" || return 1
		sleep 0.2
	done
	sleep 2
	stall 0.04
	before=$(ticks_of "$doctor")
	sleep 40
	cost=$(($(ticks_of "$doctor") - before)) # of 4000 ticks on each CPU
	stall 1.2
	wait "$doctor"
	status=$?
	kill "$sender" 2>/dev/null
	wait "$sender" 2>/dev/null
	echo "watch: exit $status, $cost ticks of CPU in 40 s, dropped so far: $(paste -sd' ' "$scratch/stalls")" >&2
	tail -n 3 "$scratch/watch.txt" >&2
	[ "$status" = 1 ]
}

caught() {
	local first last
	read -rd '' first last <"$scratch/stalls"
	jq -c '[.causes[] | [.id, .evidence[0].value]], .run.duration_ms' "$scratch/report.json" >&2
	report_says ".causes[0].id == \"drop.qdisc_overflow\"" &&
		report_says "(.causes[0].evidence[0].value - ($last - $first)) | fabs <= $((last - first)) * 0.05" &&
		report_says '.run.duration_ms | . > 8000 and . < 30000'
}

start_draws "$RANDOM" watch "$family"
topology_draw
topology_up
far_sink udp --port "$port"
tc -n "$near" qdisc add dev "$near_dev" root tbf rate 1gbit burst 100kb limit 100kb

expect 'watch: waits for a stall and reports it' watching
expect 'watch: the stall and only it, with the seconds before' caught
