# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Bulk TCP over a healthy wire.

draws() {
	draw port 2000 60000
}

prepare() {
	far_sink tcp --port "$port"
}

traffic() {
	streams "$near" "$far_address" "$port" 4000
}
