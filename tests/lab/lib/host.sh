# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What the lab's programs outside the VM share. Sourced, never run.

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tree=$(cd "$lab/../.." && pwd)
cache=${NETDOCTOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/netdoctor}

# Ends the program with one sentence.
die() {
	echo "${0##*/}: $*" >&2
	exit 2
}

# Prints the words so that a shell reads them back unchanged.
quoted() {
	printf '%q ' "$@"
}

# VMs of one machine take turns (LAB_TURNS of them at once, LAB_VMS unless set): emulations that outnumber
# the cores starve each other's timing. The lock goes with descriptor 9, also when this program is killed;
# the VM itself must not hold it.
take_turn() {
	local turn deadline=$((SECONDS + 3600))
	while [ "$SECONDS" -lt "$deadline" ]; do
		for ((turn = 0; turn < ${LAB_TURNS:-${LAB_VMS:-1}}; turn++)); do
			exec 9>"$cache/turn.$turn"
			! flock -n 9 || return 0
		done
		sleep 0.5
	done
	die "no other VM of this machine ended within an hour"
}
