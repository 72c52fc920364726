# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A healthy guest behind vhost-net and an Open vSwitch bridge: questions and answers, then bulk TCP.
# Judged by the virtual path too.
known='3.1.cpu 3.1.nic 3.1.memory 3.2 3.3.vhost 3.3.eventfd 3.3.queue 3.3.multiqueue 3.3.ring'
flows=(drops virt)
topology=ovs_vhost spread=$((3 * ${patience:-1})) window=$((12 * ${patience:-1}))

draws() {
	tells_queues || known='3.1.cpu 3.1.nic 3.1.memory 3.2'
	draw port 2000 60000
	draw count 40 60
}

prepare() {
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
