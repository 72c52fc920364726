// SPDX-License-Identifier: BSD-2-Clause
#include "evidence.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "version.h"

struct evidence *evidence_new(void)
{
	return must_calloc(1, sizeof(struct evidence));
}

void evidence_free(struct evidence *evidence)
{
	if (!evidence)
		return;
	cJSON_Delete(evidence->host);
	cJSON_Delete(evidence->run);
	cJSON_Delete(evidence->cost);
	cJSON_Delete(evidence->probes);
	cJSON_Delete(evidence->unseen);
	for (size_t i = 0; i < evidence->count; i++)
		fact_clear(&evidence->facts[i]);
	free(evidence->facts);
	free(evidence);
}

/* The first fact of the sorted list whose name is not before `name`. */
static size_t place_of(const struct evidence *evidence, const char *name)
{
	size_t low = 0, high = evidence->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(evidence->facts[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct evidence *evidence, size_t at, const char *name)
{
	return at < evidence->count && !strcmp(evidence->facts[at].name, name);
}

struct fact *evidence_find(const struct evidence *evidence, const char *name)
{
	size_t at = place_of(evidence, name);

	return is_at(evidence, at, name) ? &evidence->facts[at] : NULL;
}

/* The place of `name` in the sorted list, made empty. */
static struct fact *place(struct evidence *evidence, const char *name)
{
	size_t at = place_of(evidence, name);

	if (is_at(evidence, at, name)) {
		fact_clear(&evidence->facts[at]);
		return &evidence->facts[at];
	}
	evidence->facts =
		must_realloc(evidence->facts, (evidence->count + 1) * sizeof(*evidence->facts));
	memmove(evidence->facts + at + 1, evidence->facts + at,
		(evidence->count - at) * sizeof(*evidence->facts));
	evidence->count++;
	memset(&evidence->facts[at], 0, sizeof(evidence->facts[at]));
	return &evidence->facts[at];
}

struct fact *evidence_add(struct evidence *evidence, const char *probe,
			  const struct fact_spec *spec)
{
	struct fact *fact = place(evidence, spec->name);

	fact->name = must_strdup(spec->name);
	fact->probe = must_strdup(probe);
	fact->table = table_new(spec->columns);
	return fact;
}

void evidence_absent(struct evidence *evidence, const char *probe, const char *name,
		     enum absence why, const char *because)
{
	struct fact *fact = place(evidence, name);

	fact->name = must_strdup(name);
	fact->probe = must_strdup(probe);
	fact->absent = why;
	fact->because = maybe_strdup(because);
}

static void add_part(cJSON *json, const char *key, const cJSON *part)
{
	cJSON_AddItemToObject(json, key, part ? cJSON_Duplicate(part, true) : cJSON_CreateObject());
}

cJSON *evidence_to_json(const struct evidence *evidence)
{
	cJSON *json = cJSON_CreateObject(), *window, *facts;

	cJSON_AddStringToObject(json, "schema", EVIDENCE_SCHEMA);
	cJSON_AddStringToObject(json, "version", NETDOCTOR_VERSION);
	add_part(json, "host", evidence->host);
	add_part(json, "run", evidence->run);
	add_part(json, "cost", evidence->cost);
	window = cJSON_AddObjectToObject(json, "window");
	json_add_count(window, "start_ms", evidence->start_ms);
	json_add_count(window, "end_ms", evidence->end_ms);
	json_add_count(json, "unplaced", evidence->unplaced);
	cJSON_AddItemToObject(json, "probes",
			      evidence->probes ? cJSON_Duplicate(evidence->probes, true)
					       : cJSON_CreateArray());
	if (evidence->unseen)
		cJSON_AddItemToObject(json, "unseen", cJSON_Duplicate(evidence->unseen, true));
	facts = cJSON_AddObjectToObject(json, "facts");
	for (size_t i = 0; i < evidence->count; i++)
		fact_to_json(&evidence->facts[i], facts);
	return json;
}

char *evidence_save(const struct evidence *evidence)
{
	cleanup_json cJSON *json = evidence_to_json(evidence);
	char *bytes = must_have(cJSON_PrintUnformatted(json));
	size_t length = strlen(bytes);

	bytes = must_realloc(bytes, length + 2);
	memcpy(bytes + length, "\n", 2);
	return bytes;
}

static int take_part(const cJSON *json, const char *key, bool array, cJSON **ret_part,
		     struct error *err)
{
	const cJSON *part = json_get(json, key);

	if (array ? !cJSON_IsArray(part) : !cJSON_IsObject(part))
		return error_set(err, "\"%s\" is missing or no %s", key, array ? "list" : "object");
	*ret_part = cJSON_Duplicate(part, true);
	return 0;
}

static int load_facts(const cJSON *facts, struct evidence *evidence, struct error *err)
{
	const cJSON *json;

	if (!cJSON_IsObject(facts))
		return error_set(err, "\"facts\" is missing or no object");
	cJSON_ArrayForEach (json, facts) {
		struct fact fact = { 0 };

		if (fact_from_json(json, &fact, err) < 0)
			return error_prefix(err, "fact \"%.60s\"", json->string);
		*place(evidence, fact.name) = fact;
	}
	return 0;
}

static int load_parts(const cJSON *json, struct evidence *evidence, struct error *err)
{
	const char *schema = json_text(json, "schema");
	const cJSON *window = json_get(json, "window");

	if (!schema || strcmp(schema, EVIDENCE_SCHEMA))
		return error_set(err, "it is neither evidence nor a report of netdoctor (its "
				      "\"schema\" is not \"" EVIDENCE_SCHEMA "\")");
	if (take_part(json, "host", false, &evidence->host, err) < 0 ||
	    take_part(json, "run", false, &evidence->run, err) < 0 ||
	    take_part(json, "cost", false, &evidence->cost, err) < 0 ||
	    take_part(json, "probes", true, &evidence->probes, err) < 0)
		return -1;
	if (json_get(json, "unseen") && take_part(json, "unseen", true, &evidence->unseen, err) < 0)
		return -1;
	if (json_get(evidence->run, "scope") && !cJSON_IsObject(json_get(evidence->run, "scope")))
		return error_set(err, "\"run.scope\" is no object");
	evidence->start_ms = json_count(window, "start_ms", 0);
	evidence->end_ms = json_count(window, "end_ms", 0);
	evidence->unplaced = json_count(json, "unplaced", 0);
	return load_facts(json_get(json, "facts"), evidence, err);
}

int evidence_load(const char *bytes, size_t length, struct evidence **ret_evidence,
		  struct error *err)
{
	cleanup_evidence struct evidence *evidence = evidence_new();
	cleanup_json cJSON *json = NULL;
	const cJSON *inner;

	if (length > EVIDENCE_MAX_BYTES)
		return error_set(err, "it is larger than %zu MiB", EVIDENCE_MAX_BYTES >> 20);
	if (json_parse(bytes, length, &json, err) < 0)
		return -1;
	if (!cJSON_IsObject(json))
		return error_set(err, "it is no JSON object");
	if (json_get(json, "hosts"))
		return error_set(err, "it is a report of several hosts, made by 'merge': judge or "
				      "merge the files that it was made of");
	inner = json_get(json, "evidence");
	if (load_parts(inner ? inner : json, evidence, err) < 0)
		return -1;
	*ret_evidence = TAKE_PTR(evidence);
	return 0;
}
