# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A near namespace whose only way out is a tap, near_dev, that a program reads. What leaves goes to
# far_address, which nobody has, behind the hardware address far_mac.
#
# A scenario may set tap_options.

# shellcheck source=veth.sh
source "$lab/lib/topology/veth.sh"
tap_options=()

# Starts the tap's reader, replacing the one that is there, and with it the tap.
start_tap() {
	end_sink "${tap_reader:-}"
	: >"$scratch/tap"
	ip netns exec "$near" "$kit/tapread" --tap "$near_dev" "${tap_options[@]}" >"$scratch/tap" &
	tap_reader=$!
	until has_text "$scratch/tap" ready; do
		kill -0 "$tap_reader" || fail "the tap's reader did not start"
		pause 0.05
	done
	ip -n "$near" link set "$near_dev" addrgenmode none
	address_end "$near" "$near_dev" 1 2 "$far_mac"
}

topology_up() {
	modprobe -q tun || true
	ip netns add "$near"
	start_tap
}
