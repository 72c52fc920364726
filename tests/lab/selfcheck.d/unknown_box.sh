# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Expects answers to boxes of the checklist that the flow of drops does not ask about.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=control known='3.3.coalescing'
