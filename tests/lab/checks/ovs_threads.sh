# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The threads of ovs-vswitchd: at ease they are healthy, and the probe ovs-upcall accounts for every
# packet; kept from their CPU by a real-time task, or bound to one CPU that has other work, they are
# the cause. Their truth is what the kernel says of each thread's waiting.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/topology/ovs.sh
source "$lab/lib/topology/ovs.sh"

causes="ovs.handler_starved ovs.threads_pinned"
window=9 port=4000 dropped=4001

# Each packet finds no flow.
fresh() { # count rate
	near "$kit/send" udp --to "$far_address" --count "$1" --rate "$2" --port "$port" --fresh >>"$scratch/sent"
}

threads() { # beginning of the name: their numbers
	local task
	for task in "/proc/$vswitchd/task"/*; do
		case $(cat "$task/comm") in
		"$1"*) basename "$task" ;;
		esac
	done
}

# A line a thread: its number and the microseconds that it waited so far.
waits() { # beginning of the name
	local tid
	threads "$1" | while read -r tid; do
		awk -v tid="$tid" '{ print tid, int($2 / 1000) }' "/proc/$vswitchd/task/$tid/schedstat"
	done
}

# Microseconds that the threads of a name waited since; one that is gone, or new, is not counted.
waited_since() { # beginning of the name, its lines of before
	waits "$1" | awk 'NR == FNR { before[$1] = $2; next } $1 in before { sum += $2 - before[$1] } END { print sum + 0 }' \
		<(echo "$2") -
}

bind() { # CPUs
	taskset -apc "$1" "$vswitchd" >/dev/null
}

says() { # jq filter over all lines
	jq -es "$1" "$scratch/lines.json" >/dev/null
}

probe_upcalls() { # command…
	env --default-signal=INT "$netdoctor" probe ovs-upcall --duration 60 --interval 60 --json "$scratch/lines.json" \
		2>"$scratch/probe.txt" &
	doctor=$!
	until bpftool prog list | grep -q ovs_upcall_sent; do
		kill -0 "$doctor" || return 1
		sleep 0.2
	done
	# Its other programs follow.
	sleep 2
	"$@"
	sleep 1
	kill -INT "$doctor"
	wait "$doctor"
}

some_dropped() {
	fresh 100 50
	near "$kit/send" udp --to "$far_address" --count 20 --rate 50 --port "$dropped" --fresh >>"$scratch/sent"
	fresh 20 50
}

start_draws "$RANDOM" ovs_threads "$family"
topology_draw
topology_up
far_sink udp --port "$port" --seconds 600
ovs_look_at_source_ports
ovs-ofctl add-flow "$ovs_bridge" "priority=950,udp,tp_dst=$dropped,actions=move:NXM_OF_UDP_SRC[]->NXM_NX_REG0[0..15]"
ovs_forget

expect 'upcalls: the probe runs' probe_upcalls some_dropped
# 140 datagrams, and now and then one that finds the flow of an earlier one: within 5 %.
expect 'upcalls: each was sent up and taken' says '[.[] | select(.total and .table == "account")][0] |
	.upcalls >= 133 and .handed == .upcalls and .taken == .handed'
# What a handler dropped last is open until it takes another one.
expect 'upcalls: a decision to drop is no missed reply' says '[.[] | select(.total and .table == "account")][0] |
	.decided + .open >= 19 and .answered >= 115 and .answered + .decided + .open == .taken'
expect 'upcalls: three parts make the whole' says '[.[] | select(.total and .table == "parts" and .tid == 0)] |
	map({key: .part, value: .}) | from_entries |
	.whole.samples == .executing.samples and .whole.p50 >= .executing.p50'
expect 'upcalls: by port and protocol' says "[.[] | select(.total and .table == \"ports\" and
	.device == \"$near_dev\" and .protocol == \"udp\") | .upcalls] | add >= 133"

watch 'at ease' fresh 100 25
expect_healthy 'at ease' '"ovs.handler_starved", "ovs.threads_pinned", "ovs.upcall_storm"'

# Where they are bound they cannot flee from the real-time task.
for tid in $(threads handler); do
	taskset -pc 1 "$tid" >/dev/null
done
"$kit/hog" --cpu 1 --seconds 600 >"$scratch/hog" &
hog=$!
before=$(waits handler)
watch 'starved' fresh 200 50
kill "$hog"
wait "$hog" || true
waited=$(waited_since handler "$before")
expect "starved: the fault happened ($waited us waited)" [ "$waited" -ge 1000000 ]
expect_host 'starved' ovs.handler_starved cpu=1 "pid=$vswitchd"
expect 'starved: the thread is named' report_says '.causes[0].where.thread | startswith("handler")'
expect 'starved: who had the CPU is named' report_says '.causes[0].because | contains("hog")'

bind 1
# Where there are fewer CPUs it ends threads and starts others; it counts them every ten seconds.
sleep 12
loads=()
for ((i = 0; i < 3; i++)); do
	taskset -c 1 sh -c 'while :; do :; done' &
	loads+=($!)
done
before=$(waits '')
watch 'pinned' fresh 400 90
kill "${loads[@]}"
waited=$(waited_since '' "$before")
expect "pinned: the fault happened ($waited us waited)" [ "$waited" -ge 700000 ]
expect_host 'pinned' ovs.threads_pinned cpu=1 "pid=$vswitchd"
bind 0-1
