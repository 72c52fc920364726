// SPDX-License-Identifier: BSD-2-Clause
#include "merge_lists.h"

#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "merge_guest.h"
#include "text_stream.h"

static bool is(const cJSON *finding, const char *outcome)
{
	return !strcmp(json_text(finding, "outcome"), outcome);
}

static bool is_found(const cJSON *finding)
{
	return is(finding, "confirmed") || is(finding, "suspected");
}

/* object.key = "NAMES: text". */
static void add_named(cJSON *object, const char *key, const char *names, const char *text)
{
	cleanup_free char *both = NULL;

	if (!text)
		return;
	if (asprintf(&both, "%s: %s", names, text) < 0)
		both = NULL;
	cJSON_AddStringToObject(object, key, must_have(both));
}

static cJSON *where_with_host(const struct merge_host *host, const cJSON *where)
{
	cJSON *result = cJSON_CreateObject();
	const cJSON *item;

	cJSON_AddStringToObject(result, "host", host->name);
	cJSON_ArrayForEach (item, where)
		if (strcmp(item->string, "host"))
			json_copy_member(result, where, item->string);
	return result;
}

static void add_found(const struct merge_host *host, const cJSON *finding, cJSON *list)
{
	cJSON *copy = cJSON_Duplicate(finding, true);
	cJSON *where = where_with_host(host, json_get(copy, "where"));
	cJSON *beside = merge_beside(host, where);

	cJSON_DeleteItemFromObjectCaseSensitive(copy, "where");
	cJSON_AddItemToObject(copy, "where", where);
	if (beside)
		cJSON_AddItemToObject(copy, "beside", beside);
	json_add_count(copy, "lost_of", json_count(host->findings, "lost", 0));
	cJSON_AddItemToArray(list, copy);
}

static bool found_anywhere(const cJSON *list, const char *id)
{
	const cJSON *finding;

	cJSON_ArrayForEach (finding, list)
		if (is_found(finding) && !strcmp(json_text(finding, "id"), id))
			return true;
	return false;
}

static cJSON *same_line(cJSON *lines, const cJSON *finding, const char *key)
{
	const char *text = key ? json_text(finding, key) : NULL;
	cJSON *line;

	cJSON_ArrayForEach (line, lines) {
		const char *other = key ? json_text(line, key) : NULL;

		if (!strcmp(json_text(line, "id"), json_text(finding, "id")) &&
		    is(line, json_text(finding, "outcome")) &&
		    (!text || (other && !strcmp(text, other))))
			return line;
	}
	return NULL;
}

/* Lines that differ in nothing but the host are one, which names them all. */
static void add_line(const struct merge_host *host, const cJSON *finding, cJSON *lines)
{
	bool out = is(finding, "ruled_out"), broken = is(finding, "broken");
	cJSON *line = same_line(lines, finding, out ? NULL : broken ? "error" : "because");
	cJSON *names;

	if (!line) {
		line = cJSON_Duplicate(finding, true);
		cJSON_AddArrayToObject(line, "hosts");
		cJSON_AddItemToArray(lines, line);
	}
	if (json_true(finding, "essential") && !json_get(line, "essential"))
		cJSON_AddTrueToObject(line, "essential");
	names = json_get(line, "hosts");
	cJSON_AddItemToArray(names, cJSON_CreateString(host->name));
}

/* Of a cause that no host has, the first one's sentence stands for all. */
static char *names_of(const cJSON *line, bool chinese)
{
	const cJSON *names = json_get(line, "hosts"), *name;
	int count = cJSON_GetArraySize(names);
	cleanup_free char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	if (is(line, "ruled_out") && count > 1) {
		name = cJSON_GetArrayItem(names, 0);
		fprintf(out, chinese ? "%s（另有 %d 台主机也已排除）" : "%s (and %d more)",
			name->valuestring, count - 1);
	} else {
		cJSON_ArrayForEach (name, names)
			fprintf(out, "%s%s", name == names->child ? "" : ", ", name->valuestring);
	}
	fclose(out);
	return TAKE_PTR(text);
}

static void name_line(cJSON *line)
{
	cleanup_free char *english = names_of(line, false), *chinese = names_of(line, true);
	cleanup_free char *because = maybe_strdup(json_text(line, "because"));
	cleanup_free char *because_zh = maybe_strdup(json_text(line, "because_zh"));

	cJSON_DeleteItemFromObjectCaseSensitive(line, "because");
	cJSON_DeleteItemFromObjectCaseSensitive(line, "because_zh");
	cJSON_DeleteItemFromObjectCaseSensitive(line, "hosts");
	add_named(line, "because", english, because);
	add_named(line, "because_zh", chinese, because_zh);
}

cJSON *merge_findings(struct merge_host *const *hosts, size_t count, const cJSON *edges)
{
	cJSON *list = cJSON_CreateArray(), *result = cJSON_CreateObject(), *line;
	cleanup_json cJSON *lines = cJSON_CreateArray();
	const cJSON *finding;

	for (size_t i = 0; i < count; i++)
		cJSON_ArrayForEach (finding, json_get(hosts[i]->findings, "findings")) {
			if (is_found(finding))
				add_found(hosts[i], finding, list);
			else
				add_line(hosts[i], finding, lines);
		}
	merge_confirm(list, edges);
	while ((line = cJSON_DetachItemFromArray(lines, 0))) {
		if (is(line, "ruled_out") && found_anywhere(list, json_text(line, "id"))) {
			cJSON_Delete(line);
			continue;
		}
		name_line(line);
		cJSON_AddItemToArray(list, line);
	}
	cJSON_AddItemToObject(result, "findings", list);
	cJSON_AddItemToObject(result, "edges", cJSON_Duplicate(edges, true));
	json_copy_member(result, hosts[0]->findings, "broken");
	return result;
}

static int gravity(const cJSON *box)
{
	static const char *const order[] = { "unknown", "ok", "attention", "abnormal" };

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		if (!strcmp(order[i], json_text(box, "state")))
			return (int)i;
	return 0;
}

cJSON *merge_checklist(struct merge_host *const *hosts, size_t count)
{
	cJSON *list = cJSON_CreateArray();
	const cJSON *first = json_get(hosts[0]->findings, "checklist");

	for (int at = 0; at < cJSON_GetArraySize(first); at++) {
		size_t worst = 0;
		cJSON *line;

		for (size_t i = 1; i < count; i++)
			if (gravity(cJSON_GetArrayItem(json_get(hosts[i]->findings, "checklist"),
						       at)) >
			    gravity(cJSON_GetArrayItem(
				    json_get(hosts[worst]->findings, "checklist"), at)))
				worst = i;
		line = cJSON_Duplicate(
			cJSON_GetArrayItem(json_get(hosts[worst]->findings, "checklist"), at),
			true);
		for (int chinese = 0; chinese < 2; chinese++) {
			const char *key = chinese ? "because_zh" : "because";
			cleanup_free char *text = must_strdup(json_text(line, key));

			cJSON_DeleteItemFromObjectCaseSensitive(line, key);
			add_named(line, key, hosts[worst]->name, text);
		}
		cJSON_AddItemToArray(list, line);
	}
	return list;
}

static bool same_entry(const cJSON *a, const cJSON *b)
{
	static const char *const keys[] = { "name", "reason", "location", "protocol" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const char *left = json_text(a, keys[i]), *right = json_text(b, keys[i]);

		if (strcmp(left ? left : "", right ? right : ""))
			return false;
	}
	return true;
}

static void add_noise(cJSON *list, const cJSON *entry)
{
	cJSON *line;

	cJSON_ArrayForEach (line, list)
		if (same_entry(line, entry)) {
			uint64_t sum =
				json_count(line, "packets", 0) + json_count(entry, "packets", 0);

			cJSON_ReplaceItemInObjectCaseSensitive(line, "packets",
							       json_from_count(sum));
			return;
		}
	cJSON_AddItemToArray(list, cJSON_Duplicate(entry, true));
}

cJSON *merge_noise(struct merge_host *const *hosts, size_t count)
{
	cJSON *list = cJSON_CreateArray();
	const cJSON *entry;

	for (size_t i = 0; i < count; i++)
		cJSON_ArrayForEach (entry, json_get(hosts[i]->findings, "noise"))
			add_noise(list, entry);
	return list;
}

/* Copies of the lines of a list, whose texts of these keys begin with the host's name. */
static void add_of_host(cJSON *list, const cJSON *lines, const char *name, const char *key,
			bool with_host)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, lines) {
		cJSON *copy = cJSON_Duplicate(line, true);
		char zh[32];

		snprintf(zh, sizeof(zh), "%s_zh", key);
		cJSON_DeleteItemFromObjectCaseSensitive(copy, key);
		cJSON_DeleteItemFromObjectCaseSensitive(copy, zh);
		add_named(copy, key, name, json_text(line, key));
		add_named(copy, zh, name, json_text(line, zh));
		if (with_host)
			cJSON_AddStringToObject(copy, "host", name);
		cJSON_AddItemToArray(list, copy);
	}
}

cJSON *merge_probes(struct merge_host *const *hosts, size_t count)
{
	cJSON *list = cJSON_CreateArray();

	for (size_t i = 0; i < count; i++)
		add_of_host(list, hosts[i]->evidence->probes, hosts[i]->name, "why", true);
	return list;
}

cJSON *merge_unseen(struct merge_host *const *hosts, size_t count, const cJSON *more)
{
	cJSON *list = cJSON_CreateArray();
	const cJSON *line;

	for (size_t i = 0; i < count; i++)
		add_of_host(list, hosts[i]->evidence->unseen, hosts[i]->name, "because", false);
	cJSON_ArrayForEach (line, more)
		cJSON_AddItemToArray(list, cJSON_Duplicate(line, true));
	return list;
}
