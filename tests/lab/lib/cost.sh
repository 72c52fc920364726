# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What a process costs. Sourced.

# Ticks of CPU that a process, the children it has and those it had have taken.
ticks_of() { # pid
	local child
	{
		awk '{ print $14 + $15 + $16 + $17 }' "/proc/$1/stat"
		for child in $(cat "/proc/$1/task/"*"/children"); do
			awk '{ print $14 + $15 + $16 + $17 }' "/proc/$child/stat" 2>/dev/null || true
		done
	} | awk '{ ticks += $1 } END { print ticks + 0 }'
}
