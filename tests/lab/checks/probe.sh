# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# `netdoctor probe`: its tables add up to what was sent, and single packets are shown as they were:
# tags beside and in the frame, both ends of a VXLAN and of a Geneve tunnel.
topology=veth
# shellcheck source=../lib/topology/veth.sh
source "$lab/lib/topology/veth.sh"

count=120 port=4000 outer_tag=100 inner_tag=200

# Runs a probe over what a command sends; leaves lines.json.
probe() { # name options… -- command…
	local name=$1 options=() doctor
	shift
	while [ "$1" != -- ]; do
		options+=("$1") && shift
	done
	shift
	env --default-signal=INT "$netdoctor" probe "$name" --duration 60 --netns "$far" --protocol udp \
		"${options[@]}" --json "$scratch/lines.json" 2>"$scratch/probe.txt" &
	doctor=$!
	until bpftool prog list | grep -q packet_drop; do
		kill -0 "$doctor" || return 1
		sleep 0.1
	done
	sleep 0.3
	"$@"
	sleep 1.2
	kill -INT "$doctor"
	wait "$doctor"
}

says() { # jq filter over all lines
	jq -es "$1" "$scratch/lines.json" >/dev/null || { head -n 3 "$scratch/lines.json" "$scratch/probe.txt" >&2 && return 1; }
}

sum() { # table counter
	echo "([.[] | select(.total and .table == \"$1\") | .$2] | add) == $count"
}

chatter() {
	near "$kit/send" udp --to "$far_address" --count "$count" --rate 100 --port "$port" >>"$scratch/sent"
}

# Frames with two tags, dropped where the outer one stands beside the frame.
tagged() {
	near ip link add link "$near_dev" name outer type vlan proto 802.1ad id "$outer_tag"
	near ip link set outer up
	far tc qdisc add dev "$far_dev" clsact
	far tc filter add dev "$far_dev" ingress protocol all matchall action drop
	near "$kit/rawsend" udp --device outer --mac "$far_mac" --from "$near_address" --to "$far_address" \
		--count 20 --rate 50 --port "$port" --vlan "$inner_tag" >>"$scratch/sent"
	far tc qdisc del dev "$far_dev" clsact
	near ip link del outer
}

# Nobody listens where the tunnel ends.
tunnelled() { # kind id port
	near ip link add tunnel type "$1" id "$2" remote "$far_address" dstport "$3"
	near ip addr add 192.0.2.1/24 dev tunnel
	near ip link set tunnel up
	near ip neigh replace 192.0.2.2 lladdr 02:00:00:00:00:02 dev tunnel
	near "$kit/send" udp --to 192.0.2.2 --count 20 --rate 50 --port "$port" >>"$scratch/sent"
	near ip link del tunnel
}

tunnel_shown() { # kind id
	says "[.[] | select(.table == \"packets\" and .tunnel == \"$1\" and .vni == $2 and .src == \"$near_address\"
		and .inner_src == \"192.0.2.1\" and .inner_dst == \"192.0.2.2\" and .inner_dport == $port)] | length >= 10"
}

start_draws "$RANDOM" probe "$family"
topology_draw
topology_up

expect 'probe: eth-drop runs' probe eth-drop -v -- chatter
for table in devices reasons tuples; do
	expect "probe: eth-drop: its $table add up to what was sent" says "$(sum $table packets)"
done
expect 'probe: intervals add up to the total' says \
	"([.[] | select((.total | not) and .table == \"reasons\") | .packets] | add) == $count"
expect 'probe: single packets are shown' says "[.[] | select(.table == \"packets\" and .dst == \"$far_address\"
	and .dport == $port and .mac_dst == \"$far_mac\" and .device == \"$far_dev\" and .ttl == 64)] | length >= 60"
expect 'probe: kernel-drop-stacks runs' probe kernel-drop-stacks -- chatter
expect 'probe: kernel-drop-stacks: every drop has its stack' says "$(sum stacks samples)"
expect 'probe: two tags' probe eth-drop -v -- tagged
expect 'probe: the tag beside the frame and the one in it' says "[.[] | select(.table == \"packets\"
	and .vlan == \"0x88a8 $outer_tag\" and .vlan_inner == \"0x8100 $inner_tag\")] | length >= 10"
expect 'probe: VXLAN' probe eth-drop -v -- tunnelled vxlan 77 4789
expect 'probe: VXLAN inside and outside' tunnel_shown vxlan 77
expect 'probe: Geneve' probe eth-drop -v -- tunnelled geneve 88 6081
expect 'probe: Geneve inside and outside' tunnel_shown geneve 88
