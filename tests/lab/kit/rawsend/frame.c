// SPDX-License-Identifier: BSD-2-Clause
#include "frame.h"

#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdbool.h>
#include <string.h>

#define FROM_PORT 9

static void *append(struct frame *frame, size_t length)
{
	void *at = frame->bytes + frame->length;

	frame->length += length;
	return at;
}

static uint32_t sum_of(const void *data, size_t length)
{
	const uint8_t *bytes = data;
	uint32_t sum = 0;

	for (size_t i = 0; i < length; i++)
		sum += i % 2 ? bytes[i] : bytes[i] << 8;
	return sum;
}

static uint16_t folded(uint32_t sum)
{
	while (sum >> 16)
		sum = (sum >> 16) + (sum & 0xffff);
	return htons(~sum);
}

static void put_link(struct frame *frame, const struct plan *plan, const uint8_t *from, int type)
{
	struct ether_header *link = append(frame, sizeof(*link));

	memcpy(link->ether_dhost, &plan->mac, sizeof(link->ether_dhost));
	memcpy(link->ether_shost, from, sizeof(link->ether_shost));
	link->ether_type = htons(type);
	if (plan->vlan) {
		uint16_t *tag = append(frame, 4);

		link->ether_type = htons(ETHERTYPE_VLAN);
		tag[0] = htons(plan->vlan);
		tag[1] = htons(type);
	}
}

static size_t transport_length(const struct plan *plan)
{
	return plan->payload + (plan->protocol == IPPROTO_TCP ? sizeof(struct tcphdr) : 8);
}

/* The IP header; returns the sum of what the transport's checksum covers of it. */
static uint32_t put_ip4(struct frame *frame, const struct plan *plan)
{
	struct iphdr *ip = append(frame, sizeof(*ip));
	size_t length = transport_length(plan);

	*ip = (struct iphdr){ .version = 4, .ihl = 5, .frag_off = htons(IP_DF), .ttl = plan->ttl };
	ip->protocol = plan->protocol;
	ip->tot_len = htons(sizeof(*ip) + length + (plan->wrong == LENGTH ? 100 : 0));
	ip->saddr = ((const struct sockaddr_in *)&plan->from)->sin_addr.s_addr;
	ip->daddr = ((const struct sockaddr_in *)&plan->to)->sin_addr.s_addr;
	ip->check = folded(sum_of(ip, sizeof(*ip)));
	if (plan->wrong == IP_HEADER)
		ip->check ^= htons(0x0101);
	return plan->protocol == IPPROTO_ICMP
		       ? 0
		       : sum_of(&ip->saddr, 8) + plan->protocol + (uint32_t)length;
}

static uint32_t put_ip6(struct frame *frame, const struct plan *plan)
{
	struct ip6_hdr *ip = append(frame, sizeof(*ip));
	size_t length = transport_length(plan);

	*ip = (struct ip6_hdr){ .ip6_flow = htonl(6u << 28), .ip6_hlim = plan->ttl };
	ip->ip6_nxt = plan->protocol;
	ip->ip6_plen = htons(length + (plan->wrong == LENGTH ? 100 : 0));
	ip->ip6_src = ((const struct sockaddr_in6 *)&plan->from)->sin6_addr;
	ip->ip6_dst = ((const struct sockaddr_in6 *)&plan->to)->sin6_addr;
	return sum_of(&ip->ip6_src, 32) + plan->protocol + (uint32_t)length;
}

static void put_transport(struct frame *frame, const struct plan *plan, uint32_t sum)
{
	size_t length = transport_length(plan);
	uint8_t *data = append(frame, length);
	uint16_t check;
	size_t check_at;

	if (plan->protocol == IPPROTO_UDP) {
		struct udphdr *udp = (struct udphdr *)data;

		udp->source = htons(FROM_PORT);
		udp->dest = htons(plan->port);
		udp->len = htons(length);
		check_at = offsetof(struct udphdr, check);
	} else if (plan->protocol == IPPROTO_TCP) {
		struct tcphdr *tcp = (struct tcphdr *)data;

		tcp->source = htons(FROM_PORT);
		tcp->dest = htons(plan->port);
		tcp->doff = sizeof(*tcp) / 4;
		tcp->syn = 1;
		tcp->window = htons(1024);
		check_at = offsetof(struct tcphdr, check);
	} else {
		struct icmphdr *icmp = (struct icmphdr *)data;

		icmp->type = plan->protocol == IPPROTO_ICMP ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
		check_at = offsetof(struct icmphdr, checksum);
	}
	check = folded(sum + sum_of(data, length));
	if (plan->wrong == PAYLOAD)
		check ^= htons(0x0101);
	memcpy(data + check_at, &check, sizeof(check));
}

struct frame frame_build(const struct plan *plan, const uint8_t *from_mac)
{
	struct frame frame = { 0 };
	bool six = plan->to.ss_family == AF_INET6;
	uint32_t sum;

	put_link(&frame, plan, from_mac, six ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
	sum = six ? put_ip6(&frame, plan) : put_ip4(&frame, plan);
	put_transport(&frame, plan, sum);
	return frame;
}
