// SPDX-License-Identifier: BSD-2-Clause
/* Latency of hops that were made from devices: from the fact path.stages, the slowest that fits. */
#include "path_model.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "phrase.h"
#include "rows.h"

static const struct {
	const char *kind, *stage;
	bool device; /* the stage is of that device */
} stages[] = {
	{ "qdisc", "qdisc", true },      { "nic", "driver", true },
	{ "tap", "driver", true },       { "device", "driver", true },
	{ "stack", "softirq", false },   { "stack", "ip_input", false },
	{ "stack", "ip_output", false }, { "stack", "ip_forward", false },
	{ "ovs", "ovs_lookup", false },  { "ovs", "ovs_upcall", false },
	{ "ovs", "ovs_action", false },
};

static bool fits(const struct rows *rows, const cJSON *row, const cJSON *hop, const char *end)
{
	const char *kind = phrase_name(hop, "kind"), *stage = rows_text(rows, row, "stage");
	const char *device = phrase_name(hop, "device");

	if (strcmp(rows_text(rows, row, "host"), phrase_name(hop, "host")) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(stages); i++)
		if (!strcmp(stages[i].kind, kind) && !strcmp(stages[i].stage, stage))
			return stages[i].device ? !strcmp(rows_text(rows, row, "device"), device)
						: !strcmp(rows_text(rows, row, "from"), end) ||
							  !strcmp(rows_text(rows, row, "to"), end);
	return false;
}

/* The last device of the path: what the host's own hops are measured for. */
static const char *end_of(const cJSON *path)
{
	const char *end = "";
	const cJSON *hop;

	cJSON_ArrayForEach (hop, json_get(path, "hops"))
		if (json_text(hop, "device") && strcmp(phrase_name(hop, "kind"), "ovs") != 0)
			end = phrase_name(hop, "device");
	return end;
}

static void set_ns(cJSON *hop, const char *key, double us)
{
	cJSON_DeleteItemFromObject(hop, key);
	json_add_count(hop, key, (uint64_t)(1000 * us));
}

void path_lay_latency(const cJSON *report, cJSON *path)
{
	const char *end = end_of(path);
	struct rows rows;
	const cJSON *row;
	cJSON *hop;

	if (!rows_of(report, "path.stages", &rows))
		return;
	cJSON_ArrayForEach (hop, json_get(path, "hops"))
		cJSON_ArrayForEach (row, rows.list) {
			double p99 = rows_number(&rows, row, "p99");

			if (!fits(&rows, row, hop, end) ||
			    1000 * p99 <= json_real(hop, "p99_ns", -1))
				continue;
			set_ns(hop, "p50_ns", rows_number(&rows, row, "p50"));
			set_ns(hop, "p99_ns", p99);
			set_ns(hop, "samples", rows_number(&rows, row, "samples") / 1000);
		}
}
