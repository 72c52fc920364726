# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A firewall drops packets while netdoctor may load no BPF: it must not say that all is well.
doctor_prefix=(setpriv --bounding-set "-bpf,-sys_admin,-perfmon" --inh-caps "-bpf,-sys_admin,-perfmon")

bpf_refused() {
	! "${doctor_prefix[@]}" bpftool prog load /dev/null /sys/fs/bpf/none 2>/dev/null &&
		"${doctor_prefix[@]}" capsh --has-p=cap_net_admin
}

with_fault drop.netfilter
before=$(truth)
expect 'no_bpf: BPF is refused, CAP_NET_ADMIN is there' bpf_refused
expect 'no_bpf: it watches all the same' start_netdoctor
traffic
end_netdoctor
expect "no_bpf: the firewall dropped $(($(truth) - before)) of $count" \
	[ $(($(truth) - before)) -eq "$count" ]
expect 'no_bpf: verdict undetermined' report_says '.verdict == "undetermined"'
expect 'no_bpf: no cause invented' report_says '.causes == []'
expect "no_bpf: exit 3 (is $status)" [ "$status" -eq 3 ]
expect 'no_bpf: a probe says why' report_says \
	'[.probes[] | select(.state != "ran" and (.why // "" | length) > 0)] | length > 0'
