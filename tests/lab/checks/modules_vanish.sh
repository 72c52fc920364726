# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Modules are to go while netdoctor watches their functions. The kernel keeps them for it until it ends, and no
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
expect 'vhost_net is kept while its functions are watched' eval '! modprobe -r vhost_net 2>"$scratch/refused"'
expect 'for no other reason' [ "$(cat /sys/module/vhost_net/refcnt)" -gt 0 ]
far "$kit/send" udp --to "$far_address" --port 9 --count 50 --rate 100 >>"$scratch/sent"
expect 'it goes on watching' kill -0 "$doctor"
end_netdoctor
expect "exit status $status is a verdict" [ "$status" -le 1 ]
expect 'no rule broke' report_says '.broken == []'
expect 'every probe ran, or says why not' report_says \
	'all(.probes[]; (.state | IN("ran", "skipped")) or (.why | type == "string" and . != ""))'
expect 'what was lost meanwhile is told' report_says 'any(.causes[]; .id == "drop.no_socket")'
modprobe -r vhost_net 2>/dev/null || true
expect 'afterwards vhost_net is gone' eval '! loaded vhost_net'
kill "$vswitchd"
wait "$vswitchd" || true
ovs-dpctl del-dp system@ovs-system 2>>"$scratch/refused" || true
expect 'and openvswitch can go' modprobe -r openvswitch
expect 'the kernel found nothing wrong' eval '! dmesg | grep -E "BUG:|Oops|WARNING:|general protection"'
