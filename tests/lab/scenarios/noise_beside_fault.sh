# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The noise of healthy_noise, and among it a receiver that hangs, which is what netdoctor is asked
# about.
# shellcheck source=healthy_noise.sh
source "$lab/scenarios/healthy_noise.sh"
cause=drop.socket_rcvbuf

draws() {
	draw port 2000 30000
	draw sick_port 30001 60000
	draw count 1600 2400
	draw sick_count 120 200
	draw noise 1200 2000
	draw rcvbuf 2304 4000
	draw_mac stranger
	draw_targets
	scope=(--dst-port "$sick_port")
	least=$((sick_count / 2))
}

prepare() {
	far_sink udp --port "$port"
	far_other_sink udp --port "$sick_port"
}

break_it() {
	far_other_sink udp --port "$sick_port" --rcvbuf "$rcvbuf" --idle
}

traffic() {
	local noise_maker good
	make_noise &
	noise_maker=$!
	near_sends udp "$count" --port "$port" &
	good=$!
	near_sends udp "$sick_count" --port "$sick_port" --payload 200
	wait "$noise_maker" && wait "$good"
}

truth() {
	udp_counter "$far" RcvbufErrors
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" protocol=udp "family=ipv$family" "port=$sick_port"
}
