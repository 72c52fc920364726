# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Takes a command that only looks for one that changes a setting.
source "$lab/scenarios/drop.netfilter.sh"
families=4 runs=fault
unset -f shown remedy

value() {
	echo the same
}
