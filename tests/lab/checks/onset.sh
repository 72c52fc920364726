# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Where a loss begins: a queue that lets 400 packets a second through, and traffic that is below it
# for some seconds and far above it for some more. The report says from which rate on packets were
# lost; under a constant rate it says nothing of that kind.
topology=veth window=24
# shellcheck source=../lib/topology/veth.sh
source "$lab/lib/topology/veth.sh"

payload=186 # with the headers of UDP, IPv4 and Ethernet: 228 bytes on the queue
port=4000

send_at() { # rate seconds
	near "$kit/send" udp --to "$far_address" --port "$port" --payload "$payload" --rate "$1" \
		--count "$(($1 * $2))" >>"$scratch/sent"
}

rising() {
	send_at 150 9
	send_at 900 9
}

constant() {
	send_at 900 9
}

run_with() { # command
	start_netdoctor || return 1
	"$1"
	end_netdoctor
	report_says '.causes[0].id == "drop.qdisc_overflow"'
}

begins_between() { # least most
	jq -r '.causes[0].because' "$scratch/report.json" | tee "$scratch/because.txt" >&2
	local rate
	rate=$(sed -nE 's/.*loss begins at ([0-9,]+) packets per second.*/\1/p' "$scratch/because.txt" | tr -d ,)
	[ -n "$rate" ] && [ "$rate" -ge "$1" ] && [ "$rate" -le "$2" ]
}

start_draws "$RANDOM" onset "$family"
topology_draw
topology_up
far_sink udp --port "$port"
tc -n "$near" qdisc add dev "$near_dev" root tbf rate $((400 * (payload + 42)))bps burst 4kb limit 4kb

expect 'onset: traffic that rises over what a queue lets through' run_with rising
expect 'onset: the rate at which the loss begins is said' begins_between 400 1000
expect 'onset: a constant rate' run_with constant
expect 'onset: nothing is said of a rate' eval '! begins_between 0 1000000'
