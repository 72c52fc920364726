# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Single capabilities are missing.
# shellcheck source=../lib/refusal.sh
source "$lab/lib/refusal.sh"

with_fault drop.no_socket

without "-net_admin"
status=0
"${setpriv[@]}" "$netdoctor" run drops --duration 30 --json "$scratch/none.json" \
	>"$scratch/none" 2>&1 || status=$?
expect "net_admin: exit status 3 (is $status)" [ "$status" -eq 3 ]
expect 'net_admin: before measuring: no report' [ ! -e "$scratch/none.json" ]
expect 'net_admin: it says what is missing' grep -q CAP_NET_ADMIN "$scratch/none"

without "-sys_admin"
doctor_prefix=(ip netns exec "$far" "${setpriv[@]}")
watch_fault 'sys_admin, inside'
expect_cause 'sys_admin, inside' drop.no_socket self
expect_probe 'sys_admin, inside' socket_udp partial CAP_SYS_ADMIN

# From outside the drops are seen and what got through is not: no share is made of nothing.
doctor_prefix=("${setpriv[@]}")
watch_fault 'sys_admin, outside'
expect 'sys_admin, outside: told as a suspicion' report_says \
	".causes == [] and .suspected[0].id == \"drop.no_socket\""
expect 'sys_admin, outside: with the count of packets' report_says \
	".suspected[0].evidence[0].value | (. - $lost | fabs) * 20 <= $lost"
expect_probe 'sys_admin, outside' snmp partial "cannot enter network namespace"

# Addresses of the kernel are hidden: places have no names.
without "-syslog"
sysctl -q -w kernel.kptr_restrict=1
doctor_prefix=("${setpriv[@]}")
watch_fault syslog
case $(uname -r) in
# Before 5.17 a place is all that the kernel tells of a drop.
5.10.*) expect 'syslog: a suspicion at most' report_says '.verdict != "healthy"' ;;
*) expect_cause syslog drop.no_socket "$far" ;;
esac
sysctl -q -w kernel.kptr_restrict=0
