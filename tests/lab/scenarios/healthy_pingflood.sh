# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A flood of pings over a healthy wire: each echo reply is freed as NO_SOCKET on the asking side.

draws() {
	draw count 1000 3000
}

traffic() {
	near ping -q -f -c "$count" -w "$spread" "$far_address" >"$scratch/sent"
}
