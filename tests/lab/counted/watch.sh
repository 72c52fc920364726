# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# `watch` waits, beside traffic and three namespaces, for less than the part of a CPU that netdoctor allows itself (2 %),
# of one that does a billion instructions a second. The traffic is that of checks/watch.sh.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"
# shellcheck source=../lib/cost.sh
source "$lab/lib/cost.sh"

wire_up
far_sink udp --port 9
near "$kit/send" udp --to "$far_address" --port 9 --rate 600 --count 36000 >>"$scratch/sent" &
"$netdoctor" watch drops --when 'drops.totals.in_scope>1000000' --duration 60 >"$scratch/watch.txt" 2>&1 &
doctor=$!
until grep -q waiting "$scratch/watch.txt"; do
	kill -0 "$doctor" || fail "it does not wait: $(tail -n 1 "$scratch/watch.txt")"
	sleep 0.2
done
sleep 3
before=$(ticks_of "$doctor")
sleep 30
cost=$(($(ticks_of "$doctor") - before))
expect "it still waits" kill -0 "$doctor"
expect "waiting takes some of a CPU ($cost of 3000 ticks), and less than 2 %" [ "$cost" -gt 0 -a "$cost" -lt 60 ]
kill "$doctor"
wait "$doctor"
