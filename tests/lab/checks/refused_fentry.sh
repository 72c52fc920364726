# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The kernel's functions cannot be watched, its tracepoints can: function tracing is switched off.
# shellcheck source=../lib/refusal.sh
source "$lab/lib/refusal.sh"

sysctl -q -w kernel.ftrace_enabled=0
trap 'sysctl -q -w kernel.ftrace_enabled=1' EXIT
with_fault drop.netfilter
watch_fault fentry
expect_cause fentry drop.netfilter "$far"
expect_probe fentry netfilter_verdict unavailable nft_do_chain
expect_probe fentry netfilter_verdict unavailable ftrace_enabled
expect 'fentry: the chain is named, by the counter of its rule' report_says \
	".causes[0] | .where.chain == \"$chain\" and (.because | contains(\"counted by nftables\"))"
