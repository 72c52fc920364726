# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A run changes nothing of an Open vSwitch bridge: modules, links, flows, features, settings, programs.

state() {
	echo '# modules' && cut -d ' ' -f 1 /proc/modules | sort
	echo '# links' && ip -details link
	echo '# bridges' && ovs-vsctl show && ovs-vsctl list Open_vSwitch Bridge Interface |
		grep -v -e '^statistics' -e '^status' -e '^cur_cfg' -e '^next_cfg' -e '^other_config *:'
	echo '# flows' && ovs-ofctl --no-stats dump-flows "$ovs_bridge"
	echo '# features' && ovs-appctl dpif/show-dp-features "$ovs_bridge"
	echo '# programs' && bpftool prog list | grep -v -e '^[[:space:]]' | sort && bpftool link list
}

same_after_run() { # name
	state >"$scratch/before"
	start_netdoctor || echo "FAIL ovs_side_effects: it never watched ($1)"
	"$@"
	end_netdoctor
	state >"$scratch/after"
	diff "$scratch/before" "$scratch/after" >"$scratch/changes" ||
		{ sed 's/^/FAIL ovs_side_effects: changed: /' "$scratch/changes" && return 1; }
}

window=4 spread=2 topology=ovs
# shellcheck source=../lib/topology/ovs.sh
source "$lab/lib/topology/ovs.sh"
start_draws "$RANDOM" ovs_side_effects "$family"
topology_draw
topology_up
pings() {
	near ping -q -c 20 -i 0.05 "$far_address" >"$scratch/pings"
}
expect 'ovs_side_effects: nothing changes on a bridge that carries pings' same_after_run pings
expect 'ovs_side_effects: it was read' report_says '.evidence.facts["ovs.datapaths"].rows | length == 1'
