// SPDX-License-Identifier: BSD-2-Clause
#include "redact.h"

#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "redact_inside.h"

struct redactor *redactor_new(void)
{
	struct redactor *redactor = must_calloc(1, sizeof(*redactor));

	redact_key_make(&redactor->key);
	return redactor;
}

void redactor_free(struct redactor *redactor)
{
	if (!redactor)
		return;
	for (size_t i = 0; i < redactor->count; i++) {
		free(redactor->names[i].name);
		free(redactor->names[i].pseudonym);
	}
	free(redactor->names);
	free(redactor);
}

/* What every hypervisor runs: ends with "-", "/" or a letter that a number may follow. */
static bool is_system_name(const char *name)
{
	static const char *const starts[] = {
		"ksoftirqd/",   "kworker/", "migration/",   "swapper/", "vhost-",
		"irq/",         "napi/",    "rcu_",         "rcuop/",   "rcuog/",
		"qemu-system-", "CPU ",     "ovs-vswitchd", "handler",  "revalidator",
		"ovsdb-server", "urcu",     "pmd-",         "kvm-pit/", "ksmd",
	};

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++)
		if (!strncmp(name, starts[i], strlen(starts[i])))
			return true;
	return !*name;
}

static struct redacted_name *place_of(struct redactor *redactor, const char *name)
{
	size_t at = 0;

	while (at < redactor->count && strlen(redactor->names[at].name) >= strlen(name))
		at++;
	redactor->names =
		must_realloc(redactor->names, (redactor->count + 1) * sizeof(*redactor->names));
	memmove(redactor->names + at + 1, redactor->names + at,
		(redactor->count - at) * sizeof(*redactor->names));
	redactor->count++;
	return &redactor->names[at];
}

const char *redact_name(struct redactor *redactor, const char *kind, const char *name)
{
	struct redacted_name *entry;
	uint64_t hash;

	if (strcmp(kind, "process") == 0 && is_system_name(name))
		return name;
	for (size_t i = 0; i < redactor->count; i++)
		if (!strcmp(redactor->names[i].name, name) ||
		    !strcmp(redactor->names[i].pseudonym, name))
			return redactor->names[i].pseudonym;
	entry = place_of(redactor, name);
	hash = redact_hash(&redactor->key, name, strlen(name));
	entry->name = must_strdup(name);
	if (asprintf(&entry->pseudonym, "%s-%08x", kind, (unsigned)hash) < 0)
		entry->pseudonym = NULL;
	return must_have(entry->pseudonym);
}

/* Which kind of name a column or a key of `where` holds, or NULL. */
static const char *kind_of(const char *key)
{
	static const char *const processes[] = { "process", "thread", "comm", "task", "worker" };
	size_t length = strlen(key);

	if (!strcmp(key, "host") || !strcmp(key, "guest"))
		return "host";
	if (!strcmp(key, "vm") || (length > 3 && !strcmp(key + length - 3, "_vm")))
		return "vm";
	for (size_t i = 0; i < ARRAY_SIZE(processes); i++) {
		size_t tail = strlen(processes[i]);

		if (length >= tail && !strcmp(key + length - tail, processes[i]) &&
		    (length == tail || key[length - tail - 1] == '_'))
			return "process";
	}
	return NULL;
}

static void set_text(cJSON *item, const char *text)
{
	if (strcmp(item->valuestring, text))
		cJSON_SetValuestring(item, text);
}

static void redact_item(struct redactor *redactor, cJSON *item, enum redact_names names)
{
	cleanup_free char *text = redact_text(redactor, item->valuestring, names);

	set_text(item, text);
}

static const char *column_of(const cJSON *columns, int at)
{
	const char *name = json_text(cJSON_GetArrayItem(columns, at), "name");

	return name ? name : "";
}

/* Names in their columns, addresses in all others. */
static void redact_fact(struct redactor *redactor, cJSON *fact)
{
	const cJSON *columns = json_get(fact, "columns");
	int width = cJSON_GetArraySize(columns);
	const char **kinds = must_calloc((size_t)width, sizeof(*kinds));
	cJSON *row, *cell;

	for (int i = 0; i < width; i++)
		kinds[i] = kind_of(column_of(columns, i));
	cJSON_ArrayForEach (row, json_get(fact, "rows")) {
		int at = 0;

		cJSON_ArrayForEach (cell, row) {
			const char *kind = at < width ? kinds[at] : NULL;

			at++;
			if (!cJSON_IsString(cell))
				continue;
			if (kind)
				set_text(cell, redact_name(redactor, kind, cell->valuestring));
			else
				redact_item(redactor, cell, REDACT_NO_NAMES);
		}
	}
	free(kinds);
}

/* Their values are words of netdoctor or of the kernel, or were done already. */
static bool is_fixed(const char *key)
{
	static const char *const fixed[] = {
		"schema",   "version", "verdict", "id",       "severity", "state",
		"unit",     "fact",    "probe",   "item",     "section",  "title",
		"title_zh", "kernel",  "arch",    "os",       "role",     "risk",
		"started",  "columns", "rows",    "reason",   "location", "family",
		"kind",     "name",    "flows",   "protocol", "label",    "label_zh",
	};

	for (size_t i = 0; i < ARRAY_SIZE(fixed); i++)
		if (!strcmp(key, fixed[i]))
			return true;
	return false;
}

static void redact_host_name(struct redactor *redactor, cJSON *name)
{
	if (cJSON_IsString(name))
		set_text(name, redact_name(redactor, "host", name->valuestring));
}

/* Hosts of a merged report: objects with a name, or names. */
static void redact_hosts(struct redactor *redactor, const cJSON *hosts)
{
	cJSON *host;

	cJSON_ArrayForEach (host, hosts)
		redact_host_name(redactor, cJSON_IsObject(host) ? json_get(host, "name") : host);
}

static void collect_names(struct redactor *redactor, cJSON *json);

/* First pass: names are collected where they stand alone. */
static void collect_name(struct redactor *redactor, cJSON *item)
{
	const char *key = item->string ? item->string : "", *kind = kind_of(key);

	if (!strcmp(key, "host"))
		redact_host_name(redactor, cJSON_IsObject(item) ? json_get(item, "name") : item);
	if (!strcmp(key, "hosts"))
		redact_hosts(redactor, item);
	if (cJSON_IsString(item) && kind)
		set_text(item, redact_name(redactor, kind, item->valuestring));
	else if (json_get(item, "rows"))
		redact_fact(redactor, item);
	else if (cJSON_IsArray(item) || cJSON_IsObject(item))
		collect_names(redactor, item);
}

static void collect_names(struct redactor *redactor, cJSON *json)
{
	cJSON *item;

	cJSON_ArrayForEach (item, json)
		collect_name(redactor, item);
}

/* Of `where`, names of devices and the like stay. */
static enum redact_names names_of(const cJSON *json, const char *key)
{
	if (json->string && !strcmp(json->string, "where"))
		return REDACT_NO_NAMES;
	return strcmp(key, "command") && strcmp(key, "undo") ? REDACT_ALL_NAMES : REDACT_COMMAND;
}

/* Second pass: everything that is text. */
static void redact_texts(struct redactor *redactor, cJSON *json)
{
	cJSON *item;

	cJSON_ArrayForEach (item, json)
		if (cJSON_IsString(item) && item->string && !is_fixed(item->string))
			redact_item(redactor, item, names_of(json, item->string));
		else if ((cJSON_IsObject(item) || cJSON_IsArray(item)) &&
			 !(item->string && is_fixed(item->string)))
			redact_texts(redactor, item);
}

void redact_json(struct redactor *redactor, cJSON *json)
{
	cJSON *run = json_get(json, "run"), *inner = json_get(json_get(json, "evidence"), "run");

	if (json_true(run, "redacted"))
		return;
	collect_names(redactor, json);
	redact_texts(redactor, json);
	cJSON_AddTrueToObject(run, "redacted");
	if (!inner)
		return;
	cJSON_AddTrueToObject(inner, "redacted");
	if (!json_get(json, "redacted"))
		cJSON_AddTrueToObject(json, "redacted");
}

char *redact_saved(struct redactor *redactor, const char *bytes)
{
	cleanup_json cJSON *json = must_have(cJSON_Parse(bytes));
	cleanup_free char *text = NULL;
	char *line = NULL;

	redact_json(redactor, json);
	text = must_have(cJSON_PrintUnformatted(json));
	if (asprintf(&line, "%s\n", text) < 0)
		line = NULL;
	return must_have(line);
}

void redact_facts(struct redactor *redactor, struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->count; i++) {
		struct table *table = evidence->facts[i].table;

		for (size_t at = 0; table && at < table->rows * table->width; at++) {
			struct cell *cell = &table->cells[at];
			const char *kind = kind_of(table->columns[at % table->width].name);
			cleanup_free char *text = NULL;

			if (cell->type != CELL_TEXT)
				continue;
			text = kind ? must_strdup(redact_name(redactor, kind, cell->text))
				    : redact_text(redactor, cell->text, REDACT_NO_NAMES);
			cell_text(cell, text);
		}
	}
}
