# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# With everything there that it looks at (Open vSwitch, a guest behind vhost, a firewall, an emulated card), the
# kernel takes every program of every flow: what it refuses would be found by nobody.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
guest='echo'
# shellcheck source=../lib/topology/ovs_vhost.sh
source "$lab/lib/topology/ovs_vhost.sh"

start_draws "$RANDOM" programs "$family"
topology_draw
topology_up
modprobe virtio_net
far nft -f - <<-END
	table inet here {
		chain in {
			type filter hook input priority 0
			udp dport 9 counter drop
		}
	}
END

status=0
"$netdoctor" record drops latency virt --duration 2 -q --max-overhead 100 -o "$scratch/all.json" || status=$?
expect "a recording of all flows (exit $status)" [ "$status" -eq 0 ]
# Those that need what a kernel has not are said to: a module's types (5.10), functions that came later.
refused() {
	jq -r '.probes[] | select((.why // "") | test("does not let us|refuses|does not take")) | "\(.name): \(.why)"' "$scratch/all.json"
}
expect "no program is refused ($(refused | head -3))" [ -z "$(refused)" ]
began() {
	jq '[.probes[] | select(.state == "ran" or .state == "partial")] | length' "$scratch/all.json"
}
expect "probes ran ($(began) of $(jq '.probes | length' "$scratch/all.json"))" [ "$(began)" -ge 30 ]
