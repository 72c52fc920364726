# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Asked about one end only, the other end is the wire: TCP segments, echo requests or UDP questions vanish there.
# Echoes and UDP are also asked for by their address, of which no counter knows.
cause=drop.wire

draws() {
	draw_of protocol tcp icmp udp
	draw_of asked namespace address
	draw port 2000 60000
	draw count 100 160
	scope=(--netns "$near")
	reply=InEchoRep$([ "$family" = 4 ] && echo s || echo lies)
	least=15
	# Of TCP one segment in 25, of the others one in four.
	case $protocol in
	tcp) one_in=25 verdict=attention asked=namespace ;;
	*) one_in=4 ;;
	esac
}

prepare() {
	[ "$asked" = namespace ] || scope+=(--dst-ip "$far_address")
	case $protocol in
	udp) far_sink udp --answer --port "$port" ;;
	*) far_sink tcp --port "$port" ;;
	esac
}

break_it() {
	local what
	case $protocol in
	icmp) what="icmp${family#4} type echo-request" ;;
	*) what="meta l4proto $protocol" ;;
	esac
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
	udp) near "$kit/ask" --to "$far_address" --port "$port" --count "$count" --wait 100 >"$scratch/asked" ;;
	esac
}

# What near's own counters say (sent again and not reported as duplicates, or not answered), and who asked.
truth() {
	case $protocol in
	tcp) echo $(($(counter "$near" Tcp RetransSegs) - $(counter "$near" TcpExt TCPDSACKRecv))) ;;
	icmp) echo $(($(icmp_counter "$near" OutEchos) - $(icmp_counter "$near" "$reply"))) ;;
	udp) awk '{ print $4 }' "$scratch/asked" 2>/dev/null || echo 0 ;;
	esac
}

where() {
	local protocol=$protocol
	[ "$asked$protocol$family" != addressicmp6 ] || protocol=icmpv6
	printf '%s\n' "netns=$near" "protocol=$protocol"
}
