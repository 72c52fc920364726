# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Delays in this VM as the host of an Open vSwitch bridge, for checks: clear multiples of what free-
# running emulation takes, judged by figures made for that. Sourced.
# shellcheck source=hostfault.sh
source "$lab/lib/hostfault.sh"
topology=ovs window=$((10 * ${patience:-1}))
# shellcheck source=topology/ovs.sh
source "$lab/lib/topology/ovs.sh"
flows=(latency --thresholds "$lab/emulated.lua")

host_up() {
	start_draws "$RANDOM" slow "$family"
	topology_draw
	topology_up
	far "$kit/sink" tcp --port 4000 --seconds 600 >"$scratch/sink" &
	"$kit/sink" udp --port 4001 --seconds 600 >"$scratch/near_sink" &
	sleep 0.3
}

# Both ways: connections and pings out, datagrams in; enough of each for a median.
both_ways() {
	near_asks 50 4000
	far "$kit/send" udp --to "$near_address" --port 4001 --count 60 --rate 40 >>"$scratch/sent"
}

# Its median is the delay, and not much more: what emulation adds is below half of it again.
expect_delay() { # name microseconds
	expect "$1: about $2 us ($(jq -c '[.causes[0].evidence[1].value, .causes[0].because]' "$scratch/report.json"))" \
		report_says ".causes[0].evidence[1].value | . >= $2 * 0.94 and . <= $2 * 1.5"
}
