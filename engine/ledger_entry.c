// SPDX-License-Identifier: BSD-2-Clause
#include "ledger_entry.h"

#include <fnmatch.h>
#include <string.h>

#include "json.h"
#include "memory.h"

const struct fact *ledger_fact(const struct evidence *evidence, const char *name)
{
	const struct fact *fact = name ? evidence_find(evidence, name) : NULL;

	return fact && !fact->absent ? fact : NULL;
}

static bool text_fits(const char *condition, const char *value)
{
	return strchr(condition, '*') ? !fnmatch(condition, value, 0) : !strcmp(condition, value);
}

static bool value_fits(const cJSON *condition, const char *value)
{
	const cJSON *item;

	if (cJSON_IsString(condition))
		return text_fits(condition->valuestring, value);
	cJSON_ArrayForEach (item, condition)
		if (cJSON_IsString(item) && text_fits(item->valuestring, value))
			return true;
	return false;
}

static bool cell_fits(const cJSON *condition, const struct cell *cell)
{
	if (cJSON_IsBool(condition))
		return cell->type == CELL_BOOL && cell->truth == cJSON_IsTrue(condition);
	return value_fits(condition, cell_as_text(cell));
}

bool ledger_fits(const cJSON *entry, const struct table *table, size_t row)
{
	const cJSON *condition;

	cJSON_ArrayForEach (condition, entry) {
		int column = table_column(table, condition->string);

		if (column >= 0 && !cell_fits(condition, table_row(table, row) + column))
			return false;
	}
	return true;
}

static bool same_text(const struct table *a, size_t row_a, const struct table *b, size_t row_b,
		      const char *column)
{
	return !strcmp(cell_as_text(table_cell(a, row_a, column)),
		       cell_as_text(table_cell(b, row_b, column)));
}

static bool agree(const cJSON *columns, const struct table *a, size_t row_a, const struct table *b,
		  size_t row_b)
{
	const cJSON *column;

	cJSON_ArrayForEach (column, columns)
		if (!cJSON_IsString(column) || !same_text(a, row_a, b, row_b, column->valuestring))
			return false;
	return true;
}

static struct ledger_claim *claim_on(struct ledger_claims *claims, const struct cell *counter)
{
	for (size_t i = 0; i < claims->count; i++)
		if (claims->entries[i].counter == counter)
			return &claims->entries[i];
	claims->entries =
		must_realloc(claims->entries, (claims->count + 1) * sizeof(*claims->entries));
	claims->entries[claims->count] = (struct ledger_claim){ .counter = counter };
	return &claims->entries[claims->count++];
}

static uint64_t claim(struct ledger_claims *claims, const struct cell *counter, uint64_t packets)
{
	struct ledger_claim *taken = claim_on(claims, counter);
	uint64_t counted = cell_as_count(counter);
	uint64_t left = counted > taken->packets ? counted - taken->packets : 0;

	packets = packets < left ? packets : left;
	taken->packets += packets;
	return packets;
}

uint64_t ledger_beside(struct ledger_claims *claims, const struct evidence *evidence,
		       const cJSON *entry, const struct table *table, size_t row, uint64_t packets)
{
	const cJSON *beside = json_get(entry, "beside"), *on = json_get(beside, "on");
	const struct fact *fact = ledger_fact(evidence, json_text(beside, "fact"));
	const char *up_to = json_text(beside, "up_to");
	uint64_t own = 0;

	if (!beside)
		return packets;
	for (size_t i = 0; fact && i < fact->table->rows && own < packets; i++) {
		if (!agree(on, table, row, fact->table, i) ||
		    !ledger_fits(json_get(beside, "rows"), fact->table, i))
			continue;
		if (!up_to)
			return packets;
		own += claim(claims, table_cell(fact->table, i, up_to), packets - own);
	}
	return own;
}
