# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A long run under traffic while guests and namespaces come and go: it does not grow, loses no count, and
# nothing goes wrong. SOAK_MINUTES says how long.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
guest='echo'
# shellcheck source=../lib/topology/ovs_vhost.sh
source "$lab/lib/topology/ovs_vhost.sh"

minutes=$(cat /mnt/lab/minutes)
window=$((60 * minutes))
flows=(drops latency virt --thresholds "$lab/emulated.lua" --max-overhead 100)
guest_options=(--queues 2)

# KiB of the whole process.
memory() {
	awk '$1 == "VmRSS:" { print $2 }' "/proc/$doctor/status"
}

comes_and_goes() {
	start_guest
	ip netns add "passing-$1"
	ip -n "passing-$1" link set lo up
	ip netns exec "passing-$1" "$kit/send" udp --to 127.0.0.1 --port 9 --count 5 --rate 50 >>"$scratch/sent"
	ip netns delete "passing-$1"
}

round() { # number
	far "$kit/send" udp --to "$far_address" --port 9 --count 40 --rate 40 >>"$scratch/sent"
	far "$kit/send" udp --to "$near_address" --port 7 --count 60 --rate 60 --spread >>"$scratch/sent"
	[ $(($1 % 4)) -ne 0 ] || comes_and_goes "$1"
	pause 1
}

start_draws "$RANDOM" soak "$family"
topology_draw
topology_up
expect 'it watches' start_netdoctor
before=$(udp_counter "$far" NoPorts)
ends=$((${EPOCHREALTIME/.*} + window - 40)) rounds=0
while [ "${EPOCHREALTIME/.*}" -lt "$ends" ] && kill -0 "$doctor" 2>/dev/null; do
	round "$rounds"
	rounds=$((rounds + 1))
	echo "$((${EPOCHREALTIME/.*} + window - 40 - ends)) $(memory)" >>"$scratch/memory"
done
closed=$(($(udp_counter "$far" NoPorts) - before))
expect 'it went on to the end' kill -0 "$doctor"
end_netdoctor

# The largest of the second quarter of the time, and of the last one.
grown() {
	awk '{ at[NR] = $2 } END {
		for (i = int(NR / 4) + 1; i <= NR / 2; i++) if (at[i] > early) early = at[i]
		for (i = int(NR * 3 / 4) + 1; i <= NR; i++) if (at[i] > late) late = at[i]
		print early, late
	}' "$scratch/memory"
}
read -r early late < <(grown)
expect "$rounds rounds: at least ten" [ "$rounds" -ge 10 ]
# What it keeps grows with what came by (devices, conversations, a row an interval), and a look makes a tree of it,
# which takes some four times its text.
kept=$(($(jq -c .evidence "$scratch/report.json" | wc -c) / 1024))
expect "it grows by what it has to tell at most ($early KiB in the second quarter, $late KiB in the last; $kept KiB of evidence)" \
	[ $((late - early)) -le $((4 * kept)) ]
seen=$(jq --arg netns "$far" '.evidence.facts["drops.kernel"] | (.columns | map(.name)) as $names |
	[.rows[] | [$names, .] | transpose | map({(.[0]): .[1]}) | add |
		select(.netns == $netns and .reason == "NO_SOCKET" and .protocol == "udp") | .packets] | add // 0' \
	"$scratch/report.json")
expect "every packet to the closed port is counted ($seen of $closed)" [ "$seen" -eq "$closed" ]
expect 'no rule broke' report_says '.broken == []'
expect 'every probe that began ran to the end' report_says 'all(.probes[]; .state | IN("ran", "partial", "skipped"))'
expect "exit status $status is a verdict" [ "$status" -le 1 ]
