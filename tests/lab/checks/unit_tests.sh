# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The unit tests that ask a kernel, whole commands among them, as the host of an Open vSwitch bridge and a guest
# behind vhost-net, with traffic between guest and wire. UNIT_TESTS names the folder they are in.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
guest='echo'
# shellcheck source=../lib/topology/ovs_vhost.sh
source "$lab/lib/topology/ovs_vhost.sh"
guest_options=(--queues 2)
port=4001

# Some of it finds no flow, some finds nobody.
traffic() {
	while true; do
		far "$kit/send" udp --to "$near_address" --port 7 --count 300 --rate 100 --spread
		far "$kit/send" udp --to "$near_address" --port "$port" --count 60 --rate 60 --fresh
		far "$kit/send" udp --to "$far_address" --port 9 --count 60 --rate 60
	done >/dev/null
}

start_draws "$RANDOM" unit_tests "$family"
topology_draw
topology_up
ovs_look_at_source_ports
traffic &
passes() { # program
	"$1" >"$scratch/${1##*/}.txt" 2>&1 && ! grep SKIPPED "$scratch/${1##*/}.txt"
}

# What they reach is counted in a build for that, in files that then end here.
export GCOV_PREFIX=$scratch/reached
cd "$lab/../.." || exit
tests=$(cat /mnt/lab/units)
for name in bpf_scope btf_slim commands conntrack devlink host_readers iptables links netconf netns nftables nic ovs \
	privilege qdiscs reader reader_process scope session snmp socket_rows symbols; do
	expect "test_$name" passes "$tests/test_$name"
done
