# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What must pass, so that the others fail for their own reason.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=fault
