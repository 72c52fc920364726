// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "histogram.h"

static bool same_name(const char *a, const char *b)
{
	for (; *a && *b; a++, b++)
		if ((*a == '_' ? '-' : *a) != (*b == '_' ? '-' : *b))
			return false;
	return *a == *b;
}

const struct view *view_find(const char *name)
{
	for (size_t i = 0; i < all_views_count; i++)
		if (same_name(all_views[i]->name, name))
			return all_views[i];
	return NULL;
}

void view_of_probe(const struct probe *probe, struct view_panel panels[VIEW_MAX_PANELS],
		   struct view *ret_view)
{
	size_t count = 0;

	for (; probe->facts[count].name && count < VIEW_MAX_PANELS - 1; count++)
		panels[count] = (struct view_panel){
			.name = probe->facts[count].name,
			.title = probe->facts[count].summary,
			.fact = probe->facts[count].name,
		};
	panels[count] = (struct view_panel){ 0 };
	*ret_view = (struct view){
		.name = probe->name,
		.summary = probe->summary,
		.summary_zh = probe->summary_zh,
		.panels = panels,
	};
}

static size_t add_probe(const struct probe **probes, size_t count, size_t room,
			const struct probe *probe)
{
	for (size_t i = 0; i < count; i++)
		if (probes[i] == probe)
			return count;
	if (probe && count < room)
		probes[count++] = probe;
	return count;
}

size_t view_probes(const struct view *view, const struct probe **ret_probes, size_t room)
{
	size_t count = 0;
	bool joins = false;

	for (const struct view_panel *panel = view->panels; panel->name; panel++)
		count = add_probe(ret_probes, count, room, probe_of_fact(panel->fact, NULL));
	for (size_t i = 0; i < count; i++)
		joins |= ret_probes[i]->join != NULL;
	/* Devices are numbers until they have the names of this one. */
	return joins ? add_probe(ret_probes, count, room, probe_find("links")) : count;
}

static bool keeps(const struct view_panel *panel, const struct column *column)
{
	if (panel->count && !strcmp(panel->count, column->name))
		return true;
	for (size_t i = 0; panel->columns && panel->columns[i]; i++)
		if (!strcmp(panel->columns[i], column->name))
			return true;
	return !panel->columns;
}

/* Columns in the panel's order, the counter last; all but that are keys, so that rows which agree
 * in them merge. */
static struct table *project(const struct view_panel *panel, const struct table *from)
{
	struct column_spec specs[TABLE_MAX_COLUMNS + 1] = { 0 };
	size_t source[TABLE_MAX_COLUMNS], width = 0;
	struct table *table;

	for (size_t i = 0; i < from->width; i++)
		if (keeps(panel, &from->columns[i])) {
			const struct column *column = &from->columns[i];
			bool counter = role_counts(column->role);

			source[width] = i;
			specs[width++] = (struct column_spec){
				column->name,
				counter || !panel->columns ? column->role : COLUMN_KEY,
				column->unit,
			};
		}
	table = table_new(specs);
	for (size_t row = 0; row < from->rows; row++) {
		const struct cell *cells = table_row(from, row);
		struct cell *into = table_add(table);

		for (size_t i = 0; i < width; i++)
			cell_copy(&into[i], &cells[source[i]]);
	}
	if (panel->columns)
		table_merge(table);
	return table;
}

static bool is_new(const struct table *table, size_t kept, const struct cell *row,
		   const void *before)
{
	(void)kept;
	for (size_t other = 0; before && other < ((const struct table *)before)->rows; other++) {
		const struct cell *cells = table_row(before, other);
		bool same = true;

		for (size_t i = 0; same && i < table->width; i++)
			if (role_is_key(table->columns[i].role))
				same = !cell_compare(&cells[i], &row[i]);
		if (same)
			return false;
	}
	return true;
}

/* The times of an interval are those of its samples. */
static bool of_interval(const struct table *table, struct cell *row, const struct cell *before,
			const void *data)
{
	(void)data;
	return histogram_since(table, row, before);
}

struct table *view_rows(const struct view_panel *panel, const struct table *before,
			const struct table *now)
{
	static const struct table_knowing knowing = { .met = of_interval };
	cleanup_table struct table *changed = NULL;
	struct table *rows;

	if (panel->events) {
		rows = table_copy(now);
		table_keep(rows, is_new, before);
		return rows;
	}
	changed = before ? table_difference_with(before, now, &knowing) : table_copy(now);
	if (panel->wanted)
		table_keep(changed, panel->wanted, NULL);
	rows = project(panel, changed);
	if (panel->count)
		table_rank(rows, panel->count);
	return rows;
}
