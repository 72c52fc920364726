// SPDX-License-Identifier: BSD-2-Clause
#include "lua_facts.h"

/* Of each row, and of so many at most: ten times the instructions that a rule has anyway, four
 * times the memory. */
#define INSTRUCTIONS_A_ROW 200
#define BYTES_A_ROW 400
#define ROWS_MOST 9000

struct lua_budget fact_view_budget(const struct fact_view *view)
{
	struct lua_budget budget = LUA_BUDGET_RULE;
	const cJSON *name;
	size_t rows = 0;

	cJSON_ArrayForEach (name, view->declared) {
		const struct fact *fact = evidence_find(view->evidence, name->valuestring);

		if (fact && fact->table)
			rows += fact->table->rows;
	}
	if (rows > ROWS_MOST)
		rows = ROWS_MOST;
	budget.instructions += INSTRUCTIONS_A_ROW * rows;
	budget.live_bytes += BYTES_A_ROW * rows;
	return budget;
}
