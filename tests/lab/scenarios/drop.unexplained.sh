# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A bridge port in state disabled: br_handle_frame frees every frame, no reason given, no counter.
# What the port received and the bridge above it did not is the loss.
cause=drop.unexplained topology=bridge

draws() {
	draw port 2000 60000
	draw count 60 300
	least=$count
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	bridge -n "$far" link set dev "$far_dev" state 0
}

traffic() {
	near_sends udp "$count" --port "$port"
}

truth() {
	local port_got=none bridge_got
	# Two counters of one moment: no packet came between reading them.
	until [ "$port_got" = "$(link_counter "$far" "$far_dev" rx_packets)" ]; do
		port_got=$(link_counter "$far" "$far_dev" rx_packets)
		bridge_got=$(link_counter "$far" "$far_bridge" rx_packets)
	done
	echo $((port_got - bridge_got))
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" location=br_handle_frame
}
