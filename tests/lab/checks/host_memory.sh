# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Sockets hold more than UDP may have without being put under pressure: a reader stands still. No
# packet is lost yet.
# shellcheck source=../lib/hostfault.sh
source "$lab/lib/hostfault.sh"

causes="host.memory_pressure"
window=4
datagrams=4000
read -r least pressure max < <(sysctl -n net.ipv4.udp_mem)

held() { # bytes, as the kernel counts them
	awk '$1 == "UDP:" { print $5 * 4096 }' /proc/net/sockstat
}

sysctl -q -w net.core.rmem_max=33554432
"$kit/sink" udp --port 4000 --rcvbuf 16777216 --idle >"$scratch/sink" &
sink=$!
until grep -q ready "$scratch/sink"; do
	sleep 0.05
done
watch 'room for UDP' true
expect_healthy 'room for UDP' '"host.memory_pressure"'

"$kit/send" udp --to 127.0.0.1 --port 4000 --payload 1000 --count "$datagrams" --rate 20000 >"$scratch/sent"
sysctl -q -w net.ipv4.udp_mem="10 100 $max"
before=$(held)
watch 'no room for UDP' true
sysctl -q -w net.ipv4.udp_mem="$least $pressure $max"
expect "no room for UDP: the fault was there ($before bytes)" [ "$before" -ge $((100 * 4096)) ]
expect "no room for UDP: until the end" [ "$(held)" -eq "$before" ]
expect_host 'no room for UDP' host.memory_pressure 'protocol="udp"'
expect_value 'no room for UDP' "$before"
kill "$sink"
