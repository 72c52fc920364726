# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A generic XDP program drops every UDP packet. Its own map is the count.
cause=drop.xdp

draws() {
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	ip -n "$far" link set dev "$far_dev" xdpgeneric obj "$kit/xdp_drop.bpf.o" sec xdp
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	bpftool -j map show | jq '[.[] | select(.name == "xdp_dropped") | .id] | max // empty' |
		while read -r map; do
			bpftool -j map lookup id "$map" key 0 0 0 0 | jq .formatted.value
		done | grep . || echo 0
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev"
}

shown() {
	echo "prog/xdp id"
}

remedy() {
	ip -n "$far" link set dev "$far_dev" xdpgeneric off
}
