# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The words a scenario is written in: where commands run, senders and receivers, counters. Sourced.

# shellcheck source=wait.sh
source "$lab/lib/wait.sh"

family=4 window=$((9 * ${patience:-1})) spread=$((4 * ${patience:-1})) doctor_prefix=() flows=(drops) scope=() status='' scratch=/tmp kit=$lab/../../build/lab

# What this kernel tells: why a packet died (5.17, c504e5c2f964), what the queues of a tap do (types of
# modules, 5.11).
tells_reasons() {
	grep -qE ' (kfree_skb_reason|sk_skb_reason_drop)$' /proc/kallsyms
}

tells_queues() {
	# A module that is not there yet has no types yet.
	modprobe tun
	[ -e /sys/kernel/btf/tun ]
}

# For `cannot_tell` of a scenario.
without_queues() {
	tells_queues || echo "the queues of a tap: this kernel has no types of its modules"
}

near() {
	ip netns exec "$near" "$@"
}

far() {
	ip netns exec "$far" "$@"
}

# Starts a sink in the far namespace, waits until it is bound, and leaves its process in $started.
start_sink() { # file kind arguments…
	local said=$scratch/$1
	shift
	: >"$said"
	# Not by `far`: a function in the background is a shell of its own, and $! would be that.
	ip netns exec "$far" "$kit/sink" "$@" --family "$family" >"$said" &
	started=$!
	until has_text "$said" ready; do
		kill -0 "$started" || fail "the sink did not start"
		pause 0.05
	done
}

end_sink() { # process
	[ -n "$1" ] || return 0
	kill "$1" 2>/dev/null || true
	wait "$1" || true
}

# The far namespace's sink, replacing the one that is there.
far_sink() { # kind arguments…
	end_far_sink
	start_sink sink "$@"
	sink=$started
}

end_far_sink() {
	end_sink "${sink:-}"
	sink=''
}

# A second one, on another port.
far_other_sink() { # kind arguments…
	end_sink "${other_sink:-}"
	start_sink other_sink "$@"
	other_sink=$started
}

# Starts netdoctor on the flows, behind the command in doctor_prefix if any, with the options in scope, and waits
# until it watches. What it says goes to the folder $heard (the scratch folder unless set).
start_netdoctor() {
	local tries now
	heard=${heard:-$scratch}
	# What an earlier one said there is none of its words.
	: >"$heard/stderr.txt"
	# A job in the background ignores SIGINT unless told otherwise.
	env --default-signal=INT "${doctor_prefix[@]}" "$netdoctor" run "${flows[@]}" --duration "$window" \
		"${scope[@]}" \
		--json "$heard/report.json" -v \
		>"$heard/report.txt" 2>"$heard/stderr.txt" </dev/null &
	doctor=$!
	now=${EPOCHREALTIME/.}
	for ((tries = 0; tries < 600; tries++)); do
		# It watches since then, or since later.
		watching_since=$now now=${EPOCHREALTIME/.}
		has_text "$heard/stderr.txt" watching && return 0
		kill -0 "$doctor" 2>/dev/null || break
		pause 0.1
	done
	return 1
}

# Waits for netdoctor's end, for two minutes at most; leaves its exit status in $status.
end_netdoctor() {
	local tries
	for ((tries = 0; tries < 1200; tries++)); do
		kill -0 "$doctor" 2>/dev/null || break
		pause 0.1
	done
	[ "$tries" -lt 1200 ] || kill -KILL "$doctor"
	status=0
	wait "$doctor" || status=$?
}

# Sends from near to far, spread over $spread seconds, and checks that all of it left.
near_sends() { # kind count arguments…
	local kind=$1 count=$2 rate sent
	shift 2
	rate=$(((count + spread - 1) / spread))
	sent=$(near "$kit/send" "$kind" --to "$far_address" --count "$count" --rate "$rate" "$@" |
		awk '$1 == "sent" { print $2 }')
	[ "$sent" = "$count" ] || fail "$sent of $count $kind packets left"
}

# Small questions and answers from near to far: pings and connections to a TCP sink on the port.
near_asks() { # count port
	near ping -q -i 0.05 -c "$1" "$far_address" >"$scratch/pings" &
	near_sends tcp "$1" --port "$2"
	wait $! || fail "no ping came back"
}

# Bulk TCP between two namespaces for some milliseconds; a TCP sink waits at the port.
streams() { # from address port ms
	ip netns exec "$1" timeout 60 "$kit/stream" --to "$2" --port "$3" --ms "$4" >"$scratch/stream" ||
		fail "the stream broke"
}

# Frames from near's device to the far side's, as rawsend makes them; later options win.
near_frames() { # kind count arguments…
	local kind=$1 count=$2 sent
	shift 2
	sent=$(near "$kit/rawsend" "$kind" --device "$near_dev" --mac "${next_mac:-$far_mac}" \
		--from "$near_address" --to "$far_address" --count "$count" \
		--rate $(((count + spread - 1) / spread)) "$@" | awk '$1 == "sent" { print $2 }')
	[ "$sent" = "$count" ] || fail "$sent of $count $kind frames left"
}

# A number from /proc/net/snmp or netstat (Udp NoPorts) or snmp6 (Udp6 NoPorts) of a namespace.
counter() { # namespace group name
	ip netns exec "$1" cat /proc/net/snmp /proc/net/netstat /proc/net/snmp6 |
		awk -v group="$2" -v name="$3" '
			$1 == group name { value = $2 }
			$1 != group ":" { next }
			!titles { titles = split($0, title); next }
			{ for (i = 2; i <= titles; i++) if (title[i] == name) value = $i }
			END { print value }'
}

# The UDP counter of the scenario's family.
udp_counter() { # namespace name
	case $family in
	4) counter "$1" Udp "$2" ;;
	6) counter "$1" Udp6 "$2" ;;
	esac
}

icmp_counter() { # namespace name
	case $family in
	4) counter "$1" Icmp "$2" ;;
	6) counter "$1" Icmp6 "$2" ;;
	esac
}

# Datagrams that near sent and far's UDP never saw.
udp_undelivered() {
	local sent got refused
	sent=$(udp_counter "$near" OutDatagrams)
	got=$(udp_counter "$far" InDatagrams)
	refused=$(udp_counter "$far" NoPorts)
	echo $((sent - got - refused))
}

link_setting() { # namespace device name
	ip netns exec "$1" cat "/sys/class/net/$2/$3"
}

link_counter() { # namespace device name
	ip netns exec "$1" cat "/sys/class/net/$2/statistics/$3"
}

# The packets of the only counter in an nft chain; 0 without that chain.
nft_counter() { # namespace family table chain
	ip netns exec "$1" nft -j list chain "$2" "$3" "$4" 2>/dev/null |
		jq '[.. | .counter? | objects | .packets] | add // 0' || echo 0
}

# What a device's queueing disciplines dropped: a classful one counts its children's drops too.
qdisc_drops() { # namespace device
	tc -n "$1" -s -j qdisc show dev "$2" root | jq '[.[] | .drops // 0] | max // 0'
}

# What the actions of a device's filters dropped.
tc_filter_drops() { # namespace device ingress|egress
	tc -n "$1" -s -j filter show dev "$2" "$3" |
		jq '[.. | objects | select(has("actions")) | .actions[].stats.drops] | add // 0'
}
