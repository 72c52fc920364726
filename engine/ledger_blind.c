// SPDX-License-Identifier: BSD-2-Clause
/* What the ledger could not have seen. */
#include <string.h>

#include "json.h"
#include "ledger.h"
#include "ledger_entry.h"

static bool has_losses(const struct evidence *evidence, const char *cause)
{
	const struct fact *losses = ledger_fact(evidence, "losses");

	for (size_t i = 0; losses && i < losses->table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(losses->table, i, "cause")), cause))
			return true;
	return false;
}

/* Is there an entry whose counters have all losses of that cause, and were they read? */
static bool counted_whole(const struct evidence *evidence, const cJSON *entries, const char *cause)
{
	const cJSON *entry, *from;

	cJSON_ArrayForEach (entry, entries) {
		if (!ledger_is_of(entry, cause) || !json_true(entry, "complete"))
			continue;
		cJSON_ArrayForEach (from, json_get(entry, "from"))
			if (ledger_fact(evidence, json_text(from, "fact")))
				return true;
	}
	return false;
}

const struct fact *ledger_blind(const struct evidence *evidence, const cJSON *data,
				const char *cause)
{
	const struct fact *drops = evidence_find(evidence, "drops.kernel");

	if (!drops || !drops->absent || has_losses(evidence, cause) ||
	    counted_whole(evidence, json_get(data, "counter_losses"), cause))
		return NULL;
	return drops;
}
