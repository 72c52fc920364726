# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Modules are to go while netdoctor watches their functions. Those that the kernel holds for it stay until it ends, and no
# longer; a driver that goes takes its device along.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
guest='echo'
# shellcheck source=../lib/topology/ovs_vhost.sh
source "$lab/lib/topology/ovs_vhost.sh"
flows=(drops latency virt --thresholds "$lab/emulated.lua")
window=12

datagrams() {
	far "$kit/send" udp --to "$near_address" --port 7 --count 200 --rate 200 >>"$scratch/sent"
}

loaded() { # module
	grep -q "^$1 " /proc/modules
}

modprobe e1000e
start_draws "$RANDOM" modules_vanish "$family"
topology_draw
topology_up
expect 'it watches' start_netdoctor
datagrams
end_guest
ovs-vsctl del-port "$ovs_bridge" "$tap"
expect 'the driver of a NIC can go' modprobe -r e1000e
modprobe -r vhost_net 2>"$scratch/refused" || echo "kept while it is watched: $(head -n 1 "$scratch/refused")" >&2
far "$kit/send" udp --to "$far_address" --port 9 --count 50 --rate 100 >>"$scratch/sent"
expect 'it goes on watching' kill -0 "$doctor"
end_netdoctor
expect "exit status $status is a verdict" [ "$status" -le 1 ]
expect 'no rule broke' report_says '.broken == []'
expect 'every probe ran, or says why not' report_says \
	'all(.probes[]; (.state | IN("ran", "skipped")) or (.why | type == "string" and . != ""))'
expect 'the losses on the wire are told' report_says \
	'any(.causes[], .ruled_out[], .noise[]; .id == "drop.no_socket" or .reason == "NO_SOCKET")'
modprobe -r vhost_net 2>/dev/null || true
expect 'afterwards vhost_net is gone' eval '! loaded vhost_net'
kill "$vswitchd"
wait "$vswitchd" || true
ovs-dpctl del-dp system@ovs-system 2>>"$scratch/refused" || true
expect 'and openvswitch can go' modprobe -r openvswitch
expect 'the kernel found nothing wrong' eval '! dmesg | grep -E "BUG:|Oops|WARNING:|general protection"'
