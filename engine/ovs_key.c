// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_key.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/openvswitch.h>

#include "bounded_text.h"
#include "cleanup.h"

enum format { NUMBER, HEX, NETWORK, NETWORK_HEX, MAC, IPV4, IPV6 };

/* One field of a key, in the order in which ovs-dpctl writes them. `name` is NULL for a key of one
 * field. */
static const struct field {
	const char *group, *name;
	enum format format;
	uint16_t attribute;
	uint8_t offset, length;
} fields[] = {
#define FIELD(attribute, group, type, member, name, format)                                   \
	{                                                                                     \
		group, name, format, OVS_KEY_ATTR_##attribute, offsetof(struct type, member), \
			sizeof(((struct type *)0)->member)                                    \
	}
	{ "recirc_id", NULL, HEX, OVS_KEY_ATTR_RECIRC_ID, 0, 4 },
	{ "in_port", NULL, NUMBER, OVS_KEY_ATTR_IN_PORT, 0, 4 },
	{ "skb_mark", NULL, HEX, OVS_KEY_ATTR_SKB_MARK, 0, 4 },
	{ "ct_state", NULL, HEX, OVS_KEY_ATTR_CT_STATE, 0, 4 },
	{ "ct_zone", NULL, NUMBER, OVS_KEY_ATTR_CT_ZONE, 0, 2 },
	{ "ct_mark", NULL, HEX, OVS_KEY_ATTR_CT_MARK, 0, 4 },
	FIELD(ETHERNET, "eth", ovs_key_ethernet, eth_src, "src", MAC),
	FIELD(ETHERNET, "eth", ovs_key_ethernet, eth_dst, "dst", MAC),
	{ "vlan", "tci", NETWORK_HEX, OVS_KEY_ATTR_VLAN, 0, 2 },
	{ "eth_type", NULL, NETWORK_HEX, OVS_KEY_ATTR_ETHERTYPE, 0, 2 },
	FIELD(IPV4, "ipv4", ovs_key_ipv4, ipv4_src, "src", IPV4),
	FIELD(IPV4, "ipv4", ovs_key_ipv4, ipv4_dst, "dst", IPV4),
	FIELD(IPV4, "ipv4", ovs_key_ipv4, ipv4_proto, "proto", NUMBER),
	FIELD(IPV6, "ipv6", ovs_key_ipv6, ipv6_src, "src", IPV6),
	FIELD(IPV6, "ipv6", ovs_key_ipv6, ipv6_dst, "dst", IPV6),
	FIELD(IPV6, "ipv6", ovs_key_ipv6, ipv6_proto, "proto", NUMBER),
	FIELD(TCP, "tcp", ovs_key_tcp, tcp_src, "src", NETWORK),
	FIELD(TCP, "tcp", ovs_key_tcp, tcp_dst, "dst", NETWORK),
	FIELD(UDP, "udp", ovs_key_udp, udp_src, "src", NETWORK),
	FIELD(UDP, "udp", ovs_key_udp, udp_dst, "dst", NETWORK),
	FIELD(SCTP, "sctp", ovs_key_sctp, sctp_src, "src", NETWORK),
	FIELD(SCTP, "sctp", ovs_key_sctp, sctp_dst, "dst", NETWORK),
	FIELD(ICMP, "icmp", ovs_key_icmp, icmp_type, "type", NUMBER),
	FIELD(ICMP, "icmp", ovs_key_icmp, icmp_code, "code", NUMBER),
	FIELD(ICMPV6, "icmpv6", ovs_key_icmpv6, icmpv6_type, "type", NUMBER),
	FIELD(ICMPV6, "icmpv6", ovs_key_icmpv6, icmpv6_code, "code", NUMBER),
	FIELD(ARP, "arp", ovs_key_arp, arp_sip, "sip", IPV4),
	FIELD(ARP, "arp", ovs_key_arp, arp_tip, "tip", IPV4),
	FIELD(ARP, "arp", ovs_key_arp, arp_op, "op", NETWORK),
#undef FIELD
};

static uint32_t number_of(const uint8_t *bytes, uint8_t length, bool network)
{
	uint16_t two;
	uint32_t four;

	switch (length) {
	case 1:
		return *bytes;
	case 2:
		memcpy(&two, bytes, sizeof(two));
		return network ? ntohs(two) : two;
	default:
		memcpy(&four, bytes, sizeof(four));
		return network ? ntohl(four) : four;
	}
}

static void add_value(struct bounded_text *text, const struct field *field, const uint8_t *bytes)
{
	char address[INET6_ADDRSTRLEN];

	switch (field->format) {
	case NUMBER:
	case NETWORK:
		bounded_add(text, "%" PRIu32,
			    number_of(bytes, field->length, field->format == NETWORK));
		break;
	case HEX:
	case NETWORK_HEX:
		bounded_add(text, "0x%" PRIx32,
			    number_of(bytes, field->length, field->format == NETWORK_HEX));
		break;
	case MAC:
		bounded_add(text, "%02x:%02x:%02x:%02x:%02x:%02x", bytes[0], bytes[1], bytes[2],
			    bytes[3], bytes[4], bytes[5]);
		break;
	case IPV4:
	case IPV6:
		bounded_add(text, "%s",
			    inet_ntop(field->format == IPV4 ? AF_INET : AF_INET6, bytes, address,
				      sizeof(address)));
	}
}

static bool all_are(const uint8_t *bytes, uint8_t length, uint8_t value)
{
	for (uint8_t i = 0; i < length; i++)
		if (bytes[i] != value)
			return false;
	return true;
}

struct reader {
	struct nlattr *keys[OVS_KEY_ATTR_MAX + 1], *masks[OVS_KEY_ATTR_MAX + 1];
	bool exact;
};

/* The field's bytes in the key; NULL when it is not there or nothing is asked of it. *ret_whole:
 * every bit is. */
static const uint8_t *asked(const struct reader *reader, const struct field *field,
			    const uint8_t **ret_mask, bool *ret_whole)
{
	const struct nlattr *key = reader->keys[field->attribute];
	const struct nlattr *mask = reader->masks[field->attribute];

	*ret_whole = reader->exact;
	*ret_mask = NULL;
	if (!key || nla_len(key) < field->offset + field->length)
		return NULL;
	if (!reader->exact) {
		if (!mask || nla_len(mask) < field->offset + field->length)
			return NULL;
		*ret_mask = (const uint8_t *)nla_data(mask) + field->offset;
		if (all_are(*ret_mask, field->length, 0))
			return NULL;
		*ret_whole = all_are(*ret_mask, field->length, 0xff);
	}
	return (const uint8_t *)nla_data(key) + field->offset;
}

static const char *family_name(uint16_t type)
{
	return type == ETH_P_IP     ? "ipv4"
	       : type == ETH_P_IPV6 ? "ipv6"
	       : type == ETH_P_ARP  ? "arp"
				    : "other";
}

static const char *protocol_name(uint32_t number, char *buffer, size_t size)
{
	switch (number) {
	case IPPROTO_TCP:
		return "tcp";
	case IPPROTO_UDP:
		return "udp";
	case IPPROTO_ICMP:
		return "icmp";
	case IPPROTO_ICMPV6:
		return "icmpv6";
	case IPPROTO_SCTP:
		return "sctp";
	}
	snprintf(buffer, size, "%" PRIu32, number);
	return buffer;
}

/* What the ledger wants to know of the packets: only fields that have one value. */
static void note(struct ovs_key *key, const struct field *field, const uint8_t *bytes)
{
	bool destination = field->name && !strcmp(field->name, "dst");

	switch (field->attribute) {
	case OVS_KEY_ATTR_IN_PORT:
		key->has_port = true;
		key->in_port = number_of(bytes, 4, false);
		return;
	case OVS_KEY_ATTR_ETHERTYPE:
		key->family = family_name((uint16_t)number_of(bytes, 2, true));
		return;
	case OVS_KEY_ATTR_IPV4:
	case OVS_KEY_ATTR_IPV6:
		if (destination)
			inet_ntop(field->format == IPV4 ? AF_INET : AF_INET6, bytes, key->address,
				  sizeof(key->address));
		else if (!strcmp(field->name, "proto"))
			key->protocol = protocol_name(*bytes, key->protocol_number,
						      sizeof(key->protocol_number));
		return;
	case OVS_KEY_ATTR_TCP:
	case OVS_KEY_ATTR_UDP:
	case OVS_KEY_ATTR_SCTP:
		if (destination) {
			key->has_destination = true;
			key->destination = (uint16_t)number_of(bytes, 2, true);
		}
	}
}

/* Recirculation 0 is where every packet begins. */
static bool worth_telling(const struct field *field, const uint8_t *bytes)
{
	return field->attribute != OVS_KEY_ATTR_RECIRC_ID || number_of(bytes, 4, false);
}

/* Without it a frame with any addresses would read as a packet without a frame. */
static bool ends_ethernet(const struct reader *reader, const struct field *field)
{
	return field->attribute == OVS_KEY_ATTR_ETHERNET && !strcmp(field->name, "dst") &&
	       reader->keys[OVS_KEY_ATTR_ETHERNET];
}

static void add_fields(struct bounded_text *text, const struct reader *reader, struct ovs_key *key)
{
	const char *open = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const struct field *field = &fields[i];
		const uint8_t *mask, *bytes;
		bool whole, same = open && !strcmp(open, field->group);

		bytes = asked(reader, field, &mask, &whole);
		if (open && !same) {
			bounded_add(text, ")");
			open = NULL;
		}
		if (!bytes && !same && ends_ethernet(reader, field)) {
			bounded_comma(text);
			bounded_add(text, "eth()");
		}
		if (!bytes || !worth_telling(field, bytes))
			continue;
		if (whole)
			note(key, field, bytes);
		bounded_comma(text);
		if (!same)
			bounded_add(text, "%s(", field->group);
		if (field->name)
			bounded_add(text, "%s=", field->name);
		add_value(text, field, bytes);
		if (!whole) {
			bounded_add(text, "/");
			add_value(text, field, mask);
		}
		open = field->group;
	}
	if (open)
		bounded_add(text, ")");
}

static void read_level(struct bounded_text *text, struct nlattr *keys, struct nlattr *masks,
		       struct ovs_key *key, unsigned depth)
{
	struct reader reader = { .exact = !masks };

	if (nla_parse_nested(reader.keys, OVS_KEY_ATTR_MAX, keys, NULL) < 0 ||
	    (masks && nla_parse_nested(reader.masks, OVS_KEY_ATTR_MAX, masks, NULL) < 0))
		return;
	add_fields(text, &reader, key);
	if (!reader.keys[OVS_KEY_ATTR_ENCAP] || !depth)
		return;
	bounded_comma(text);
	bounded_add(text, "encap(");
	read_level(text, reader.keys[OVS_KEY_ATTR_ENCAP],
		   masks ? reader.masks[OVS_KEY_ATTR_ENCAP] : NULL, key, depth - 1);
	bounded_add(text, ")");
}

#define TAGS 2

void ovs_key_read(struct nlattr *key, struct nlattr *mask, struct ovs_key *ret_key)
{
	struct bounded_text text = { ret_key->text, sizeof(ret_key->text), 0 };

	*ret_key = (struct ovs_key){ .family = "", .protocol = "" };
	if (key)
		read_level(&text, key, mask, ret_key, TAGS);
}
