# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Whether the advice helps: the first command of the report's first cause is run as it is printed,
# the same traffic is sent again, and netdoctor must not name the cause a second time. Sourced.
#
# A scenario whose rule advises a change has `value`, which prints what the command sets: the undo
# must bring it back. One whose rule advises to look has `shown`, which prints a line for each text
# that the command's output must hold, and `remedy`, which does what the sentence says with what was
# shown.

is_advised() {
	declare -F value >/dev/null || declare -F shown >/dev/null
}

advised() { # command|undo
	jq -r --arg key "$1" 'first(.causes[0].advice[]? | select(.command)) | .[$key] // empty' \
		"$out/report.json"
}

complain() {
	problems+=("advice: $*")
}

# As a person would: pasted into a shell of the host.
obey() { # command
	local status=0
	(cd "$out" && bash -c "$1") >"$out/advice.txt" 2>&1 </dev/null || status=$?
	[ "$status" -eq 0 ] || complain "'$1' ended with $status: $(tail -n 1 "$out/advice.txt")"
}

must_show() {
	local text
	while read -r text; do
		grep -qF -e "$text" "$out/advice.txt" || complain "'$followed' does not show '$text'"
	done < <(shown)
}

watch_again() {
	local after status
	heard=$out/advised
	mkdir -p "$heard"
	if ! watch_traffic; then
		complain 'netdoctor did not watch a second time'
		return
	fi
	after=$(truth)
	[ $(((after - before) * 10)) -lt "$lost" ] ||
		complain "the kernel still counts $((after - before)) losses, $lost before"
	jq -e --arg cause "$cause" '[.causes[], .suspected[]] | all(.id != $cause)' \
		"$heard/report.json" >/dev/null || complain "$cause is still named"
}

follow_change() { # the value before
	[ "$(value)" != "$1" ] || complain "'$followed' changed nothing"
	watch_again
	[ -n "$undo" ] || complain "'$followed' has no undo"
	obey "${undo:-false}"
	[ "$(value)" = "$1" ] || complain "'$undo' left '$(value)', it was '$1'"
}

follow_advice() {
	local undo was=''
	followed=$(advised command) undo=$(advised undo)
	[ -n "$followed" ] || complain 'the first cause has no command'
	[ -n "$followed" ] || return 0
	! declare -F value >/dev/null || was=$(value)
	obey "$followed"
	if declare -F shown >/dev/null; then
		must_show
		remedy
		watch_again
	else
		follow_change "$was"
	fi
}
