# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# netdoctor may load no BPF program. What counters show is diagnosed; a firewall that drops shows in
# none, and then it must not say that all is well.
# shellcheck source=../lib/refusal.sh
source "$lab/lib/refusal.sh"

without "-bpf,-sys_admin,-perfmon"

bpf_refused() {
	! "${setpriv[@]}" bpftool prog load /dev/null /sys/fs/bpf/none 2>/dev/null &&
		"${setpriv[@]}" capsh --has-p=cap_net_admin
}

expect 'bpf: BPF is refused, CAP_NET_ADMIN is there' bpf_refused

with_fault drop.socket_rcvbuf
# Without CAP_SYS_ADMIN no other namespace can be entered, so it runs where the fault is.
doctor_prefix=(ip netns exec "$far" "${setpriv[@]}")
watch_fault 'bpf, full buffer'
expect_cause 'bpf, full buffer' drop.socket_rcvbuf self
expect 'bpf, full buffer: the port is named' report_says ".causes[0].where.port == $port"
expect_probe 'bpf, full buffer' packet_drop unavailable CAP_BPF
end_far_sink

with_fault drop.netfilter
doctor_prefix=(ip netns exec "$far" "${setpriv[@]}")
watch_fault 'bpf, firewall'
expect 'bpf, firewall: verdict undetermined' report_says '.verdict == "undetermined"'
expect 'bpf, firewall: no cause invented' report_says '.causes == []'
expect "bpf, firewall: exit status 3 (is $status)" [ "$status" -eq 3 ]
