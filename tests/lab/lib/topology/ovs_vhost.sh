# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# This VM as a hypervisor: a guest behind vhost-net and a tap, an Open vSwitch bridge, and an uplink
# to the far namespace. The guest is the kit's vguest; near is the namespace of its own network
# stack (its guest_dev inside), the host is "self".
#
# A scenario may set guest_options. With guest=echo the guest has no stack: it answers by itself for
# the near addresses, and the near namespace stays empty.

# shellcheck source=veth.sh
source "$lab/lib/topology/veth.sh"
# shellcheck source=../ovs.sh
source "$lab/lib/ovs.sh"
eval "veth_$(declare -f topology_draw)"
guest=${guest:-relay}
[ -v guest_options ] || guest_options=()

topology_draw() {
	veth_topology_draw
	draw_name ovs_bridge br
	draw_name uplink up
	draw_name tap tap
}

# Starts the guest, replacing the one that is there.
start_guest() {
	local inside=()
	end_guest
	case $guest in
	relay) inside=(--inside "$near:$near_dev") ;;
	echo) inside=(--mac "$near_mac" --ip4 "$net4.1" --ip6 "$net6:1") ;;
	esac
	: >"$scratch/guest"
	"$kit/vguest" "$guest" --tap "$tap" "${inside[@]}" "${guest_options[@]}" >"$scratch/guest" &
	vguest=$!
	until grep -q ready "$scratch/guest"; do
		kill -0 "$vguest" || fail "the guest did not start"
		pause 0.05
	done
	ip link set "$tap" up
	ovs-vsctl --may-exist add-port "$ovs_bridge" "$tap"
	[ "$guest" = echo ] || {
		ip -n "$near" link set "$near_dev" address "$near_mac"
		address_end "$near" "$near_dev" 1 2 "$far_mac"
	}
}

# Its workers stay on one CPU. They are the kernel's own before 6.4, and the guest's since.
bind_workers() { # CPU
	local comm task
	# Tasks end while it looks.
	{ grep -lx "vhost-$vguest" /proc/[0-9]*/task/[0-9]*/comm 2>/dev/null || true; } | while read -r comm; do
		task=${comm%/comm}
		taskset -pc "$1" "${task##*/}" >/dev/null
	done
}

# Ends the guest; what it says of its rings stays in $scratch/guest.
end_guest() {
	[ -n "${vguest:-}" ] || return 0
	kill "$vguest"
	wait "$vguest" || true
	vguest=''
}

# What is under way to the far end stays below the ring of a tap: a tap takes what it gets and holds nobody back
# (tun_net_xmit orphans it), so that TCP sends until one is full.
below_the_ring() {
	far sysctl -q net.ipv4.tcp_rmem='4096 65536 262144'
}

# What really found the ring of a tap full, of the guest's or of its stack's: an emulated guest that gets no CPU is
# not healthy, and a run in which it was not proves nothing.
lost_at_taps() {
	echo $(($(link_counter self "$tap" tx_dropped) + $(link_counter "$near" "$near_dev" tx_dropped)))
}

topology_up() {
	modprobe vhost_net
	ip netns add "$near"
	ovs_host
	ovs_bridge_up "$ovs_bridge"
	ovs_uplink "$ovs_bridge" "$uplink"
	address_end "$far" "$far_dev" 2 1 "$near_mac"
	start_guest
	ovs_ready far ping -q -c 1 -W 1 "$near_address"
}
