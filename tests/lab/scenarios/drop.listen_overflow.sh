# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A server that accepts nothing: its accept queue is full after a few connections. The kernel drops
# the SYNs (and late ACKs) that follow without a kfree_skb that tells so.
#
# The losses are ListenDrops: one for every packet that a listener turned away. ListenOverflows is
# the part of them whose reason was a full accept queue; here that is all of them, and the run is
# invalid when the two differ.
cause=drop.listen_overflow

draws() {
	draw port 2000 60000
	draw count 100 200
	draw backlog 1 4
	least=$((count / 2))
}

prepare() {
	far_sink tcp --port "$port"
}

break_it() {
	far_sink tcp --port "$port" --backlog "$backlog" --idle
}

traffic() {
	near_sends tcp "$count" --port "$port"
}

truth() {
	local drops overflows
	drops=$(counter "$far" TcpExt ListenDrops)
	overflows=$(counter "$far" TcpExt ListenOverflows)
	[ "$drops" = "$overflows" ] || fail "$drops listen drops, but $overflows overflows"
	echo "$drops"
}

where() {
	printf '%s\n' "netns=$far" protocol=tcp "port=$port"
}

shown() {
	echo "pid=$sink"
}

remedy() {
	far_sink tcp --port "$port"
}
