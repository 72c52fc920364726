# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Open vSwitch in this VM: the database and the switch in their usual places. Sourced.

ovs_folder=/run/openvswitch

# Makes the VM's own namespace the host, under the name that netdoctor gives it.
ovs_host() {
	local module
	ip netns attach self $$
	ip netns add "$far"
	# Without the first ovs-vswitchd has no sockets for its upcalls.
	for module in nf_conntrack_netlink openvswitch; do
		modprobe "$module" || fail "module $module does not load"
	done
	rm -rf "$ovs_folder"
	mkdir -p "$ovs_folder"
	ovsdb-tool create "$ovs_folder/conf.db" /usr/share/openvswitch/vswitch.ovsschema
	ovsdb-server --remote="punix:$ovs_folder/db.sock" --pidfile --log-file="$scratch/ovsdb.log" \
		"$ovs_folder/conf.db" 2>/dev/null &
	ovs_answers ovs-vsctl --no-wait --timeout=2 init
	ovs-vsctl --no-wait set open_vswitch . external_ids:system-id=lab
	ovs_switch
}

ovs_switch() {
	ovs-vswitchd --pidfile --log-file="$scratch/vswitchd.log" 2>/dev/null &
	vswitchd=$!
	ovs_answers ovs-appctl --timeout=2 version
}

ovs_answers() { # command…
	local tries
	for ((tries = 0; tries < 100; tries++)); do
		"$@" >/dev/null 2>&1 && return 0
		pause 0.1
	done
	fail "'$*' has no answer"
}

ovs_bridge_up() { # bridge
	ovs-vsctl --timeout=30 add-br "$1"
	ip link set "$1" addrgenmode none
	ip link set "$1" up
}

# The bridge's way out: a veth whose other end is the far device.
ovs_uplink() { # bridge device
	ip link add "$2" type veth peer name "$far_dev" netns "$far" address "$far_mac"
	ip link set "$2" addrgenmode none
	ip link set "$2" up
	ovs-vsctl --timeout=30 add-port "$1" "$2"
}

# The command passes, else the switch is started again: once in a while it comes up deaf.
ovs_ready() { # command…
	local starts tries
	for ((starts = 0; starts < 3; starts++)); do
		for ((tries = 0; tries < 5; tries++)); do
			"$@" >/dev/null 2>&1 && return 0
			pause 0.2
		done
		kill "$vswitchd"
		wait "$vswitchd" || true
		ovs_switch
	done
	fail "'$*' does not pass the bridge"
}

# Every packet is new to the datapath again.
ovs_forget() {
	ovs-appctl dpctl/del-flows
}

# Each source port makes a megaflow of its own; otherwise all goes its usual way.
ovs_look_at_source_ports() {
	local protocol
	for protocol in udp udp6; do
		ovs-ofctl add-flow "$ovs_bridge" \
			"priority=900,$protocol,actions=move:NXM_OF_UDP_SRC[]->NXM_NX_REG0[0..15],NORMAL"
	done
}

# What an earlier run left in the kernel.
ovs_clear() {
	local datapath
	grep -q '^openvswitch ' /proc/modules || return 0
	ovs-dpctl dump-dps 2>/dev/null | while read -r datapath; do
		ovs-dpctl del-dp "$datapath" 2>/dev/null || true
	done
}
