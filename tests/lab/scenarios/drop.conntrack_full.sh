# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A stateful firewall whose table of connections holds fewer than are opened.
cause=drop.conntrack_full

draws() {
	draw port 2000 60000
	draw most 100 200
	draw more 60 120
	count=$((most + more))
	# Some of the entries go early for others.
	least=$((more / 2))
}

# The near side keeps no connections, so that only the far side's table fills.
prepare() {
	far_sink tcp --port "$port"
	near nft -f - <<-END
		table inet apart {
			chain in { type filter hook prerouting priority raw; notrack; }
			chain out { type filter hook output priority raw; notrack; }
		}
	END
	far nft -f - <<-END
		table inet guard {
			chain in { type filter hook input priority 0; ct state new,established counter accept; }
		}
	END
}

break_it() {
	sysctl -q "net.netfilter.nf_conntrack_max=$most"
}

traffic() {
	near_sends tcp "$count" --port "$port"
}

truth() {
	far awk 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "drop") column = i; next }
		{ print $column }' /proc/net/stat/nf_conntrack | {
		dropped=0
		while read -r number; do
			dropped=$((dropped + 16#$number))
		done
		echo "$dropped"
	}
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" "family=ipv$family" protocol=tcp
}

value() {
	sysctl -n net.netfilter.nf_conntrack_max
}
