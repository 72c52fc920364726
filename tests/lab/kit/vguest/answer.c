// SPDX-License-Identifier: BSD-2-Clause
#include "answer.h"

#include <net/ethernet.h>
#include <net/if_arp.h>
#include <netinet/icmp6.h>
#include <netinet/if_ether.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <netinet/ip_icmp.h>
#include <netinet/udp.h>
#include <string.h>

#define DISCARD 9     /* the port whose datagrams nobody answers (RFC 863) */
#define LINK_OPTION 8 /* a link address as neighbour discovery writes it */

static void swap(void *left, void *right, size_t size)
{
	uint8_t kept[16];

	memcpy(kept, left, size);
	memcpy(left, right, size);
	memcpy(right, kept, size);
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

static bool answer_arp(const struct host *host, uint8_t *data, size_t length)
{
	struct ether_arp *arp = (struct ether_arp *)data;

	if (length < sizeof(*arp) || arp->ea_hdr.ar_op != htons(ARPOP_REQUEST) ||
	    !host->ip4.s_addr || memcmp(arp->arp_tpa, &host->ip4, sizeof(host->ip4)))
		return false;
	arp->ea_hdr.ar_op = htons(ARPOP_REPLY);
	memcpy(arp->arp_tha, arp->arp_sha, sizeof(arp->arp_tha));
	memcpy(arp->arp_sha, host->mac, sizeof(arp->arp_sha));
	swap(arp->arp_spa, arp->arp_tpa, sizeof(arp->arp_spa));
	return true;
}

static bool answer_udp(uint8_t *data, size_t length)
{
	struct udphdr *udp = (struct udphdr *)data;

	if (length < sizeof(*udp) || udp->dest == htons(DISCARD))
		return false;
	/* The checksum stays: turned round, the sum is the same. */
	swap(&udp->source, &udp->dest, sizeof(udp->source));
	return true;
}

static bool answer_icmp(uint8_t *data, size_t length)
{
	struct icmphdr *icmp = (struct icmphdr *)data;

	if (length < sizeof(*icmp) || icmp->type != ICMP_ECHO)
		return false;
	icmp->type = ICMP_ECHOREPLY;
	icmp->checksum = 0;
	icmp->checksum = folded(sum_of(data, length));
	return true;
}

static bool answer_ip4(const struct host *host, uint8_t *data, size_t length)
{
	struct iphdr *ip = (struct iphdr *)data;
	size_t header = ip->ihl * 4, total;

	if (length < sizeof(*ip) || header < sizeof(*ip) || !host->ip4.s_addr ||
	    ip->daddr != host->ip4.s_addr)
		return false;
	total = ntohs(ip->tot_len);
	if (total > length || total < header ||
	    !(ip->protocol == IPPROTO_ICMP  ? answer_icmp(data + header, total - header)
	      : ip->protocol == IPPROTO_UDP ? answer_udp(data + header, total - header)
					    : false))
		return false;
	swap(&ip->saddr, &ip->daddr, sizeof(ip->saddr));
	return true;
}

static void finish_icmp6(struct ip6_hdr *ip, struct icmp6_hdr *icmp, size_t length)
{
	icmp->icmp6_cksum = 0;
	icmp->icmp6_cksum =
		folded(sum_of(&ip->ip6_src, 32) + length + IPPROTO_ICMPV6 + sum_of(icmp, length));
}

/* The advertisement that answers a solicitation, with this host's link address. */
static bool advertise(const struct host *host, struct ip6_hdr *ip, size_t *length, size_t space)
{
	struct nd_neighbor_advert *advert = (struct nd_neighbor_advert *)(ip + 1);
	uint8_t *option = (uint8_t *)(advert + 1);

	if (*length < sizeof(*advert) || space < sizeof(*ip) + sizeof(*advert) + LINK_OPTION ||
	    memcmp(&advert->nd_na_target, &host->ip6, sizeof(host->ip6)))
		return false;
	ip->ip6_dst = ip->ip6_src;
	ip->ip6_src = host->ip6;
	advert->nd_na_type = ND_NEIGHBOR_ADVERT;
	advert->nd_na_flags_reserved = ND_NA_FLAG_SOLICITED | ND_NA_FLAG_OVERRIDE;
	option[0] = ND_OPT_TARGET_LINKADDR;
	option[1] = 1;
	memcpy(option + 2, host->mac, sizeof(host->mac));
	*length = sizeof(*advert) + LINK_OPTION;
	return true;
}

static bool answer_icmp6(const struct host *host, struct ip6_hdr *ip, size_t *length, size_t space)
{
	struct icmp6_hdr *icmp = (struct icmp6_hdr *)(ip + 1);

	if (*length < sizeof(*icmp))
		return false;
	if (icmp->icmp6_type == ICMP6_ECHO_REQUEST &&
	    IN6_ARE_ADDR_EQUAL(&ip->ip6_dst, &host->ip6)) {
		icmp->icmp6_type = ICMP6_ECHO_REPLY;
		swap(&ip->ip6_src, &ip->ip6_dst, sizeof(ip->ip6_src));
	} else if (icmp->icmp6_type != ND_NEIGHBOR_SOLICIT || !advertise(host, ip, length, space)) {
		return false;
	}
	ip->ip6_plen = htons(*length);
	finish_icmp6(ip, icmp, *length);
	return true;
}

static bool answer_ip6(const struct host *host, uint8_t *data, size_t *length, size_t space)
{
	struct ip6_hdr *ip = (struct ip6_hdr *)data;
	size_t payload;

	if (*length < sizeof(*ip) || IN6_IS_ADDR_UNSPECIFIED(&host->ip6))
		return false;
	payload = ntohs(ip->ip6_plen);
	if (payload > *length - sizeof(*ip))
		return false;
	if (ip->ip6_nxt == IPPROTO_ICMPV6) {
		if (!answer_icmp6(host, ip, &payload, space))
			return false;
		*length = sizeof(*ip) + payload;
		return true;
	}
	if (ip->ip6_nxt != IPPROTO_UDP || !IN6_ARE_ADDR_EQUAL(&ip->ip6_dst, &host->ip6) ||
	    !answer_udp(data + sizeof(*ip), payload))
		return false;
	swap(&ip->ip6_src, &ip->ip6_dst, sizeof(ip->ip6_src));
	return true;
}

bool answer(const struct host *host, uint8_t *frame, size_t *length, size_t space)
{
	struct ether_header *link = (struct ether_header *)frame;
	uint8_t *data = frame + sizeof(*link);
	size_t rest = *length - sizeof(*link);
	bool known = false;

	if (*length < sizeof(*link) ||
	    (!(link->ether_dhost[0] & 1) && memcmp(link->ether_dhost, host->mac, 6)))
		return false;
	switch (ntohs(link->ether_type)) {
	case ETHERTYPE_ARP:
		known = answer_arp(host, data, rest);
		break;
	case ETHERTYPE_IP:
		known = answer_ip4(host, data, rest);
		break;
	case ETHERTYPE_IPV6:
		known = answer_ip6(host, data, &rest, space - sizeof(*link));
		break;
	}
	memcpy(link->ether_dhost, link->ether_shost, sizeof(link->ether_dhost));
	memcpy(link->ether_shost, host->mac, sizeof(link->ether_shost));
	*length = sizeof(*link) + rest;
	return known;
}
