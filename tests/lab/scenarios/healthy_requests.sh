# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Questions and answers over a healthy wire: pings and short connections.

draws() {
	draw port 2000 60000
	draw count 60 90
}

prepare() {
	far_sink tcp --port "$port"
}

traffic() {
	near_asks "$count" "$port"
}
