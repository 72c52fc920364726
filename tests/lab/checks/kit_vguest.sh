# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The kit's guest does what its switches say, and its own count is that of the tap.

declare -A told

start_guest() { # arguments…
	ip netns add host
	# A family that is off sends nothing by itself: the tap carries what the check sends alone.
	ip netns exec host sysctl -q net.ipv6.conf.default.disable_ipv6=1
	modprobe vhost_net
	# Not by a function: $! would be its shell.
	ip netns exec host "$kit/vguest" "$@" --tap vnet --mac "$guest_mac" --ip4 10.9.0.2 \
		--ip6 fd09::2 >"$scratch/guest" &
	guest=$!
	until grep -q ready "$scratch/guest"; do
		kill -0 "$guest" || return 1
		sleep 0.05
	done
	ip -n host link set vnet txqueuelen "$ring" up
	ip -n host address add 10.9.0.1/24 dev vnet
	ip -n host neighbour add 10.9.0.2 lladdr "$guest_mac" nud permanent dev vnet
}

# Ends the guest; what it told is then in told[0.rx.packets] and so on.
end_guest() {
	local name _ queue direction words i
	for name in tx_packets tx_dropped rx_packets; do
		told[$name]=$(link_counter host vnet $name)
	done
	kill "$guest"
	wait "$guest" || true
	ip netns delete host
	grep '^queue' "$scratch/guest" >"$scratch/told"
	while read -r _ queue direction words; do
		# shellcheck disable=SC2206
		words=($words)
		for ((i = 0; i + 1 < ${#words[@]}; i += 2)); do
			told[$queue.$direction.${words[i]}]=${words[i + 1]}
		done
	done <"$scratch/told"
}

with_ipv6() {
	ip netns exec host sysctl -q net.ipv6.conf.vnet.disable_ipv6=0
	ip -n host address add fd09::1/64 dev vnet nodad
}

pings() { # count address
	ip netns exec host ping -q -n -i 0.02 -c "$1" -W 1 "$2" |
		sed -n 's/.* \([0-9]*\) received.*/\1/p'
}

udp() { # count rate arguments…
	ip netns exec host "$kit/send" udp --to 10.9.0.2 --port 7 --count "$1" --rate "$2" "${@:3}" \
		>/dev/null
}

# Waits until the tap has handed over or dropped so many packets.
settled() { # count
	local tries
	for ((tries = 0; tries < 600; tries++)); do
		[ $(($(link_counter host vnet tx_packets) + $(link_counter host vnet tx_dropped))) -ne "$1" ] ||
			return 0
		sleep 0.05
	done
	return 1
}

ring=200
draw_mac guest_mac

expect 'vguest: starts' start_guest echo
expect 'vguest: answers 20 pings' [ "$(pings 20 10.9.0.2)" -eq 20 ]
end_guest
expect "vguest: took ${told[0.rx.packets]} packets, 20 were sent" [ "${told[0.rx.packets]}" -eq 20 ]
expect 'vguest: the tap carried as many' [ "${told[tx_packets]}" -eq 20 ]
expect 'vguest: vhost used as many' [ "${told[0.rx.used]}" -eq 20 ]
expect 'vguest: it sent as many' [ "${told[0.tx.packets]} ${told[rx_packets]}" = '20 20' ]
expect "vguest: it was called, ${told[0.rx.calls]} times" [ "${told[0.rx.calls]}" -gt 0 ]

expect 'vguest: starts with IPv6' start_guest echo
with_ipv6
expect 'vguest: answers solicitations and 20 pings over IPv6' [ "$(pings 20 fd09::2)" -eq 20 ]
end_guest

expect 'vguest: starts with two queues' start_guest sink --queues 2
udp 160 200 --spread
expect 'vguest: the tap carried 160 packets' settled 160
end_guest
expect "vguest: both queues took some (${told[0.rx.packets]}, ${told[1.rx.packets]})" \
	[ $((told[0.rx.packets] * told[1.rx.packets])) -gt 0 ]
expect 'vguest: together they took all' [ $((told[0.rx.packets] + told[1.rx.packets])) -eq 160 ]

expect 'vguest: starts without interrupts' start_guest echo --interrupts none
expect 'vguest: answers without interrupts' [ "$(pings 20 10.9.0.2)" -eq 20 ]
end_guest
expect "vguest: called ${told[0.rx.calls]} times without interrupts" [ "${told[0.rx.calls]}" -eq 0 ]

expect 'vguest: starts with event index' start_guest echo --event-index --coalesce 10
expect 'vguest: answers with coalescing' [ "$(pings 100 10.9.0.2)" -eq 100 ]
end_guest
expect "vguest: called ${told[0.rx.calls]} times for 100 packets" [ "${told[0.rx.calls]}" -le 10 ]

ring=16
expect 'vguest: starts, to stop refilling' start_guest sink --ring 64 --stop-refilling 0 --healthy 100
udp 300 200
end_guest
expect "vguest: took the 100 and the 63 buffers then posted (${told[0.rx.packets]})" \
	[ "${told[0.rx.packets]}" -eq 163 ]
# vhost takes up to 64 packets out of the tap's ring before it looks for buffers.
kept=$((300 - 163 - told[tx_dropped]))
expect "vguest: the tap dropped all but what the ring and vhost hold ($kept)" \
	test "$kept" -ge 16 -a "$kept" -le 80

expect 'vguest: starts, to stop reading' start_guest sink --ring 64 --stop-reading 0 --healthy 100
udp 300 200
end_guest
expect "vguest: took the 100 (${told[0.rx.packets]})" [ "${told[0.rx.packets]}" -eq 100 ]
expect "vguest: vhost used 64 more (${told[0.rx.used]})" [ "${told[0.rx.used]}" -eq 164 ]

expect 'vguest: starts, slow' start_guest sink --ring 4 --delay-us 20000
udp 200 1000
expect 'vguest: the tap dropped or handed over 200 packets' settled 200
end_guest
expect "vguest: a slow one loses some (${told[tx_dropped]})" [ "${told[tx_dropped]}" -gt 50 ]
expect 'vguest: and gets all that the tap did not drop' \
	[ $((told[0.rx.packets] + told[tx_dropped])) -eq 200 ]
