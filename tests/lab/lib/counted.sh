# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A host with an Open vSwitch bridge whose clock counts instructions: a delay is what was put there, to a
# few microseconds, and the guide's own figures hold. Sourced.
# shellcheck source=slow.sh
source "$lab/lib/slow.sh"
flows=(latency)

# The mean time of a packet in these stages, in microseconds: of the way that has most of it.
time_in() { # stage,stage
	jq --arg stages "$1" '.evidence.facts["path.stages"] | (.columns | map(.name)) as $names |
		[.rows[] | [$names, .] | transpose | map({(.[0]): .[1]}) | add |
			select(.samples >= 30 and (.stage | IN($stages | split(",")[])))] |
		group_by([.netns, .path, .from, .to]) | map(map(.mean) | add) | max // 0' "$scratch/report.json"
}

# What these stages take by themselves; looked up later.
declare -A usual
remember() { # stage,stage …
	local stages
	for stages; do
		usual[$stages]=$(time_in "$stages")
		expect "without a delay: $stages takes ${usual[$stages]} us" holds "${usual[$stages]} > 0"
	done
}

# The delay is found in these stages, within 10 % or 5 us.
expect_in() { # name stage,stage microseconds
	local is
	is=$(time_in "$2")
	expect "$1: $3 us are found in $2 (${usual[$2]} us without, $is us with)" \
		holds "($is - ${usual[$2]} - $3 | fabs) <= ([$3 * 0.1, 5] | max)"
}

expect_severity() { # name severity
	expect "$1: $2 ($(jq -c '.causes[0].because' "$scratch/report.json"))" report_says ".causes[0].severity == \"$2\""
}
