# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Breaks nothing: the run proves nothing.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=fault

break_it() {
	:
}
