# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Packets from an address that the far side would not answer through this device, strictly or not at
# all: the reverse path filter turns them away. IPv4 only, as the filter is.
cause=drop.rp_filter families=4

draws() {
	draw port 2000 60000
	draw count 60 300
	draw_of strictness 1 2
	draw third 1 250
	least=$count
}

prepare() {
	far_sink udp --port "$port"
	far sysctl -q net.ipv4.conf.all.rp_filter=0 "net.ipv4.conf.$far_dev.rp_filter=0"
}

break_it() {
	far sysctl -q "net.ipv4.conf.$far_dev.rp_filter=$strictness"
}

traffic() {
	near_frames udp "$count" --port "$port" --from "172.16.$third.9"
}

truth() {
	counter "$far" TcpExt IPReversePathFilter
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" family=ipv4
}
