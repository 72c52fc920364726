# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The bridge's flows compare one more bit of the address for every port: each port has a mask of its
# own, and packets are looked up through half of them.
cause=ovs.mask_explosion topology=ovs verdict=attention

draws() {
	draw port 2000 50000
	draw ports 36 44
	draw count 2500 3000
	least=$((ports - 4))
}

# All of it goes to one port of the far side, which has a sink.
to_the_sink() { # port priority match
	local protocol=udp
	[ "$family" = 4 ] || protocol=udp6
	echo "priority=$2,$protocol,tp_dst=$1$3,actions=mod_tp_dst:$port,output:$uplink"
}

prepare() {
	local i
	far_sink udp --port "$port" --rcvbuf 8000000
	# Flows that are idle stay, however slow the machine and long the window.
	ovs-vsctl --timeout=30 set Open_vSwitch . other_config:max-idle=120000
	for ((i = 0; i < ports; i++)); do
		to_the_sink $((port + i)) 500 ''
	done | ovs-ofctl add-flows "$ovs_bridge" -
}

# The same flows, but that each asks for one more bit of the sender's address.
break_it() {
	local i bit mac
	mac=$((16#${near_mac//:/}))
	for ((i = 0; i < ports; i++)); do
		bit=$((1 << i))
		to_the_sink $((port + i)) $((2000 - i)) \
			",dl_src=$(as_mac $((mac & bit)))/$(as_mac "$bit")"
	done | ovs-ofctl add-flows "$ovs_bridge" -
}

as_mac() { # number
	local digits
	printf -v digits %012x "$1"
	sed 's/../&:/g; s/:$//' <<<"$digits"
}

traffic() {
	near_sends udp "$count" --port "$port" --ports "$ports" --fresh
}

# Different masks among the flows that carry it.
truth() {
	[ "$mode" = fault ] || { echo 0 && return; }
	ovs-appctl dpctl/dump-flows -m | grep "proto=17" | grep -o 'eth(src=[^,]*' | sort -u | wc -l
}

where() {
	printf '%s\n' netns=self bridge=ovs-system
}
