# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# This host is quick, and what lies at the ends of a packet's way is not: an application that reads late,
# a remote host that answers late. Neither is blamed on a stage of this host.
# shellcheck source=../lib/slow.sh
source "$lab/lib/slow.sh"

causes="latency.socket_read latency.wire"

host_up
scope=(--netns self)
far tc qdisc add dev "$far_dev" root netem delay 60ms
# Only segments that are acknowledged tell of a round trip.
talks() {
	near timeout 60 "$kit/stream" --to "$far_address" --port 4000 --ms 3000 >>"$scratch/sent"
	near ping -q -i 0.05 -c 40 "$far_address" >"$scratch/pings"
}
watch 'a slow remote host' talks
far tc qdisc del dev "$far_dev" root
expect_host 'a slow remote host' latency.wire "tuple=\"$far_address\""
# Emulation may find its own bulk late enough for attention.
expect 'a slow remote host: nothing on this host is abnormal' report_says \
	'[.causes[] | select(.severity == "abnormal") | .id] == ["latency.wire"]'

"$kit/sink" udp --port 4002 --pause 60 >"$scratch/late" &
late=$!
sleep 0.3
burst() {
	far "$kit/send" udp --to "$near_address" --port 4002 --count 60 --rate 400 >>"$scratch/sent"
	near_asks 50 4000
}
watch 'a slow reader' burst
kill "$late"
expect_host 'a slow reader' latency.socket_read 'port=4002' 'protocol="udp"' 'thread="sink"'
expect 'a slow reader: nothing else is blamed' report_says '[.causes[].id] == ["latency.socket_read"]'
