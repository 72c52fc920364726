# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A flow that the datapath cannot carry out: each of its packets goes up to ovs-vswitchd, through many
# tables. Its handlers have hardly any time left, and nothing is lost.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/topology/ovs.sh
source "$lab/lib/topology/ovs.sh"

causes="ovs.upcall_storm"
window=9
flows=(latency --thresholds "$lab/emulated.lua")

storm() {
	near "$kit/send" icmp --to "$far_address" --count 1750 --rate 250 >"$scratch/sent"
}

start_draws "$RANDOM" ovs_storm "$family"
topology_draw
topology_up
watch 'calm' storm
expect_healthy 'calm' '"ovs.upcall_storm"'

# The kernel's datapath cannot write into ICMP headers.
looks=$(printf 'resubmit(,1),%.0s' {1..3600})
ovs-ofctl add-flow "$ovs_bridge" 'table=1,priority=1,actions=note:00'
ovs-ofctl add-flow "$ovs_bridge" "priority=960,icmp,icmp_type=8,actions=${looks}set_field:1->icmp_code,NORMAL"
ovs_forget
watch 'storm' storm
expect_host 'storm' ovs.upcall_storm
