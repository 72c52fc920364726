# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Open vSwitch is told to send each packet four times through connection tracking, one in the other,
# and there to fork it more often than the datapath keeps steps that wait.
cause=drop.ovs_datapath topology=ovs copies=1

draws() {
	draw port 2000 60000
	draw forks 13 18
	draw count 100 200
	least=$((count * 3))
}

prepare() {
	far_sink udp --port "$port"
}

break_it() {
	local protocol=udp fork='' i
	[ "$family" = 4 ] || protocol=udp6
	for ((i = 0; i < forks; i++)); do
		fork+=${fork:+,}'ct(table=4)'
	done
	ovs-ofctl add-flows "$ovs_bridge" - <<-END
		table=0,priority=900,$protocol,tp_dst=$port,actions=ct(table=1)
		table=1,priority=900,$protocol,actions=ct(table=2)
		table=2,priority=900,$protocol,actions=ct(table=3)
		table=3,priority=900,$protocol,actions=$fork
		table=4,priority=900,actions=NORMAL
	END
	copies=$forks
}

traffic() {
	near_sends udp "$count" --port "$port"
}

# Each packet is to arrive as often as it is forked.
truth() {
	echo $(($(udp_counter self OutDatagrams) * copies - $(udp_counter "$far" InDatagrams)))
}

where() {
	printf '%s\n' netns=self "device=$near_dev" protocol=udp "family=ipv$family" "port=$port"
}
