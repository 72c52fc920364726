# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The receiver's own socket filter refuses every datagram, or every connection.
cause=drop.socket_filter

draws() {
	draw port 2000 60000
	draw count 60 300
	draw_of protocol udp tcp
	least=$count
}

prepare() {
	far_sink "$protocol" --port "$port"
	far nft -f - <<-END
		table inet watch {
			chain in {
				type filter hook prerouting priority 0
				tcp dport $port tcp flags & (syn | ack) == syn counter
			}
		}
	END
}

break_it() {
	far_sink "$protocol" --port "$port" --filter
}

traffic() {
	near_sends "$protocol" "$count" --port "$port"
}

# TCP counts none of them: the connections that were asked for and did not begin.
truth() {
	case $protocol in
	udp) udp_counter "$far" InErrors ;;
	tcp) echo $(($(nft_counter "$far" inet watch in) - $(counter "$far" Tcp PassiveOpens))) ;;
	esac
}

where() {
	printf '%s\n' "netns=$far" "protocol=$protocol" "family=ipv$family" "port=$port"
}

shown() {
	echo "pid=$sink"
}

remedy() {
	far_sink "$protocol" --port "$port"
}
