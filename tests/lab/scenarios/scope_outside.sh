# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# A firewall drops packets that netdoctor is not asked about: by port, address, protocol, device or
# namespace. They are neither counted nor blamed, and what was asked about is healthy.

draws() {
	draw_name table guard_
	draw_name chain in_
	draw port 2000 30000
	draw other_port 30001 60000
	draw count 150 300
	draw_of asked port address protocol device namespace
	case $family in
	4) stranger=$net4.77 ;;
	6) stranger=$net6:77 ;;
	esac
	least=$count
	aim_scope
}

# Away from the fault; scope_inside aims at it.
aim_scope() {
	case $asked in
	port) scope=(--dst-port "$other_port") ;;
	address) scope=(--dst-ip "$stranger") ;;
	protocol) scope=(--protocol tcp) ;;
	device) scope=(--device "$near_dev") ;;
	namespace) scope=(--netns "$near") ;;
	esac
}

prepare() {
	far_sink udp --port "$port"
	far_other_sink udp --port "$other_port"
}

break_it() {
	far nft -f - <<-END
		table inet $table {
			chain $chain {
				type filter hook input priority 0
				udp dport $port counter drop
			}
		}
	END
}

traffic() {
	near_sends udp "$count" --port "$port" &
	near_sends udp "$count" --port "$other_port"
	wait $!
}

truth() {
	nft_counter "$far" inet "$table" "$chain"
}
