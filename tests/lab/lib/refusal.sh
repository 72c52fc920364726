# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What must hold on a host that refuses something, whatever it is: for checks. Sourced.
#
# A check makes a fault (with_fault), sets doctor_prefix to what refuses, and says what is still expected.

window=8 spread=3

# Runs netdoctor over the fault's traffic; leaves $lost, the kernel's own count of that time.
watch_fault() { # what is refused
	local before
	expect "$1: it watches all the same" start_netdoctor
	before=$(truth)
	traffic
	end_netdoctor
	lost=$(($(truth) - before))
	cp "$scratch/report.json" "$scratch/${1// /_}.json"
	expect "$1: the fault happened ($lost of at least $least)" [ "$lost" -ge "$least" ]
	expect "$1: what did not run says why" report_says \
		'all(.probes[] | select(.state != "ran"); .why | length > 0)'
	# shellcheck disable=SC2016  # jq expands it
	expect "$1: what could not be measured is absent, not zero" report_says \
		'[.probes[] | select(.state == "unavailable").name] as $off
		| all(.evidence.facts[] | select(.probe | IN($off[])); has("absent"))'
	expect "$1: nothing is ruled out that nobody could have seen" report_says \
		'if .evidence.facts["drops.kernel"] | has("absent") then
			[.ruled_out[].id | select(startswith("drop."))]
			- ["drop.listen_overflow", "drop.cpu_backlog", "drop.qdisc_overflow",
			   "drop.tc_filter"] == [] else true end'
}

# The fault stands on rank 1, with the kernel's count, and the exit status says so.
expect_cause() { # what is refused, id, value of where.netns
	expect "$1: $2 is rank 1 ($(jq -c '[.causes[].id]' "$scratch/report.json"))" report_says ".causes[0].id == \"$2\" and .causes[0].where.netns == \"$3\""
	expect "$1: its count is the kernel's, $lost" report_says \
		".causes[0].evidence[0].value | (. - $lost | fabs) * 20 <= $lost"
	expect "$1: no other abnormal cause" report_says \
		'[.causes[1:][] | select(.severity == "abnormal")] == []'
	expect "$1: exit status 1 (is $status)" [ "$status" -eq 1 ]
}

# A probe is in that state, and its reason has these words.
expect_probe() { # what is refused, name, state, words
	expect "$1: probe $2 is $3: $4" report_says \
		".probes[] | select(.name == \"$2\") | .state == \"$3\" and (.why | contains(\"$4\"))"
}

# Takes capabilities away, given like "-sys_admin,-bpf", for good.
without() { # capabilities
	setpriv=(setpriv --bounding-set "$1" --inh-caps "$1")
}
