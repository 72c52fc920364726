# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Names and numbers that differ from seed to seed and never for the same one. Sourced.
#
# Each function sets the variable it is given: a subshell would draw the same value twice.

# All draws of one scenario depend on the seed, its name and its family, on nothing drawn before.
start_draws() { # seed scenario family
	local sum
	sum=$(printf '%s/%s/%s' "$1" "$2" "$3" | cksum)
	RANDOM=$((${sum%% *} % 32768))
}

draw() { # variable lowest highest
	printf -v "$1" %d $(($2 + (RANDOM * 32768 + RANDOM) % ($3 - $2 + 1)))
}

draw_of() { # variable choice…
	local variable=$1 at
	shift
	at=$((1 + RANDOM % $#))
	printf -v "$variable" %s "${!at}"
}

draw_name() { # variable prefix: the prefix and five letters or digits
	local letters=abcdefghjkmnpqrstuvwxyz23456789 word=$2 i
	for ((i = 0; i < 5; i++)); do
		word+=${letters:RANDOM % ${#letters}:1}
	done
	printf -v "$1" %s "$word"
}

draw_mac() { # variable
	printf -v "$1" '02:%02x:%02x:%02x:%02x:%02x' $((RANDOM % 256)) $((RANDOM % 256)) \
		$((RANDOM % 256)) $((RANDOM % 256)) $((RANDOM % 256))
}
