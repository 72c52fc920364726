# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# netdoctor does nothing and succeeds.
source "$lab/scenarios/drop.no_socket.sh"
families=4 netdoctor=/bin/true
