# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What costs a guest at a high rate only, judged by figures for emulation: a call for each packet, and
# bulk data in small packets because its driver takes no others. The truth are the guest's own counts.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
guest='echo'
# shellcheck source=../lib/topology/ovs_vhost.sh
source "$lab/lib/topology/ovs_vhost.sh"

causes="virt.notify_storm virt.offload_off"
window=8 port=4000
flows=(virt --thresholds "$lab/emulated.lua")

datagrams() { # count
	far "$kit/send" udp --to "$near_address" --count "$1" --rate 400 --port 9 >>"$scratch/sent"
}

# What the guest itself says of its receive ring: "calls", "packets".
told() { # name
	sed -nE "s/^queue 0 rx .* ?$1 ([0-9]+).*/\1/p" "$scratch/guest"
}

start_draws "$RANDOM" guest_rates "$family"
topology_draw
guest_options=(--event-index --coalesce 32)
topology_up
watch 'calls that are collected' datagrams 2000
expect_healthy 'calls that are collected' '"virt.notify_storm"'

guest_options=()
start_guest
ovs_ready far ping -q -c 1 -W 1 "$near_address"
watch 'a call for each packet' datagrams 2000
end_guest
expect_host 'a call for each packet' virt.notify_storm "device=\"$tap\"" queue=0
expect_value 'a call for each packet' "$(told calls)"

bulk() {
	streams "$far" "$near_address" "$port" 4000
}

guest=relay
for offload in --offload ''; do
	guest_options=()
	[ -z "$offload" ] || guest_options=("$offload")
	start_guest
	ovs_ready far ping -q -c 1 -W 1 "$near_address"
	[ -n "${sink:-}" ] || {
		near "$kit/sink" tcp --port "$port" >"$scratch/sink" &
		sink=$!
	}
	sleep 0.3
	watch "bulk data, ${offload:-no offload}" bulk
	if [ -n "$offload" ]; then
		expect_healthy 'bulk data, whole' '"virt.offload_off"'
	else
		expect_host 'bulk data, cut up' virt.offload_off "device=\"$tap\""
	fi
done
kill "$sink"
