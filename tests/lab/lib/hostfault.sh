# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Faults of the host itself, for checks: their truth is no count of lost packets. Sourced.

# The two ends of a veth wire, in names drawn afresh.
wire_up() {
	# shellcheck source=topology/veth.sh
	source "$lab/lib/topology/veth.sh"
	start_draws "$RANDOM" host "$family"
	topology_draw
	topology_up
}

# Runs a command while netdoctor looks, which must go on looking after it.
watch() { # name command…
	local name=$1
	shift
	expect "$name: it watches" start_netdoctor
	"$@"
	expect "$name: the window was long enough" kill -0 "$doctor"
	end_netdoctor
}

expect_healthy() { # name
	expect "$1: healthy ($(jq -c '[(.causes + .suspected)[] | .id]' "$scratch/report.json"))" \
		report_says '.verdict == "healthy"'
	expect "$1: exit status 0 (is $status)" [ "$status" -eq 0 ]
	expect "$1: looked at" report_says "[.ruled_out[].id] | contains([$2])"
}

# The cause on rank 1 whose `where` has these members, and nothing else abnormal.
expect_host() { # name id where…
	local name=$1 id=$2 pair
	shift 2
	# A file says in `causes` what it proves.
	[[ " $causes " == *" $id "* ]] || fail "$id is none of the causes of this check"
	expect "$name: $id is rank 1 ($(jq -c '[.causes[].id]' "$scratch/report.json"))" \
		report_says ".causes[0].id == \"$id\""
	for pair; do
		expect "$name: where.$pair" report_says ".causes[0].where | .${pair%%=*} == ${pair#*=}"
	done
	expect "$name: nothing else is abnormal" report_says \
		"[.causes[1:][] | select(.severity == \"abnormal\" and .id != \"$id\")] == []"
}

# Of numbers.
holds() { # condition of jq
	jq -en "$1" >/dev/null
}

# The value that the cause stands on is the truth, within 5 %.
expect_value() { # name truth
	expect "$1: its value is $2 ($(jq -c '.causes[0].evidence[0].value' "$scratch/report.json"))" \
		report_says ".causes[0].evidence[0].value | (. - $2 | fabs) * 20 <= $2"
}

packets_at() { # namespace device name: one of its counters
	ip netns exec "$1" cat "/sys/class/net/$2/statistics/$3"
}

own() { # device file: a number of /sys of a device of this namespace
	cat "/sys/class/net/$1/$2"
}

# Packets that the backlog of CPU $cpu turned away so far.
backlog_dropped() {
	local line columns
	while read -r line; do
		read -r -a columns <<<"$line"
		[ $((16#${columns[12]})) -ne "$cpu" ] || echo $((16#${columns[1]}))
	done </proc/net/softnet_stat
}

# A function of the kernel takes so much longer, until it does no more.
slow_down() { # function microseconds
	"$kit/delay" "$kit/delay.bpf.o" "$1" "$2" >"$scratch/delay" &
	delaying=$!
	until grep -q ready "$scratch/delay"; do
		kill -0 "$delaying" || fail "$1 cannot be made slower"
		sleep 0.1
	done
}

slow_no_more() { # least calls
	local calls
	kill "$delaying"
	wait "$delaying" || true
	calls=$(awk '$1 == "delayed" { print $2 }' "$scratch/delay")
	expect "the fault was there ($calls calls, at least $1)" [ "${calls:-0}" -ge "$1" ]
}
