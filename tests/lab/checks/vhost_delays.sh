# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Packets for a guest that come late to it: its worker is woken late, or is there at once and takes long.
# Judged by figures for emulation, which is late by itself.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
guest='echo'
# shellcheck source=../lib/topology/ovs_vhost.sh
source "$lab/lib/topology/ovs_vhost.sh"

causes="latency.vhost_wakeup latency.tun_ring"
window=9
flows=(latency virt --thresholds "$lab/emulated.lua")

datagrams() {
	far "$kit/send" udp --to "$near_address" --count 70 --rate 12 --port 9 >>"$scratch/sent"
}

start_draws "$RANDOM" vhost_delays "$family"
topology_draw
topology_up
watch 'at once' datagrams
expect_healthy 'at once' '"latency.vhost_wakeup", "latency.tun_ring"'

slow_down handle_rx_net 40000
watch 'a late worker' datagrams
slow_no_more 60
expect_host 'a late worker' latency.vhost_wakeup "device=\"$tap\"" queue=0
expect 'a late worker: about 40 ms' report_says '.causes[0].evidence[0].value | . >= 35000 and . <= 60000'

slow_down tun_recvmsg 40000
watch 'a slow worker' datagrams
slow_no_more 60
expect_host 'a slow worker' latency.tun_ring "device=\"$tap\"" queue=0
expect 'a slow worker: about 40 ms' report_says '.causes[0].evidence[0].value | . >= 35000 and . <= 60000'
