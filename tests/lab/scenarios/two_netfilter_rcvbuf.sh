# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Two faults at once: a firewall drops what goes to one port, and a receiver on another one hangs. The
# firewall takes the larger part of the losses and comes first.
cause=drop.netfilter second=drop.socket_rcvbuf stages=2

draws() {
	draw_name table guard_
	draw_name chain in_
	draw port 2000 30000
	draw other_port 30001 60000
	draw count 300 500
	draw other_count 120 200
	draw rcvbuf 2304 4000
	least=$count second_least=$((other_count / 2))
}

prepare() {
	far_sink udp --port "$port"
	far_other_sink udp --port "$other_port"
}

break_it() {
	far nft -f - <<-END
		table inet $table {
			chain $chain {
				type filter hook input priority 0
				udp dport $port counter drop
			}
		}
	END
	far_other_sink udp --port "$other_port" --rcvbuf "$rcvbuf" --idle
}

traffic() {
	near_sends udp "$count" --port "$port" &
	near_sends udp "$other_count" --port "$other_port" --payload 200
	wait $!
}

truth() {
	nft_counter "$far" inet "$table" "$chain"
}

second_truth() {
	udp_counter "$far" RcvbufErrors
}

where() {
	printf '%s\n' "netns=$far" protocol=udp "family=ipv$family" "port=$port" \
		"table=$table" "chain=$chain"
}
