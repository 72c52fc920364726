# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# VXLAN packets that no tunnel of the far namespace takes: their VNI is unknown there, or the network
# marked them as congested and the packet inside cannot carry the mark.
cause=drop.tunnel

draws() {
	draw_name tunnel vx
	draw vni 2 60000
	draw port 2000 60000
	draw count 60 300
	draw_of wrong vni mark
	draw third 1 250
	inner_from=172.16.$third.9 inner_to=172.16.$third.1
	sent_vni=$vni marks=()
	least=$count
}

prepare() {
	family=4 far_sink udp --port "$port"
	far ip link add "$tunnel" type vxlan id "$vni" local "$far_address" dev "$far_dev" dstport 4789
	far ip address add "$inner_to/24" dev "$tunnel"
	far ip link set "$tunnel" up
	tunnel_mac=$(far cat "/sys/class/net/$tunnel/address")
	far nft -f - <<-END
		table inet watch {
			chain in { type filter hook prerouting priority 0; udp dport 4789 counter; }
		}
	END
}

break_it() {
	case $wrong in
	vni) sent_vni=$((vni + 1)) ;;
	mark) marks=(--tos 3) ;;
	esac
}

address_hex() {
	local parts
	IFS=. read -r -a parts <<<"$1"
	printf '%02x' "${parts[@]}"
}

# An IPv4 datagram to the sink, its checksum right, that of UDP left out.
inner() {
	local addresses i sum=0 front=45000024000000004011
	addresses=$(address_hex "$inner_from")$(address_hex "$inner_to")
	for ((i = 0; i < 20; i += 4)); do
		sum=$((sum + 16#${front:i:4}))
	done
	for ((i = 0; i < 16; i += 4)); do
		sum=$((sum + 16#${addresses:i:4}))
	done
	sum=$(((sum & 0xffff) + (sum >> 16)))
	printf '%s%04x%s%04x%04x001000000102030405060708' "$front" $((0xffff - sum)) "$addresses" \
		9 "$port"
}

traffic() {
	near_frames udp "$count" --port 4789 "${marks[@]}" --data "$(printf '08000000%06x00%s%s0800%s' \
		"$sent_vni" "${tunnel_mac//:/}" "${near_mac//:/}" "$(inner)")"
}

truth() {
	echo $(($(nft_counter "$far" inet watch in) - $(link_counter "$far" "$tunnel" rx_packets)))
}

where() {
	printf '%s\n' "netns=$far"
}
