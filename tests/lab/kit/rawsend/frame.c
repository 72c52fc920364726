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

/* Where the second of two fragments begins: inside the first. */
#define OVERLAP 32

/* With the two bytes in front that align it. */
#define TIMESTAMP_OPTION 12

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

static size_t tcp_header(const struct plan *plan)
{
	return sizeof(struct tcphdr) + (plan->timestamp < 0 ? 0 : TIMESTAMP_OPTION);
}

static size_t transport_length(const struct plan *plan)
{
	switch (plan->protocol) {
	case IPPROTO_TCP:
		return plan->payload + tcp_header(plan);
	case IPPROTO_GRE:
		return plan->payload;
	default:
		return plan->payload + 8;
	}
}

/* Which datagram a frame is a part of, and where that part begins. */
static long datagram_of(const struct plan *plan, long number)
{
	return plan->fragments == OVERLAPPING ? number / 2 : number;
}

static int offset_of(const struct plan *plan, long number)
{
	return plan->fragments == OVERLAPPING && number % 2 ? OVERLAP : 0;
}

/* The IP header; returns the sum of what the transport's checksum covers of it. */
static uint32_t put_ip4(struct frame *frame, const struct plan *plan, long number)
{
	struct iphdr *ip = append(frame, sizeof(*ip));
	size_t length = transport_length(plan);

	*ip = (struct iphdr){ .version = 4, .ihl = 5, .frag_off = htons(IP_DF), .ttl = plan->ttl };
	if (plan->wrong == IP_HEADER)
		ip->ihl = 4;
	if (plan->fragments != WHOLE) {
		ip->frag_off = htons(IP_MF | offset_of(plan, number) / 8);
		ip->id = htons(datagram_of(plan, number));
	}
	ip->tos = plan->tos;
	ip->protocol = plan->protocol;
	ip->tot_len = htons(sizeof(*ip) + length + (plan->wrong == LENGTH ? 100 : 0));
	ip->saddr = ((const struct sockaddr_in *)&plan->from)->sin_addr.s_addr;
	ip->daddr = ((const struct sockaddr_in *)&plan->to)->sin_addr.s_addr;
	ip->check = folded(sum_of(ip, sizeof(*ip)));
	if (plan->wrong == IP_SUM)
		ip->check ^= htons(0x0101);
	return plan->protocol == IPPROTO_ICMP
		       ? 0
		       : sum_of(&ip->saddr, 8) + plan->protocol + (uint32_t)length;
}

static void put_fragment6(struct frame *frame, struct ip6_hdr *ip, const struct plan *plan,
			  long number)
{
	struct ip6_frag *fragment = append(frame, sizeof(*fragment));

	fragment->ip6f_nxt = ip->ip6_nxt;
	ip->ip6_nxt = IPPROTO_FRAGMENT;
	ip->ip6_plen = htons(ntohs(ip->ip6_plen) + sizeof(*fragment));
	fragment->ip6f_offlg = htons(offset_of(plan, number)) | IP6F_MORE_FRAG;
	fragment->ip6f_ident = htonl(datagram_of(plan, number));
}

static uint32_t put_ip6(struct frame *frame, const struct plan *plan, long number)
{
	struct ip6_hdr *ip = append(frame, sizeof(*ip));
	size_t length = transport_length(plan);
	uint32_t sum;

	*ip = (struct ip6_hdr){ .ip6_hlim = plan->ttl };
	ip->ip6_flow = htonl(6u << 28 | (uint32_t)plan->tos << 20);
	ip->ip6_nxt = plan->protocol;
	ip->ip6_plen = htons(length + (plan->wrong == LENGTH ? 100 : 0));
	ip->ip6_src = ((const struct sockaddr_in6 *)&plan->from)->sin6_addr;
	ip->ip6_dst = ((const struct sockaddr_in6 *)&plan->to)->sin6_addr;
	sum = sum_of(&ip->ip6_src, 32) + plan->protocol + (uint32_t)length;
	if (plan->fragments != WHOLE)
		put_fragment6(frame, ip, plan, number);
	return sum;
}

static size_t fill_udp(uint8_t *data, const struct plan *plan, size_t length)
{
	struct udphdr *udp = (struct udphdr *)data;

	udp->source = htons(plan->from_port);
	udp->dest = htons(plan->port);
	udp->len = htons(length + (plan->wrong == TRANSPORT ? 100 : 0));
	return offsetof(struct udphdr, check);
}

static size_t fill_tcp(uint8_t *data, const struct plan *plan)
{
	struct tcphdr *tcp = (struct tcphdr *)data;

	tcp->source = htons(plan->from_port);
	tcp->dest = htons(plan->port);
	tcp->doff = plan->wrong == TRANSPORT ? 4 : tcp_header(plan) / 4;
	tcp->syn = plan->segment < 0;
	tcp->ack = !tcp->syn;
	tcp->seq = htonl(tcp->syn ? 0 : plan->segment);
	tcp->window = htons(1024);
	if (plan->timestamp >= 0) {
		uint32_t option[3] = { htonl(TCPOPT_TSTAMP_HDR), htonl(plan->timestamp), 0 };

		memcpy(tcp + 1, option, sizeof(option));
	}
	return offsetof(struct tcphdr, check);
}

static size_t fill_icmp(uint8_t *data, const struct plan *plan)
{
	struct icmphdr *icmp = (struct icmphdr *)data;

	icmp->type = plan->protocol == IPPROTO_ICMP ? ICMP_ECHO : ICMP6_ECHO_REQUEST;
	return offsetof(struct icmphdr, checksum);
}

static void put_transport(struct frame *frame, const struct plan *plan, uint32_t sum)
{
	size_t length = transport_length(plan), check_at;
	uint8_t *data = append(frame, length);
	uint16_t check;

	memcpy(data + length - plan->payload, plan->data, plan->data_length);
	if (plan->protocol == IPPROTO_GRE)
		return;
	if (plan->protocol == IPPROTO_UDP)
		check_at = fill_udp(data, plan, length);
	else if (plan->protocol == IPPROTO_TCP)
		check_at = fill_tcp(data, plan);
	else
		check_at = fill_icmp(data, plan);
	check = folded(sum + sum_of(data, length));
	if (plan->wrong == PAYLOAD)
		check ^= htons(0x0101);
	memcpy(data + check_at, &check, sizeof(check));
}

struct frame frame_build(const struct plan *plan, const uint8_t *from_mac, long number)
{
	struct frame frame = { 0 };
	bool six = plan->to.ss_family == AF_INET6;
	uint32_t sum;

	put_link(&frame, plan, from_mac, six ? ETHERTYPE_IPV6 : ETHERTYPE_IP);
	sum = six ? put_ip6(&frame, plan, number) : put_ip4(&frame, plan, number);
	put_transport(&frame, plan, sum);
	return frame;
}
