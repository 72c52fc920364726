// SPDX-License-Identifier: BSD-2-Clause
#include "merge_facts.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"

/* The page shows far fewer, and the reader of a report takes two million values. */
#define CELLS_MAX ((size_t)500000)
#define LEFT_OUT \
	"left out of a merged report that would be too large: it is in the reports merged here"

static bool is_made_while_judging(const char *name)
{
	return !strncmp(name, "losses", 6) && (!name[6] || name[6] == '.');
}

static struct column_spec *columns_with_host(const struct table *table)
{
	struct column_spec *columns = must_calloc(table->width + 2, sizeof(*columns));

	columns[0] = (struct column_spec){ "host", COLUMN_KEY, NULL };
	for (size_t i = 0; i < table->width; i++)
		columns[i + 1] =
			(struct column_spec){ table->columns[i].name, table->columns[i].role,
					      table->columns[i].unit };
	return columns;
}

/* A host whose program had other columns: those of the same name. */
static size_t add_rows(struct table *to, const char *host, const struct table *from)
{
	size_t rows = from->rows;

	if (to->rows + rows > TABLE_MAX_ROWS)
		rows = TABLE_MAX_ROWS - to->rows;
	for (size_t i = 0; i < rows; i++) {
		struct cell *row = table_add(to);

		cell_text(&row[0], host);
		for (size_t k = 1; k < to->width; k++)
			cell_copy(&row[k], table_cell(from, i, to->columns[k].name));
	}
	return from->rows - rows;
}

/* Where the hosts' own steps are not about as long, or one is not known, there is none for all. */
static uint64_t common_step(uint64_t step_ms, const struct fact *fact)
{
	bool alike = fact->step_ms * 2 <= step_ms * 3 && step_ms * 2 <= fact->step_ms * 3;

	return alike ? step_ms : 0;
}

/* What all hosts have of a fact, put into `out`; as absent where none has it. */
static void add_fact(struct evidence *out, struct merge_host *const *hosts, size_t count,
		     const struct fact *first)
{
	cleanup_free struct column_spec *columns = columns_with_host(first->table);
	struct fact_spec spec = { first->name, NULL, columns };
	struct fact *to = evidence_add(out, first->probe, &spec);

	to->start_ms = first->start_ms;
	to->end_ms = first->end_ms;
	to->step_ms = first->step_ms;
	for (size_t i = 0; i < count; i++) {
		const struct fact *fact = evidence_find(hosts[i]->evidence, first->name);

		if (!fact || fact->absent)
			continue;
		to->step_ms = common_step(to->step_ms, fact);
		to->lost += fact->lost;
		to->cut += fact->cut + add_rows(to->table, hosts[i]->name, fact->table);
	}
	table_sort(to->table);
}

static const struct fact *first_of(struct merge_host *const *hosts, size_t count, const char *name)
{
	const struct fact *absent = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct fact *fact = evidence_find(hosts[i]->evidence, name);

		if (fact && !fact->absent)
			return fact;
		absent = absent ? absent : fact;
	}
	return absent;
}

static size_t cells_of(struct merge_host *const *hosts, size_t count, const char *name)
{
	size_t cells = 0;

	for (size_t i = 0; i < count; i++) {
		const struct fact *fact = evidence_find(hosts[i]->evidence, name);

		if (fact && !fact->absent)
			cells += fact->table->rows * (fact->table->width + 1);
	}
	return cells;
}

static void take(struct evidence *out, struct merge_host *const *hosts, size_t count,
		 const char *name, size_t *left)
{
	const struct fact *first = first_of(hosts, count, name);
	size_t cells = cells_of(hosts, count, name);

	if (!first || evidence_find(out, name) || is_made_while_judging(name))
		return;
	if (first->absent)
		evidence_absent(out, first->probe, name, first->absent, first->because);
	else if (cells > *left || first->table->width >= TABLE_MAX_COLUMNS)
		evidence_absent(out, first->probe, name, ABSENT_NOT_NEEDED, LEFT_OUT);
	else
		add_fact(out, hosts, count, first);
	if (!first->absent && cells <= *left)
		*left -= cells;
}

struct evidence *merge_facts(struct merge_host *const *hosts, size_t count, const cJSON *findings)
{
	struct evidence *out = evidence_new();
	size_t left = CELLS_MAX;
	const cJSON *finding, *item;

	cJSON_ArrayForEach (finding, findings)
		cJSON_ArrayForEach (item, json_get(finding, "evidence"))
			take(out, hosts, count, json_text(item, "fact"), &left);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < hosts[i]->evidence->count; k++)
			take(out, hosts, count, hosts[i]->evidence->facts[k].name, &left);
	return out;
}
