# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# ovs-vswitchd may keep few megaflows, and the traffic needs many.
cause=ovs.flow_table_full symptoms=ovs.megaflow_churn topology=ovs

draws() {
	draw port 2000 60000
	draw limit 40 80
	draw count 300 400
	least=$count
}

prepare() {
	far_sink udp --port "$port" --rcvbuf 8000000
	# Flows that are idle stay, however slow the machine and long the window.
	ovs-vsctl --timeout=30 set Open_vSwitch . other_config:max-idle=120000
}

break_it() {
	ovs_look_at_source_ports
	ovs-vsctl set Open_vSwitch . "other_config:flow-limit=$limit"
}

traffic() {
	near_sends udp "$count" --port "$port" --fresh
}

# Each of these finds no flow.
truth() {
	[ "$mode" = control ] || udp_counter self OutDatagrams
	[ "$mode" = fault ] || echo 0
}

where() {
	printf '%s\n' netns=self bridge=ovs-system
}
