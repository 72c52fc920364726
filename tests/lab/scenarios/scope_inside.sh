# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# The fault of scope_outside, and netdoctor is asked about just that traffic.
# shellcheck source=scope_outside.sh
source "$lab/scenarios/scope_outside.sh"
cause=drop.netfilter stages=2

aim_scope() {
	case $asked in
	port) scope=(--dst-port "$port") ;;
	address) scope=(--src-ip "$near_address" --dst-ip "$far_address") ;;
	protocol) scope=(--protocol udp) ;;
	device) scope=(--device "$far_dev") ;;
	namespace) scope=(--netns "$far") ;;
	esac
}

where() {
	printf '%s\n' "netns=$far" "device=$far_dev" protocol=udp "family=ipv$family" "port=$port" \
		"table=$table" "chain=$chain"
}
