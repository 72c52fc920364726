# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Believes in a tenth more losses than there were.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=fault

truth() {
	echo $(($(udp_counter "$far" NoPorts) * 11 / 10))
}
