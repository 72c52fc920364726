# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# kill -9 in mid-run: nothing of netdoctor stays attached, no process of it stays.
window=30

programs() {
	bpftool -j prog list | jq -c '[.[].id]'
}

processes() {
	find /proc -maxdepth 2 -path '/proc/[0-9]*/exe' -lname "$netdoctor" 2>/dev/null
}

# The programs that came with the run and are still there.
left() {
	jq -n --argjson before "$before" --argjson during "$during" --argjson now "$(programs)" \
		'$during - $before | . - (. - $now) | length'
}

# Detaching waits for the kernel's grace periods, so look until it is done.
gone_in_time() {
	local tries
	for ((tries = 0; tries < 30; tries++)); do
		[ "$(left)" -gt 0 ] || [ -n "$(processes)" ] || return 0
		sleep 0.5
	done
	return 1
}

before=$(programs)
expect 'killed: it watches' start_netdoctor
during=$(programs)
expect "killed: it has programs attached ($(left))" [ "$(left)" -gt 0 ]
kill -KILL "$doctor"
wait "$doctor" || true
expect 'killed: programs and processes are gone within 15 s' gone_in_time
