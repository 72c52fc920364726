# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The workers of a guest: one that is always busy, and two that wait for each other on the only CPU that
# they may use. Both spend their time in a function of the kernel that takes longer.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
guest='echo'
# shellcheck source=../lib/topology/ovs_vhost.sh
source "$lab/lib/topology/ovs_vhost.sh"

causes="virt.vhost_saturated virt.vhost_placement"
window=12
flows=(virt)

datagrams() { # rate
	far taskset -c 0 "$kit/send" udp --to "$near_address" --count "$((9 * $1))" --rate "$1" --spread --port 9 \
		>>"$scratch/sent"
}

start_draws "$RANDOM" vhost_workers "$family"
topology_draw
topology_up
ip link set "$tap" txqueuelen 600
bind_workers 1
watch 'a quick worker' datagrams 350
expect_healthy 'a quick worker' '"virt.vhost_saturated", "virt.vhost_placement"'

slow_down tun_recvmsg 10000
watch 'a busy worker' datagrams 350
slow_no_more 400
expect_host 'a busy worker' virt.vhost_saturated "device=\"$tap\"" cpu=1 "pid=$vguest"

guest_options=(--queues 2)
start_guest
ovs_ready far ping -q -c 1 -W 1 "$near_address"
bind_workers 1
slow_down tun_recvmsg 5000
watch 'two workers on one CPU' datagrams 330
slow_no_more 500
expect_host 'two workers on one CPU' virt.vhost_placement "device=\"$tap\"" cpu=1 "pid=$vguest"
