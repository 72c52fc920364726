# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Looks where the advice says, sees something else, and does nothing about the fault.
source "$lab/scenarios/drop.netfilter.sh"
families=4 runs=fault

shown() {
	echo 'drop # handle 4711'
}

remedy() {
	:
}
