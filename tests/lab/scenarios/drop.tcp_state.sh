# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Segments that claim to belong to a connection and do not: far ahead of its window, or with a
# timestamp from long before it.
cause=drop.tcp_state

draws() {
	draw port 2000 60000
	draw count 60 300
	draw_of wrong window time
	least=$count
}

cannot_tell() {
	[ "$wrong" != window ] || tells_reasons ||
		echo "a segment outside its window: this kernel's TCP frees it without a trace and counts it nowhere"
}

prepare() {
	far_sink tcp --port "$port"
	far nft -f - <<-END
		table inet watch {
			chain in {
				type filter hook prerouting priority 0
				tcp dport $port ip dscp 1 counter
				tcp dport $port ip6 dscp 1 counter
			}
		}
	END
}

break_it() {
	: >"$scratch/held"
	ip netns exec "$near" "$kit/hold" --to "$far_address" --port "$port" >"$scratch/held" &
	until grep -q ready "$scratch/held"; do
		sleep 0.05
	done
}

traffic() {
	local port_held sequence now
	if [ ! -s "$scratch/held" ]; then
		near_sends tcp "$count" --port "$port"
		return
	fi
	read -r _ port_held sequence now <"$scratch/held"
	case $wrong in
	window) sequence=$(((sequence + (1 << 30)) % (1 << 32))) ;;
	time) now=$(((now + 3 * (1 << 30)) % (1 << 32))) ;;
	esac
	near_frames tcp "$count" --port "$port" --from-port "$port_held" --segment "$sequence" \
		--timestamp "$now" --tos 4
}

# The marked segments are the wrong ones; those with an old timestamp TCP counts itself.
truth() {
	case $wrong in
	window) nft_counter "$far" inet watch in ;;
	time) counter "$far" TcpExt PAWSEstab ;;
	esac
}

# Without reasons it is TCP's own count, of the whole namespace.
where() {
	printf '%s\n' "netns=$far" protocol=tcp
	! tells_reasons || printf '%s\n' "device=$far_dev" "family=ipv$family" "port=$port"
}
