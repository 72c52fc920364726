# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What lies at the ends of a packet's way, and the whole of it: a remote host, a reader, the handlers of
# Open vSwitch, and a round trip that its application measured itself.
# shellcheck source=../lib/counted.sh
source "$lab/lib/counted.sh"

causes="latency.wire latency.socket_read latency.ovs_upcall"
host_up
scope=(--netns self)

talks() {
	near timeout 60 "$kit/stream" --to "$far_address" --port 4000 --ms 2000 >>"$scratch/sent"
	near ping -q -i 0.05 -c 40 "$far_address" >"$scratch/pings"
}
far tc qdisc add dev "$far_dev" root netem delay 20ms
watch '20 ms in the remote host' talks
far tc qdisc del dev "$far_dev" root
expect_host '20 ms in the remote host' latency.wire "tuple=\"$far_address\""
# A stream keeps the only CPU busy, and some of its packets wait for it.
expect '20 ms in the remote host: nothing on this host is abnormal' report_says \
	'[.causes[] | select(.severity == "abnormal") | .id] == ["latency.wire"]'

"$kit/sink" udp --port 4002 --pause 20 >"$scratch/late" &
late=$!
sleep 0.3
burst() {
	far "$kit/send" udp --to "$near_address" --port 4002 --count 60 --rate 400 >>"$scratch/sent"
	near_asks 40 4000
}
watch '20 ms in the receiver' burst
kill "$late"
expect_host '20 ms in the receiver' latency.socket_read 'port=4002' 'protocol="udp"' 'thread="sink"'

# Each packet finds no flow.
fresh() {
	near_sends udp 80 --port 4005 --fresh
}
# The part of an upcall in which the handler is at work, on average.
handler_works() {
	jq '.evidence.facts["ovs.upcall_parts"] | (.columns | map(.name)) as $names |
		[.rows[] | [$names, .] | transpose | map({(.[0]): .[1]}) | add |
			select(.part == "working" and .tid == 0) | .mean] | max // 0' "$scratch/report.json"
}
far_sink udp --port 4005
ovs_look_at_source_ports
ovs_forget
watch 'a handler at ease' fresh
# At a billion instructions a second an upcall takes more than the 100 us that need attention.
expect "a handler at ease: nothing is abnormal ($(jq -c '[.causes[].because]' "$scratch/report.json"))" \
	report_says '.verdict != "abnormal"'
before=$(handler_works)
slow_down ovs_flow_cmd_new 500
watch '500 us in the handler' fresh
slow_no_more 60
expect_host '500 us in the handler' latency.ovs_upcall 'reason="working"'
after=$(handler_works)
expect "500 us in the handler: found to 10 % ($before us before, $after us after)" \
	holds "($after - $before - 500 | fabs) <= 50"
ovs-ofctl del-flows "$ovs_bridge" udp

# All four ways and both readers of a question and its answer make the round trip: of so few in a second that a CPU
# follows all of them, because a few that were delayed by much make a mean over some of them another one.
scope=(--netns all --protocol udp --dst-port 4006)
far "$kit/sink" udp --port 4006 --answer >"$scratch/answers" &
answers=$!
sleep 0.3
asks() {
	near "$kit/ask" --to "$far_address" --port 4006 --count 300 --wait 1000 --pause 10 >"$scratch/asked"
}
tc qdisc add dev "$uplink" root netem delay 500us
watch 'a round trip' asks
kill "$answers"
whole=$(awk '$5 == "mean" { print $6 }' "$scratch/asked")
sum=$(jq '[.evidence.facts["path.stages", "socket.reads"] // empty | (.columns | map(.name)) as $names |
	.rows[] | [$names, .] | transpose | map({(.[0]): .[1]}) | add |
	select(.samples >= 150 and (.stage // "total") == "total") | .mean] | add' "$scratch/report.json")
expect "a round trip: its ways and readers make $sum us of $whole us" holds "($whole - $sum | fabs) <= $whole * 0.03"
# How far the stages of a way are from its whole, at worst.
apart=$(jq '.evidence.facts["path.stages"] | (.columns | map(.name)) as $names |
	[.rows[] | [$names, .] | transpose | map({(.[0]): .[1]}) | add] | group_by([.netns, .path, .from, .to]) |
	map((map(select(.stage == "total"))[0]) as $total | select($total.samples >= 150) |
		(map(select(.stage != "total") | .mean * .samples) | add) / ($total.mean * $total.samples) - 1 | fabs) |
	max' "$scratch/report.json")
expect "a round trip: the stages of a way make its whole ($apart apart at worst)" holds "$apart <= 0.03"
