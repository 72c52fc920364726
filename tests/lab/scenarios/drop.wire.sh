# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Asked about one end only, the other end is the wire: TCP segments, or echo requests, vanish there.
cause=drop.wire

draws() {
	draw_of protocol tcp icmp
	draw port 2000 60000
	draw count 100 250
	scope=(--netns "$near")
	reply=InEchoRep$([ "$family" = 4 ] && echo s || echo lies)
	least=15
	# Of TCP one segment in 25, of echo requests one in four.
	case $protocol in
	tcp) one_in=25 verdict=attention ;;
	icmp) one_in=4 ;;
	esac
}

prepare() {
	far_sink tcp --port "$port"
}

break_it() {
	local what="meta l4proto tcp"
	[ "$protocol" = tcp ] || what="icmp${family#4} type echo-request"
	far nft -f - <<-END
		table inet far_away {
			chain eats {
				type filter hook prerouting priority 0
				${what/icmp6/icmpv6} numgen inc mod $one_in == 0 drop
			}
		}
	END
}

traffic() {
	case $protocol in
	tcp) streams "$near" "$far_address" "$port" $((spread * 500)) ;;
	icmp) near ping -q -i 0.02 -W 1 -c "$count" "$far_address" >"$scratch/pings" || true ;;
	esac
}

# What near's own counters say: sent again and not reported as duplicates, or not answered.
truth() {
	case $protocol in
	tcp) echo $(($(counter "$near" Tcp RetransSegs) - $(counter "$near" TcpExt TCPDSACKRecv))) ;;
	icmp) echo $(($(icmp_counter "$near" OutEchos) - $(icmp_counter "$near" "$reply"))) ;;
	esac
}

where() {
	printf '%s\n' "netns=$near" "protocol=$protocol"
}
