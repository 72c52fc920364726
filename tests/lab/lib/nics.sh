# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The VM's three NICs, all on one wire: e1000e and vmxnet3 are uplinks of this host, virtio-net is the
# other end, in the namespace far. Sourced, after hostfault.sh.

nic_of() { # driver: its device, once there is one
	local device tries
	for ((tries = 0; tries < 100; tries++)); do
		for device in /sys/class/net/*; do
			[ "$(basename "$(readlink -f "$device/device/driver" || true)")" != "$1" ] ||
				{ basename "$device" && return; }
		done
		pause 0.1
	done
	return 1
}

nics_up() {
	family=4 far=far-wire
	modprobe -a e1000e vmxnet3 virtio_net
	intel=$(nic_of e1000e) vmware=$(nic_of vmxnet3) other=$(nic_of virtio_net)
	ip netns add "$far"
	ip link set "$other" netns "$far"
	far ip link set "$other" mtu 3000 up
	far ip address add 10.99.0.1/24 dev "$other"
	far sysctl -q -w net.ipv6.conf.all.disable_ipv6=1
	sysctl -q -w "net.ipv6.conf.$intel.disable_ipv6=1" "net.ipv6.conf.$vmware.disable_ipv6=1"
	ip link set "$intel" up
	ip link set "$vmware" up
	ip address add 10.99.0.2/24 dev "$intel"
	far ip neighbour add 10.99.0.2 lladdr "$(own "$intel" address)" nud permanent dev "$other"
	ip neighbour add 10.99.0.1 lladdr "$(far cat "/sys/class/net/$other/address")" nud permanent dev "$intel"
	wait_for_carriers
}

wait_for_carriers() {
	local tries
	for ((tries = 0; tries < 100; tries++)); do
		[ "$(own "$intel" carrier)$(own "$vmware" carrier)" != 11 ] || return 0
		pause 0.1
	done
	fail "the NICs have no carrier"
}

nics_down() {
	ip netns delete "$far"
	sleep 0.5
	modprobe -r -a e1000e vmxnet3 virtio_net
}
