// SPDX-License-Identifier: BSD-2-Clause
#include "drop_reasons.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "memory.h"

#define CORE_ENUM "skb_drop_reason"
#define CORE_PREFIX "SKB_DROP_REASON_"
#define SUBSYSTEM_ENUM "skb_drop_reason_subsys"
#define SUBSYSTEM_PREFIX "SKB_DROP_REASON_SUBSYS_"

struct name {
	uint32_t value;
	char *text;
};

struct names {
	struct name *entries;
	size_t count;
};

struct drop_reasons {
	struct names reasons;
	struct names subsystems;
};

struct drop_reasons *drop_reasons_new(void)
{
	return must_calloc(1, sizeof(struct drop_reasons));
}

static void names_clear(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->entries[i].text);
	free(names->entries);
}

void drop_reasons_free(struct drop_reasons *reasons)
{
	if (!reasons)
		return;
	names_clear(&reasons->reasons);
	names_clear(&reasons->subsystems);
	free(reasons);
}

static const char *names_find(const struct names *names, uint32_t value)
{
	for (size_t i = 0; i < names->count; i++)
		if (names->entries[i].value == value)
			return names->entries[i].text;
	return NULL;
}

static void names_add(struct names *names, uint32_t value, char *text)
{
	names->entries = must_realloc(names->entries, (names->count + 1) * sizeof(*names->entries));
	names->entries[names->count++] = (struct name){ value, text };
}

bool drop_reasons_has(const struct drop_reasons *reasons, const char *subsystem)
{
	for (size_t i = 0; i < reasons->subsystems.count; i++)
		if (!strcmp(reasons->subsystems.entries[i].text, subsystem))
			return true;
	return false;
}

static const char *without(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(text, prefix, length) ? text : text + length;
}

static void add_core(struct drop_reasons *reasons, const char *name, uint32_t value)
{
	if (!names_find(&reasons->reasons, value))
		names_add(&reasons->reasons, value, must_strdup(without(name, CORE_PREFIX)));
}

static void add_subsystem(struct drop_reasons *reasons, const char *name, uint32_t value)
{
	char *text = must_strdup(without(name, SUBSYSTEM_PREFIX));

	for (char *c = text; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	if (names_find(&reasons->subsystems, value))
		free(text);
	else
		names_add(&reasons->subsystems, value, text);
}

/* Other subsystems: only values that carry one in their upper half; markers begin with "_". */
static void add_other(struct drop_reasons *reasons, const char *name, uint32_t value)
{
	while (*name == '_')
		name++;
	if (value >> 16 && value & 0xffff && !names_find(&reasons->reasons, value))
		names_add(&reasons->reasons, value, must_strdup(name));
}

static void add_enum(struct drop_reasons *reasons, const struct btf *btf,
		     const struct btf_type *type,
		     void (*add)(struct drop_reasons *reasons, const char *name, uint32_t value))
{
	const struct btf_enum *entry = btf_enum(type);

	for (unsigned i = 0; i < btf_vlen(type); i++)
		add(reasons, btf__name_by_offset(btf, entry[i].name_off), (uint32_t)entry[i].val);
}

void drop_reasons_add(struct drop_reasons *reasons, const struct btf *btf, uint32_t first)
{
	uint32_t count = btf__type_cnt(btf);

	for (uint32_t id = first; id < count; id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);
		const char *name;

		if (btf_kind(type) != BTF_KIND_ENUM)
			continue;
		name = btf__name_by_offset(btf, type->name_off);
		if (!strcmp(name, CORE_ENUM))
			add_enum(reasons, btf, type, add_core);
		else if (!strcmp(name, SUBSYSTEM_ENUM))
			add_enum(reasons, btf, type, add_subsystem);
		else if (strstr(name, "_drop_reason"))
			add_enum(reasons, btf, type, add_other);
	}
}

void drop_reasons_read(struct drop_reasons *reasons, struct kernel_btf *kernel)
{
	static const char *const modules[] = { "openvswitch", "mac80211" };
	const struct btf *vmlinux = kernel_btf_vmlinux(kernel), *module;
	struct error err;

	drop_reasons_add(reasons, vmlinux, 1);
	if (!reasons->subsystems.count)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(modules); i++)
		if (!kernel_btf_module(kernel, modules[i], &module, &err))
			drop_reasons_add(reasons, module, btf__type_cnt(vmlinux));
}

bool drop_reasons_any(const struct drop_reasons *reasons)
{
	return reasons && reasons->reasons.count;
}

const char *drop_reasons_name(const struct drop_reasons *reasons, uint32_t reason, char *buffer,
			      size_t size)
{
	const char *name = reasons ? names_find(&reasons->reasons, reason) : NULL;

	if (!drop_reasons_any(reasons))
		return "";
	if (name)
		return name;
	snprintf(buffer, size, "REASON_%u", reason);
	return buffer;
}

const char *drop_reasons_subsystem(const struct drop_reasons *reasons, uint32_t reason,
				   char *buffer, size_t size)
{
	const char *name = reasons ? names_find(&reasons->subsystems, reason >> 16) : NULL;

	if (!drop_reasons_any(reasons))
		return "";
	if (name)
		return name;
	if (!(reason >> 16))
		return "core";
	snprintf(buffer, size, "subsystem_%u", reason >> 16);
	return buffer;
}
