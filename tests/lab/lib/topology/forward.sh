# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
# Three namespaces: near and far in two networks, and a router between them that forwards both
# families. near_gateway and far_gateway are the router's addresses in the two networks, next_mac is
# where near's frames go.

# shellcheck source=veth.sh
source "$lab/lib/topology/veth.sh"
eval "veth_$(declare -f topology_draw)"

topology_draw() {
	veth_topology_draw
	draw_name router router-
	draw_name router_near rn
	draw_name router_far rf
	draw_mac router_near_mac
	next_mac=$router_near_mac
	draw_mac router_far_mac
	far4=11.${net4#10.} far6=fd01:${net6#fd00:}
	case $family in
	4) far_address=$far4.2 near_gateway=$net4.2 far_gateway=$far4.1 ;;
	6) far_address=${far6}:2 near_gateway=${net6}:2 far_gateway=${far6}:1 ;;
	esac
}

topology_up() {
	local namespace
	for namespace in "$near" "$router" "$far"; do
		ip netns add "$namespace"
	done
	ip link add "$near_dev" netns "$near" address "$near_mac" type veth \
		peer name "$router_near" netns "$router" address "$router_near_mac"
	ip link add "$far_dev" netns "$far" address "$far_mac" type veth \
		peer name "$router_far" netns "$router" address "$router_far_mac"
	ip netns exec "$router" sysctl -q net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
	address_end "$near" "$near_dev" 1 2 "$router_near_mac"
	address_end "$router" "$router_near" 2 1 "$near_mac"
	net4=$far4 net6=$far6 address_end "$router" "$router_far" 1 2 "$far_mac"
	net4=$far4 net6=$far6 address_end "$far" "$far_dev" 2 1 "$router_far_mac"
	ip -n "$near" route add default via "$net4.2"
	ip -n "$near" -6 route add default via "$net6:2"
	ip -n "$far" route add default via "$far4.1"
	ip -n "$far" -6 route add default via "$far6:1"
}
