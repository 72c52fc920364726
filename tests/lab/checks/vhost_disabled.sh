# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A virtual machine without vhost: a process that has /dev/kvm open takes the packets of its tap itself. The
# emulated CPU has SVM, so KVM is there; the same process without it is no virtual machine.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/topology/tap.sh
source "$lab/lib/topology/tap.sh"

causes="virt.vhost_disabled"
flows=(drops virt)

datagrams() {
	near "$kit/send" udp --to "$far_address" --port 9 --count 2400 --rate 600 >>"$scratch/sent"
}

modprobe kvm_amd
start_draws "$RANDOM" vhost_disabled "$family"
topology_draw
topology_up
watch 'no virtual machine' datagrams
expect_healthy 'no virtual machine' '"virt.vhost_disabled"'

exec 9<>/dev/kvm
start_tap
exec 9<&-
before=$(ip netns exec "$near" cat "/sys/class/net/$near_dev/statistics/tx_packets")
watch 'without vhost' datagrams
expect_host 'without vhost' virt.vhost_disabled "device=\"$near_dev\"" "netns=\"$near\"" "pid=$tap_reader"
sent=$(($(ip netns exec "$near" cat "/sys/class/net/$near_dev/statistics/tx_packets") - before))
expect_value 'without vhost' "$sent"
