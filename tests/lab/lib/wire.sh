# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# This VM as a guest: its virtio-net device with two queues, on a tap of the machine (boot --tap 2), where
# `outside` runs what is to come over the wire. Sourced, after hostfault.sh and nics.sh.
#
# What makes a guest sick is made here; nothing tells netdoctor of it but this kernel.

host_share=/mnt/lab outside_address=10.98.0.1 own_address=10.98.0.2
flows=(virt)

wire_up() {
	# One that was killed has left it.
	modprobe -r virtio_net
	modprobe virtio_net
	device=$(nic_of virtio_net)
	sysctl -q -w "net.ipv6.conf.$device.disable_ipv6=1"
	ethtool -L "$device" combined 2 2>/dev/null || true
	ip address add "$own_address/24" dev "$device"
	ip link set "$device" up
	mapfile -t lines < <(awk '$NF ~ /-input[.]/ { sub(":", "", $1); print $1 }' /proc/interrupts)
	[ "${#lines[@]}" -eq 2 ] || fail "the device has ${#lines[@]} interrupts of receive queues, not 2"
	ping -q -c 1 -W 5 "$outside_address" >"$scratch/ping" || fail "nobody answers at the other end"
}

wire_down() {
	touch "$host_share"/stop
	modprobe -r virtio_net
	rm -f "$host_share"/stop
}

# Runs a command at the other end, again and again, until outside_stops.
outside() { # name command
	# shellcheck disable=SC2016
	printf 'cd "$(dirname "$0")"\nwhile [ ! -e "%s" ]; do\n%s\ndone\n' "stop.$1" "$2" \
		>"$host_share/new.$1"
	rm -f "$host_share/stop.$1" "$host_share/done.$1"
	mv "$host_share/new.$1" "$host_share/outside.$1"
}

outside_stops() { # name
	local tries
	touch "$host_share/stop.$1"
	for ((tries = 0; tries < 900; tries++)); do
		[ ! -e "$host_share/done.$1" ] || return 0
		sleep 0.1
	done
	fail "the other end did not stop: $(tail -3 "$host_share/said.$1")"
}

# Runs a command at the other end once.
outside_once() { # name command
	# shellcheck disable=SC2016
	printf 'cd "$(dirname "$0")"\n%s\n' "$2" >"$host_share/new.$1"
	rm -f "$host_share/done.$1"
	mv "$host_share/new.$1" "$host_share/outside.$1"
}

# A receiver of datagrams in this VM; it reads them all.
start_receiver() { # port
	"$kit/sink" udp --port "$1" --seconds 600 >"$scratch/receiver" &
	receiver=$!
	until grep -q ready "$scratch/receiver"; do
		kill -0 "$receiver" || fail "the receiver did not start"
		sleep 0.05
	done
}

end_receiver() {
	kill "$receiver"
	wait "$receiver" || true
}

sender() { # port rate options…
	echo "$(realpath "$kit")/send udp --to $own_address --port $1 --rate $2 --count $(($2 * 2)) ${*:3}"
}

# Every datagram takes this kernel so much longer, where its interrupt is served; slow_no_more ends it.
packets_cost() { # microseconds
	slow_down udp_rcv "$1"
}

# Packets that the driver counted in a receive queue.
received() { # queue
	ethtool -S "$device" | awk -v queue="$1" '
		$1 == "rx_queue_" queue "_packets:" || $1 == "rx" queue "_packets:" { print $2 }'
}

interrupts_of() { # irq
	awk -v irq="$1:" '$1 == irq { for (i = 2; $i ~ /^[0-9]+$/; i++) sum += $i; print sum }' /proc/interrupts
}

# Of a queue's row of a fact: one of its columns.
fact_of() { # fact column filter
	jq ".evidence.facts[\"$1\"] | (.columns | map(.name)) as \$names |
		[.rows[] | [\$names, .] | transpose | map({(.[0]): .[1]}) | add | select($3) | .$2] | add // 0" \
		"$scratch/report.json"
}
