# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A fault in a run that is said to be healthy.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=control

prepare() {
	:
}

truth() {
	echo 0
}
