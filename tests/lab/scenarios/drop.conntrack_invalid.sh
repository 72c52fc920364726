# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Segments of connections that the far side's firewall never saw begin, as when the other direction
# goes another way: it takes them for invalid and drops them.
cause=drop.conntrack_invalid symptoms=drop.netfilter stages=2

draws() {
	draw_name table guard_
	draw_name chain in_
	draw port 2000 60000
	draw count 60 300
	draw sequence 1 4000000000
	segments=()
	least=$count
}

prepare() {
	far_sink tcp --port "$port"
	far nft -f - <<-END
		table inet $table {
			chain $chain {
				type filter hook input priority 0
				ct state invalid counter drop
			}
		}
	END
	far sysctl -q net.netfilter.nf_conntrack_tcp_loose=0
}

break_it() {
	segments=(--segment "$sequence")
}

traffic() {
	if [ ${#segments[@]} -eq 0 ]; then
		near_sends tcp "$count" --port "$port"
	else
		near_frames tcp "$count" --port "$port" "${segments[@]}"
	fi
}

truth() {
	nft_counter "$far" inet "$table" "$chain"
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" \
		"table=$table" "chain=$chain"
}
