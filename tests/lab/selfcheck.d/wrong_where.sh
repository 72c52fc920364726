# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Expects the right cause in the wrong place.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=fault

where() {
	printf '%s\n' "netns=$near" "port=$((port + 1))"
}
