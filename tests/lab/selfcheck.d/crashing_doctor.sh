# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# netdoctor watches, then dies.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=fault netdoctor=$scratch/crashing

draws() {
	draw port 2000 60000
	count=60 least=60
	printf '%s\n' '#!/bin/bash' 'echo watching >&2' 'sleep 8' 'kill -SEGV $$' >"$netdoctor"
	chmod 755 "$netdoctor"
}
