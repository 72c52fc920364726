# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Expects a cause that is not there.
source "$lab/scenarios/drop.no_socket.sh"
families=4 runs=fault cause=drop.netfilter
