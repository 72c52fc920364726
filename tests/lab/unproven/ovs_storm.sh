# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A flow that sends every packet up to ovs-vswitchd as well: its handlers have no time left.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/topology/ovs.sh
source "$lab/lib/topology/ovs.sh"

causes="ovs.upcall_storm"
window=8 port=4000
flows=(drops latency --thresholds "$lab/emulated.lua")

start_draws "$RANDOM" ovs_storm "$family"
topology_draw
topology_up
far_sink udp --port "$port"
ovs-ofctl add-flow "$ovs_bridge" "priority=960,udp,tp_dst=$port,actions=controller,NORMAL"
ovs_forget
storm() {
	near "$kit/send" udp --to "$far_address" --count 6000 --rate 1100 --port "$port" --fresh >"$scratch/sent"
}
watch 'storm' storm
expect_host 'storm' ovs.upcall_storm
