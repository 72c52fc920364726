// SPDX-License-Identifier: BSD-2-Clause
#include "scope.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "memory.h"
#include "scope_words.h"

static int parse_number(const char *text, unsigned long max, unsigned long *ret_number)
{
	unsigned long number;

	if (!*text || strspn(text, "0123456789") != strlen(text))
		return -1;
	errno = 0;
	number = strtoul(text, NULL, 10);
	if (errno || number > max)
		return -1;
	*ret_number = number;
	return 0;
}

/* Bits behind the prefix do not count, so they are not kept. */
static void apply_prefix(struct scope_address *address)
{
	for (unsigned bit = address->prefix; bit < 8 * sizeof(address->bytes); bit++)
		address->bytes[bit / 8] &= (uint8_t) ~(0x80 >> bit % 8);
}

/* An IPv4 address in IPv6 clothes is IPv4 on the wire. */
static void undress_mapped(struct scope_address *address)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (address->family != AF_INET6 || address->prefix < 96 ||
	    memcmp(address->bytes, mapped, sizeof(mapped)) != 0)
		return;
	address->family = AF_INET;
	address->prefix -= 96;
	memmove(address->bytes, address->bytes + 12, 4);
	memset(address->bytes + 4, 0, 12);
}

static int parse_address(const char *text, struct scope_address *ret_address)
{
	cleanup_free char *copy = must_strdup(text);
	struct scope_address address = { 0 };
	char *slash = strchr(copy, '/');
	unsigned long prefix;
	unsigned bits;

	if (slash)
		*slash++ = '\0';
	if (inet_pton(AF_INET, copy, address.bytes) == 1)
		address.family = AF_INET;
	else if (inet_pton(AF_INET6, copy, address.bytes) == 1)
		address.family = AF_INET6;
	else
		return -1;
	bits = address.family == AF_INET ? 32 : 128;
	prefix = bits;
	if (slash && parse_number(slash, bits, &prefix) < 0)
		return -1;
	address.prefix = (uint8_t)prefix;
	apply_prefix(&address);
	undress_mapped(&address);
	*ret_address = address;
	return 0;
}

static int too_many(const char *option, struct error *err)
{
	return error_set(err, "--%s takes at most %d entries", option, SCOPE_MAX);
}

static int add_address(struct scope_addresses *list, const char *option, const char *entry,
		       struct error *err)
{
	if (list->count == SCOPE_MAX)
		return too_many(option, err);
	if (parse_address(entry, &list->entries[list->count]) < 0)
		return error_set(err,
				 "--%s: \"%s\" is no IPv4 or IPv6 address, with or without /prefix",
				 option, entry);
	list->count++;
	return 0;
}

static int set_source(struct scope *scope, const char *option, const char *entry, struct error *err)
{
	return add_address(&scope->source, option, entry, err);
}

static int set_destination(struct scope *scope, const char *option, const char *entry,
			   struct error *err)
{
	return add_address(&scope->destination, option, entry, err);
}

static int add_port(struct scope_ports *list, const char *option, const char *entry,
		    struct error *err)
{
	unsigned long port;

	if (list->count == SCOPE_MAX)
		return too_many(option, err);
	if (parse_number(entry, UINT16_MAX, &port) < 0 || !port)
		return error_set(err, "--%s: \"%s\" is no port between 1 and 65535", option, entry);
	list->entries[list->count++] = (uint16_t)port;
	return 0;
}

static int set_source_port(struct scope *scope, const char *option, const char *entry,
			   struct error *err)
{
	return add_port(&scope->source_ports, option, entry, err);
}

static int set_destination_port(struct scope *scope, const char *option, const char *entry,
				struct error *err)
{
	return add_port(&scope->destination_ports, option, entry, err);
}

static int set_protocol(struct scope *scope, const char *option, const char *entry,
			struct error *err)
{
	for (size_t i = 0; i < ARRAY_SIZE(scope_protocols); i++)
		if (!strcasecmp(entry, scope_protocols[i].name)) {
			scope->protocols |= scope_protocols[i].bit;
			return 0;
		}
	return error_set(err, "--%s: \"%s\" is none of tcp, udp, icmp (or all, alone)", option,
			 entry);
}

static int set_direction(struct scope *scope, const char *option, const char *entry,
			 struct error *err)
{
	for (size_t i = 0; i < SCOPE_DIRECTIONS; i++)
		if (!strcasecmp(entry, scope_directions[i])) {
			scope->direction = (enum scope_direction)i;
			return 0;
		}
	return error_set(err, "--%s: \"%s\" is none of tx, rx, both", option, entry);
}

/* What the kernel takes for a device's name. */
static bool is_device_name(const char *name)
{
	size_t length = strlen(name);

	return length && length < sizeof((struct scope_devices){ 0 }.names[0]) &&
	       strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !strpbrk(name, "/: \t\n\v\f\r");
}

static int set_device(struct scope *scope, const char *option, const char *entry, struct error *err)
{
	struct scope_devices *devices = &scope->devices;
	unsigned bit = 1U << devices->count;

	if (devices->count == SCOPE_MAX)
		return error_set(err, "--%s: at most %d devices can be named", option, SCOPE_MAX);
	if (!is_device_name(entry))
		return error_set(err, "--%s: \"%s\" is no name of a network device", option, entry);
	if (!strcmp(option, "vm-interface"))
		devices->vm |= bit;
	if (!strcmp(option, "phy-interface"))
		devices->phy |= bit;
	snprintf(devices->names[devices->count++], sizeof(devices->names[0]), "%s", entry);
	return 0;
}

static int set_netns(struct scope *scope, const char *option, const char *entry, struct error *err)
{
	if (!*entry || strchr(entry, '/'))
		return error_set(err, "--%s: \"%s\" is no namespace's name or process id", option,
				 entry);
	free(scope->netns);
	scope->netns = strcmp(entry, "all") ? must_strdup(entry) : NULL;
	return 0;
}

static int set_vm(struct scope *scope, const char *option, const char *entry, struct error *err)
{
	if (!*entry)
		return error_set(err, "--%s needs a name or a process id", option);
	free(scope->vm);
	scope->vm = must_strdup(entry);
	return 0;
}

static const struct {
	const char *name;
	/* Takes one entry of a comma list, or all of the value where there is no list. */
	int (*set)(struct scope *scope, const char *option, const char *entry, struct error *err);
	bool list;
} setters[] = {
	{ "src-ip", set_source, true },        { "dst-ip", set_destination, true },
	{ "src-port", set_source_port, true }, { "dst-port", set_destination_port, true },
	{ "protocol", set_protocol, true },    { "l4-protocol", set_protocol, true },
	{ "direction", set_direction, false }, { "device", set_device, true },
	{ "vm-interface", set_device, true },  { "phy-interface", set_device, true },
	{ "netns", set_netns, false },         { "vm", set_vm, false },
};

int scope_set(struct scope *scope, const char *option, const char *value, struct error *err)
{
	cleanup_free char *copy = must_strdup(value);
	char *rest = copy, *entry;
	size_t i = 0;

	while (i < ARRAY_SIZE(setters) && strcmp(setters[i].name, option) != 0)
		i++;
	if (i == ARRAY_SIZE(setters))
		return error_set(err, "--%s does not narrow the scope", option);
	if (setters[i].set == set_protocol && !strcasecmp(value, "all")) {
		scope->protocols = SCOPE_ALL;
		return 0;
	}
	if (!setters[i].list)
		return setters[i].set(scope, option, value, err);
	while ((entry = strsep(&rest, ",")))
		if (setters[i].set(scope, option, entry, err) < 0)
			return -1;
	return 0;
}

static bool has_family(const struct scope_addresses *list, uint8_t family)
{
	for (unsigned i = 0; i < list->count; i++)
		if (list->entries[i].family == family)
			return true;
	return !list->count;
}

int scope_check(const struct scope *scope, struct error *err)
{
	bool ports = scope->source_ports.count || scope->destination_ports.count;

	if (ports && scope->protocols == SCOPE_ICMP)
		return error_set(err, "--protocol icmp has no ports: leave out --src-port and "
				      "--dst-port");
	for (size_t i = 0; i < 2; i++) {
		const uint8_t family = i ? AF_INET6 : AF_INET;

		if (has_family(&scope->source, family) && has_family(&scope->destination, family))
			return 0;
	}
	return error_set(err,
			 "--src-ip and --dst-ip are of different families: no packet has both");
}

bool scope_narrow(const struct scope *scope)
{
	return scope->source.count || scope->destination.count || scope->source_ports.count ||
	       scope->destination_ports.count || scope->protocols ||
	       scope->direction != SCOPE_BOTH || scope->devices.count || scope->netns || scope->vm;
}

void scope_clear(struct scope *scope)
{
	free(scope->netns);
	free(scope->vm);
	*scope = (struct scope){ 0 };
}
