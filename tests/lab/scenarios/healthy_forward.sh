# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A healthy router: questions and answers between two networks, then bulk TCP.
topology=forward spread=$((3 * ${patience:-1})) window=$((12 * ${patience:-1}))

draws() {
	draw port 2000 60000
	draw count 40 60
}

prepare() {
	far_sink tcp --port "$port"
}

traffic() {
	near_asks "$count" "$port"
	streams "$near" "$far_address" "$port" 1500
}
