# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A firewall rule in the far namespace drops traffic to one port. No SNMP counter moves.
cause=drop.netfilter stages=2

draws() {
	draw_name table guard_
	draw_name chain in_
	draw_of hook input prerouting
	draw_of protocol udp tcp
	draw_of rule_family inet "ip${family/4/}"
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink "$protocol" --port "$port"
}

break_it() {
	far nft -f - <<-END
		table $rule_family $table {
			chain $chain {
				type filter hook $hook priority 0
				$protocol dport $port counter drop
			}
		}
	END
}

traffic() {
	near_sends "$protocol" "$count" --port "$port"
}

truth() {
	nft_counter "$far" "$rule_family" "$table" "$chain"
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" "protocol=$protocol" "family=ipv$family" "port=$port" \
		"table=$table" "chain=$chain"
}

# The handle of the rule that the report names.
handle() {
	jq -r '.causes[0].where.rule' "$out/report.json"
}

shown() {
	echo "drop # handle $(handle)"
}

remedy() {
	far nft delete rule "$rule_family" "$table" "$chain" handle "$(handle)"
}
