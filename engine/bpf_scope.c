// SPDX-License-Identifier: BSD-2-Clause
#include "bpf_scope.h"

#include <string.h>
#include <sys/socket.h>

_Static_assert(SCOPE_MAX <= SCOPE_FILTER_MAX, "every entry of a list has its place");
_Static_assert(SCOPE_MAX * 4 <= SCOPE_FILTER_DEVICES, "every device found has its place");

static void fill_prefix(const struct scope_address *address, struct scope_filter_prefix *prefix)
{
	uint8_t mask[16] = { 0 }, value[16];

	for (unsigned bit = 0; bit < address->prefix && bit < 128; bit++)
		mask[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	for (size_t i = 0; i < sizeof(value); i++)
		value[i] = address->bytes[i] & mask[i];
	memcpy(prefix->mask, mask, sizeof(mask));
	memcpy(prefix->value, value, sizeof(value));
	prefix->family = address->family == AF_INET6 ? 6 : 4;
}

static __u32 fill_prefixes(const struct scope_addresses *from, struct scope_filter_prefix *to)
{
	for (unsigned i = 0; i < from->count; i++)
		fill_prefix(&from->entries[i], &to[i]);
	return from->count;
}

static __u32 fill_ports(const struct scope_ports *from, __u16 *to)
{
	for (unsigned i = 0; i < from->count; i++)
		to[i] = from->entries[i];
	return from->count;
}

static __u32 protocol_bits(unsigned protocols)
{
	return (protocols & SCOPE_TCP ? SCOPE_FILTER_TCP : 0) |
	       (protocols & SCOPE_UDP ? SCOPE_FILTER_UDP : 0) |
	       (protocols & SCOPE_ICMP ? SCOPE_FILTER_ICMP : 0);
}

static void fill_places(const struct scope *scope, const struct netns_list *namespaces,
			struct scope_filter *filter)
{
	for (unsigned i = 0; i < scope->devices.found_count; i++) {
		filter->device[i].netns = scope->devices.found[i].netns;
		filter->device[i].ifindex = scope->devices.found[i].ifindex;
		filter->device[i].vm = scope->devices.found[i].vm;
	}
	filter->devices = scope->devices.found_count;
	if (!scope->netns || !strcmp(scope->netns, "all"))
		return;
	for (size_t i = 0; i < namespaces->count && i < SCOPE_FILTER_MAX; i++)
		filter->netns_inode[filter->netns++] = namespaces->entries[i].inode;
}

void bpf_scope_fill(const struct scope *scope, const struct netns_list *namespaces,
		    struct scope_filter *ret_filter)
{
	struct scope_filter filter;

	memset(&filter, 0, sizeof(filter));
	filter.sources = fill_prefixes(&scope->source, filter.source);
	filter.destinations = fill_prefixes(&scope->destination, filter.destination);
	filter.source_ports = fill_ports(&scope->source_ports, filter.source_port);
	filter.destination_ports = fill_ports(&scope->destination_ports, filter.destination_port);
	filter.protocols = protocol_bits(scope->protocols);
	filter.direction = scope->direction == SCOPE_TX   ? SCOPE_FILTER_TX
			   : scope->direction == SCOPE_RX ? SCOPE_FILTER_RX
							  : 0;
	fill_places(scope, namespaces, &filter);
	filter.tuples = filter.sources || filter.destinations || filter.source_ports ||
			filter.destination_ports || filter.protocols;
	filter.narrow = filter.tuples || filter.direction || filter.devices || filter.netns;
	*ret_filter = filter;
}
