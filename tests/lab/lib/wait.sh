# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Waiting without a process: in an emulated CPU each one takes time from those that are measured. Sourced.

# A pipe in which nothing ever comes.
exec {silence}<> <(:)

pause() { # seconds
	read -rt "$1" -u "$silence" || true
}

# A small file is there and holds that text.
has_text() { # file text
	local lines
	[ -e "$1" ] && mapfile -t lines <"$1" && [[ ${lines[*]} == *"$2"* ]]
}
