# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A fault that the report should not speak of, and does.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=fault cause=''
inspect() {
	echo 'something else is wrong'
}
