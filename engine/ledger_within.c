// SPDX-License-Identifier: BSD-2-Clause
#include "ledger_within.h"

#include <string.h>

#include "json.h"
#include "ledger_entry.h"

static const struct column_spec elsewhere_columns[] = { { "cause", COLUMN_KEY, NULL },
							{ "netns", COLUMN_KEY, NULL },
							{ "packets", COLUMN_VALUE, "packets" },
							{ NULL, COLUMN_KEY, NULL } };

struct table *ledger_elsewhere_new(void)
{
	return table_new(elsewhere_columns);
}

void ledger_elsewhere_add(struct table *elsewhere, const char *cause, const char *netns,
			  uint64_t packets)
{
	struct cell *row = table_add(elsewhere);

	cell_text(&row[0], cause);
	cell_text(&row[1], netns);
	cell_count(&row[2], packets);
}

uint64_t ledger_elsewhere(const struct table *elsewhere, size_t rows, const char *cause,
			  const char *netns)
{
	uint64_t packets = 0;

	for (size_t i = 0; i < rows; i++)
		if (!strcmp(cell_as_text(table_cell(elsewhere, i, "cause")), cause) &&
		    !strcmp(cell_as_text(table_cell(elsewhere, i, "netns")), netns))
			packets += cell_as_count(table_cell(elsewhere, i, "packets"));
	return packets;
}

uint64_t ledger_within_left(const struct evidence *evidence, const cJSON *within,
			    const struct table *losses, const char *cause, const char *netns)
{
	const struct fact *fact = ledger_fact(evidence, json_text(within, "fact"));
	uint64_t counted = 0, taken = ledger_elsewhere(losses, losses->rows, cause, netns);

	if (!fact)
		return UINT64_MAX;
	for (size_t i = 0; i < fact->table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(fact->table, i, "netns")), netns) &&
		    ledger_fits(json_get(within, "rows"), fact->table, i))
			counted += cell_as_count(
				table_cell(fact->table, i, json_text(within, "column")));
	return counted > taken ? counted - taken : 0;
}
