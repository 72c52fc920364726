// SPDX-License-Identifier: BSD-2-Clause
#include "ledger.h"

#include <string.h>

#include "json.h"
#include "ledger_entry.h"

static void add_name(cJSON *names, const char *name)
{
	const cJSON *known;

	if (!name)
		return;
	cJSON_ArrayForEach (known, names)
		if (!strcmp(known->valuestring, name))
			return;
	cJSON_AddItemToArray(names, cJSON_CreateString(name));
}

bool ledger_is_of(const cJSON *entry, const char *cause)
{
	const char *own = json_text(entry, "cause");

	return own && !strcmp(own, cause);
}

cJSON *ledger_facts(const cJSON *data, const char *cause)
{
	cJSON *names = cJSON_CreateArray();
	const cJSON *entry, *from;

	cJSON_ArrayForEach (entry, json_get(data, "drop_reasons"))
		if (ledger_is_of(entry, cause)) {
			add_name(names, "drops.kernel");
			add_name(names, json_text(json_get(entry, "beside"), "fact"));
		}
	cJSON_ArrayForEach (entry, json_get(data, "counter_losses"))
		if (ledger_is_of(entry, cause))
			cJSON_ArrayForEach (from, json_get(entry, "from")) {
				add_name(names, json_text(from, "fact"));
				add_name(names, json_text(json_get(from, "within"), "fact"));
			}
	return names;
}
