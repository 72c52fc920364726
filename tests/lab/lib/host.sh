# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# What the lab's programs outside the VM share. Sourced, never run.

lab=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tree=$(cd "$lab/../.." && pwd)
cache=${NETDOCTOR_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/netdoctor}

# Ends the program with one sentence.
die() {
	echo "${0##*/}: $*" >&2
	exit 2
}

# Prints the words so that a shell reads them back unchanged.
quoted() {
	printf '%q ' "$@"
}
