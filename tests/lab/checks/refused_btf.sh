# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The kernel does not describe its types: not at all, or /sys does not show those of its modules. The
# kernel itself has these by number, except 5.10, which has none.
# shellcheck source=../lib/refusal.sh
source "$lab/lib/refusal.sh"

# Runs a command that sees this folder in place of /sys/kernel/btf.
described_by() { # folder
	mkdir -p "$1"
	# shellcheck disable=SC2016  # expanded by that shell
	doctor_prefix=(unshare --mount bash -c 'mount --bind "$0" /sys/kernel/btf && exec "$@"' "$1")
}

described_by "$scratch/none"
with_fault drop.no_socket
watch_fault 'no BTF'
expect_cause 'no BTF' drop.no_socket "$far"
expect_probe 'no BTF' packet_drop unavailable 'no BTF'

described_by "$scratch/vmlinux"
cp /sys/kernel/btf/vmlinux "$scratch/vmlinux/"
# The chain is named by a later stage, which must join in time.
window=15 spread=8
with_fault drop.netfilter
watch_fault 'hidden module BTF'
expect_cause 'hidden module BTF' drop.netfilter "$far"
case $(uname -r) in
5.10.*) expect_probe 'hidden module BTF' netfilter_verdict unavailable 'no module BTF' ;;
*) expect 'hidden module BTF: the verdict is followed' report_says \
	'.probes[] | select(.name == "netfilter_verdict") | .state == "ran"' ;;
esac
expect 'hidden module BTF: the chain is named' report_says ".causes[0].where.chain == \"$chain\""
