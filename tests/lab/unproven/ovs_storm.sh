# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A flow that sends every packet up to ovs-vswitchd as well, after many tables: its handlers have hardly
# any time left, and nothing is lost.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/topology/ovs.sh
source "$lab/lib/topology/ovs.sh"

causes="ovs.upcall_storm"
window=8 port=4000
flows=(latency --thresholds "$lab/emulated.lua")

storm() {
	near "$kit/send" udp --to "$far_address" --count 900 --rate 150 --port "$port" >"$scratch/sent"
}

start_draws "$RANDOM" ovs_storm "$family"
topology_draw
topology_up
far_sink udp --port "$port"
watch 'calm' storm
expect_healthy 'calm' '"ovs.upcall_storm"'

# Each of these takes time in a handler only, for the datapath has one flow.
looks=$(printf 'resubmit(,1),%.0s' {1..900})
ovs-ofctl add-flow "$ovs_bridge" 'table=1,priority=1,actions=note:00'
ovs-ofctl add-flow "$ovs_bridge" "priority=960,udp,tp_dst=$port,actions=${looks}controller,NORMAL"
ovs_forget
watch 'storm' storm
expect_host 'storm' ovs.upcall_storm
