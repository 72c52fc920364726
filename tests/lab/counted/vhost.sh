# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Delays around the guide's 50 and 100 us, and one that anybody would notice, on the vhost side: a worker that
# is woken late, and one that is there at once and takes long. Each is found in its part, by its size.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
guest='echo'
# shellcheck source=../lib/topology/ovs_vhost.sh
source "$lab/lib/topology/ovs_vhost.sh"

causes="latency.vhost_wakeup latency.tun_ring"
window=10
flows=(latency virt)

datagrams() {
	far "$kit/send" udp --to "$near_address" --count 90 --rate 15 --port 9 >>"$scratch/sent"
}

# The median of the tap's queue in this part: wake (until the worker runs) or wait (until it has the packet).
median_of() { # part
	jq --arg part "$1_p50_us" '.evidence.facts["vhost.traffic"] | (.columns | map(.name)) as $names |
		[.rows[] | [$names, .] | transpose | map({(.[0]): .[1]}) | add | .[$part] // 0] | max // 0' "$scratch/report.json"
}

start_draws "$RANDOM" vhost "$family"
topology_draw
topology_up
watch 'no delay' datagrams
expect_healthy 'no delay' '"latency.vhost_wakeup", "latency.tun_ring"'
wake=$(median_of wake) wait=$(median_of wait)
expect "no delay: both were timed (wake $wake us, wait $wait us)" holds "$wake > 0 and $wait > 0"

delay() { # microseconds name function part usual cause severity
	local name="$1 us, $2" is
	slow_down "$3" "$1"
	watch "$name" datagrams
	slow_no_more 60
	expect_host "$name" "$6" "device=\"$tap\"" queue=0
	expect "$name: $7" report_says ".causes[0].severity == \"$7\""
	is=$(median_of "$4")
	expect "$name: found ($5 us without, $is us with)" holds "($is - $5 - $1 | fabs) <= ([$1 * 0.1, 5] | max)"
}

late=('a late worker' handle_rx_net wake "$wake" latency.vhost_wakeup)
delay 60 "${late[@]}" attention
delay 120 "${late[@]}" abnormal
delay 500 "${late[@]}" abnormal
delay 20000 "${late[@]}" abnormal

# A guest ends by itself after a while.
start_guest
slow=('a slow worker' tun_recvmsg wait "$wait" latency.tun_ring)
delay 60 "${slow[@]}" attention
delay 120 "${slow[@]}" abnormal
delay 500 "${slow[@]}" abnormal
delay 20000 "${slow[@]}" abnormal
