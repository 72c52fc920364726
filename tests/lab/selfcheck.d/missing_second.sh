# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Expects a second cause beside the only one.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=fault second=drop.tc_filter second_least=0

second_truth() {
	echo 0
}
