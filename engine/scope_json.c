// SPDX-License-Identifier: BSD-2-Clause
#include "scope.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "scope_words.h"
#include "text.h"
#include "text_stream.h"

/* A comma list, written into memory; ended and added to `object` by list_end. */
struct list {
	FILE *stream;
	char *text;
	size_t size;
};

static void list_add(struct list *list, const char *entry)
{
	if (!list->stream)
		list->stream = text_stream(&list->text, &list->size);
	fprintf(list->stream, "%s%s", ftell(list->stream) ? "," : "", entry);
}

static void list_end(struct list *list, cJSON *object, const char *key)
{
	if (!list->stream)
		return;
	fclose(list->stream);
	cJSON_AddStringToObject(object, key, list->text);
	free(list->text);
}

static void say_addresses(cJSON *object, const char *key, const struct scope_addresses *addresses)
{
	struct list list = { 0 };

	for (unsigned i = 0; i < addresses->count; i++) {
		const struct scope_address *address = &addresses->entries[i];
		char text[INET6_ADDRSTRLEN + sizeof("/128")];
		size_t length;

		inet_ntop(address->family, address->bytes, text, INET6_ADDRSTRLEN);
		length = strlen(text);
		if (address->prefix != (address->family == AF_INET ? 32 : 128))
			snprintf(text + length, sizeof(text) - length, "/%u", address->prefix);
		list_add(&list, text);
	}
	list_end(&list, object, key);
}

static void say_ports(cJSON *object, const char *key, const struct scope_ports *ports)
{
	struct list list = { 0 };

	for (unsigned i = 0; i < ports->count; i++) {
		char text[sizeof("65535")];

		snprintf(text, sizeof(text), "%u", ports->entries[i]);
		list_add(&list, text);
	}
	list_end(&list, object, key);
}

static void say_protocols(cJSON *object, unsigned bits)
{
	struct list list = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(scope_protocols); i++)
		if (bits & scope_protocols[i].bit)
			list_add(&list, scope_protocols[i].name);
	list_end(&list, object, "protocol");
}

/* Those names whose bit is set in `bits`. */
static void say_devices(cJSON *object, const char *key, const struct scope_devices *devices,
			unsigned bits)
{
	struct list list = { 0 };

	for (unsigned i = 0; i < devices->count; i++) {
		cleanup_free char *name = text_from_system(devices->names[i]);

		if (bits & 1U << i)
			list_add(&list, name);
	}
	list_end(&list, object, key);
}

cJSON *scope_to_json(const struct scope *scope)
{
	const struct scope_devices *devices = &scope->devices;
	cJSON *object = cJSON_CreateObject();

	say_addresses(object, "src_ip", &scope->source);
	say_addresses(object, "dst_ip", &scope->destination);
	say_ports(object, "src_port", &scope->source_ports);
	say_ports(object, "dst_port", &scope->destination_ports);
	say_protocols(object, scope->protocols);
	if (scope->direction != SCOPE_BOTH)
		cJSON_AddStringToObject(object, "direction", scope_directions[scope->direction]);
	say_devices(object, "vm_interface", devices, devices->vm);
	say_devices(object, "phy_interface", devices, devices->phy);
	say_devices(object, "device", devices, ~(devices->vm | devices->phy));
	if (scope->netns) {
		cleanup_free char *netns = text_from_system(scope->netns);

		cJSON_AddStringToObject(object, "netns", netns);
	}
	return object;
}
