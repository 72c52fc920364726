// SPDX-License-Identifier: BSD-2-Clause
#include "reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "memory.h"
#include "prune.h"
#include "renamed.h"

void tables_free(struct table **tables)
{
	for (size_t i = 0; tables && tables[i]; i++)
		table_free(tables[i]);
	free(tables);
}

size_t tables_count(struct table *const *tables)
{
	size_t count = 0;

	while (tables && tables[count])
		count++;
	return count;
}

void reader_result_begin(struct reader_result *result, const struct probe *probe, size_t namespaces)
{
	size_t facts = 0;

	while (probe->facts[facts].name)
		facts++;
	*result = (struct reader_result){
		.cut = must_calloc(facts, sizeof(uint64_t)),
		.answered = must_calloc(namespaces, sizeof(bool)),
		.lacks = must_calloc(namespaces, sizeof(bool)),
	};
}

void reader_result_why(struct reader_result *result, const char *format, ...)
{
	va_list args;

	if (result->why)
		return;
	va_start(args, format);
	if (vasprintf(&result->why, format, args) < 0)
		result->why = NULL;
	va_end(args);
	must_have(result->why);
}

void reader_result_clear(struct reader_result *result)
{
	tables_free(result->tables);
	free(result->cut);
	free(result->answered);
	free(result->lacks);
	free(result->why);
	*result = (struct reader_result){ 0 };
}

void reader_result_finish(struct reader_result *result, size_t asked, size_t count)
{
	for (size_t netns = asked; netns < count; netns++) {
		result->answered[netns] = result->answered[0];
		result->lacks[netns] = result->lacks[0];
	}
	for (size_t i = 0; result->tables && result->tables[i]; i++)
		table_sort(result->tables[i]);
}

struct common {
	const struct netns_list *namespaces;
	const struct reader_result *first, *last;
};

/* The place in the list of the namespace that a row is of; what was read per host may be of one
 * that is not in the list. */
static bool find_place(const struct netns_list *namespaces, const char *name, size_t *ret_place)
{
	for (size_t i = 0; i < namespaces->count; i++)
		if (!strcmp(namespaces->entries[i].name, name)) {
			*ret_place = i;
			return true;
		}
	*ret_place = 0;
	return !strcmp(name, NETNS_SELF);
}

static bool answered_twice(const struct table *table, size_t row, const void *data)
{
	const char *name = cell_as_text(table_row(table, row));
	const struct common *common = data;
	size_t place;

	return find_place(common->namespaces, name, &place) && common->first->answered[place] &&
	       common->last->answered[place];
}

/* Where something was lacking at the start, a row that it has not may have been there. */
static bool was_not_there(const struct cell *row, const void *data)
{
	const struct common *common = data;
	size_t place;

	find_place(common->namespaces, cell_as_text(row), &place);
	return !common->first->lacks[place];
}

static void subtract_first(const struct netns_list *namespaces, const struct reader_result *first,
			   const struct reader_result *last, struct table **tables)
{
	const struct common common = { namespaces, first, last };
	const struct table_knowing knowing = { .renamed = table_renamed_devices,
					       .is_new = was_not_there,
					       .data = &common };

	for (size_t i = 0; tables[i]; i++) {
		table_subtract(tables[i], first->tables[i], &knowing);
		if (!strcmp(tables[i]->columns[0].name, "netns"))
			table_keep_if(tables[i], answered_twice, &common);
	}
}

struct table **reader_difference(const struct netns_list *namespaces,
				 const struct reader_result *first,
				 const struct reader_result *last)
{
	struct table **tables;
	size_t count = tables_count(last->tables);

	if (!first->tables || !last->tables)
		return NULL;
	tables = must_calloc(count + 1, sizeof(struct table *));
	for (size_t i = 0; i < count; i++)
		tables[i] = table_copy(last->tables[i]);
	subtract_first(namespaces, first, last, tables);
	return tables;
}

struct table **reader_difference_take(const struct netns_list *namespaces,
				      const struct reader_result *first, struct reader_result *last)
{
	struct table **tables;

	if (!first->tables || !last->tables)
		return NULL;
	tables = TAKE_PTR(last->tables);
	subtract_first(namespaces, first, last, tables);
	return tables;
}
