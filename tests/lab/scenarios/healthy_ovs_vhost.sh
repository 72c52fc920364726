# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A healthy guest behind vhost-net and an Open vSwitch bridge: questions and answers, then bulk TCP.
known='3.1.cpu 3.1.nic 3.1.memory 3.2'
topology=ovs_vhost spread=$((3 * ${patience:-1})) window=$((12 * ${patience:-1}))

draws() {
	draw port 2000 60000
	draw count 40 60
}

# A worker that moves while packets wait in the backlog of the CPU that it leaves overtakes them, which an
# emulated CPU makes last long enough for TCP to send them again.
prepare() {
	bind_workers 1
	below_the_ring
	far_sink tcp --port "$port"
}

traffic() {
	near_asks "$count" "$port"
	streams "$near" "$far_address" "$port" 1500
}

truth() {
	lost_at_taps
}
