// SPDX-License-Identifier: BSD-2-Clause
/*
 * A measurement, always one table: typed columns, key columns first, rows sorted by key.
 *
 * A number is a table of one row and one column, a series is keyed by t_ms, a histogram keeps its
 * percentiles in columns beside it. Cells are nothing (not measured), a count (64 bit, never
 * through a double), a real, a truth or a text. A table owns its texts.
 *
 * A column's role says what the window does to it: keys name the row, counters become end minus
 * start, values are as last read. A lasting key names what is older than any window, as a CPU.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "error.h"

/* What a table may hold; a loader refuses more, a probe cuts and says so in the fact's `cut`. */
#define TABLE_MAX_ROWS 65536
#define TABLE_MAX_COLUMNS 64

enum cell_type { CELL_NONE, CELL_COUNT, CELL_REAL, CELL_BOOL, CELL_TEXT };

struct cell {
	enum cell_type type;
	union {
		uint64_t count;
		double real;
		bool truth;
		const char *text; /* engine/shared_text.h */
	};
};

enum column_role { COLUMN_KEY, COLUMN_LASTING, COLUMN_COUNTER, COLUMN_COUNTER_32, COLUMN_VALUE };

static inline bool role_is_key(enum column_role role)
{
	return role == COLUMN_KEY || role == COLUMN_LASTING;
}

static inline bool role_counts(enum column_role role)
{
	return role == COLUMN_COUNTER || role == COLUMN_COUNTER_32;
}

/* Units are the closed list of the report: packets bytes us ms share per_s count slots entries. */
struct column_spec {
	const char *name;
	enum column_role role;
	const char *unit; /* NULL for texts and names */
};

struct column {
	char *name;
	char *unit;
	enum column_role role;
};

struct table {
	struct column *columns;
	size_t width;
	struct cell *cells; /* rows x width */
	size_t rows;
	size_t room;
};

/* `columns` ends with a NULL name; keys come first. */
struct table *table_new(const struct column_spec *columns);
struct table *table_copy(const struct table *table);
void table_free(struct table *table);

/* Adds a row of CELL_NONE; the pointer is good until the next table_add. */
struct cell *table_add(struct table *table);
struct cell *table_row(const struct table *table, size_t row);
/* The row whose first `keys` cells are those of `row`, or NULL. */
const struct cell *table_find(const struct table *table, const struct cell *row, size_t keys);
/* Index of a column, or -1. */
int table_column(const struct table *table, const char *name);
/* The cell of a named column of a row; never NULL: a CELL_NONE when there is no such column. */
const struct cell *table_cell(const struct table *table, size_t row, const char *name);

void cell_count(struct cell *cell, uint64_t count);
void cell_real(struct cell *cell, double real);
void cell_bool(struct cell *cell, bool truth);
void cell_text(struct cell *cell, const char *text);      /* copies; NULL makes it CELL_NONE */
void cell_copy(struct cell *to, const struct cell *from); /* `to` owns nothing yet */
uint64_t cell_as_count(const struct cell *cell);          /* 0 for anything that is no count */
const char *cell_as_text(const struct cell *cell);        /* "" for anything that is no text */
int cell_compare(const struct cell *a, const struct cell *b);

/* Rows in the order of their cells from the first column on: equal content, equal bytes. */
void table_sort(struct table *table);
bool table_is_sorted(const struct table *table);
/* Rows with the largest count in `column` first. */
void table_sort_largest(struct table *table, const char *column);
/* Keeps the `keep` rows with the largest count in `column`, then sorts; returns how many went. */
size_t table_keep_largest(struct table *table, const char *column, size_t keep);

/* Keeps the first `width` columns. */
void table_narrow(struct table *table, size_t width);

/* Keeps the rows that the function wants, in their order; returns how many went. Rows are asked
 * for in their order, with those kept so far in `kept`. */
size_t table_keep(struct table *table,
		  bool (*wanted)(const struct table *table, size_t kept, const struct cell *row,
				 const void *data),
		  const void *data);
/* Sorts, then adds up the counters of rows whose keys are the same. */
void table_merge(struct table *table);
/* Largest counter first; rows of 0 go. */
void table_rank(struct table *table, const char *counter);

/*
 * What happened between two readings: rows joined by key, counters subtracted, values from `end`.
 * A row new in `end` counts from zero; a counter that went backwards (its object was made anew)
 * counts from zero too; a row that is gone is left out.
 * A row with a lasting key that `start` does not know is left out: it was there and was not seen (a
 * CPU that was off). Where all keys are lasting nothing is made anew, and a counter that went
 * backwards counts nothing (iowait does, proc(5)). A counter of 32 bits that went backwards went
 * round, if it would have come less than half way: a step from 3,000,000,000 to 100 is no reset.
 */
struct table *table_difference(const struct table *start, const struct table *end);
/* The same, with what a caller knows of rows; any may be NULL, and a row is as it is in `end`.
 * `renamed` is `start` with the keys that its rows have in `end`, or NULL when they are the same.
 * `is_new`, of a row with counters that `start` has not: false when it may have been there all the
 * same, and it is left out. `met`, of a row that both have, before its counters are subtracted, so
 * that values may be made those of the time between: false when it was made anew, and nothing is
 * subtracted. */
struct table_knowing {
	struct table *(*renamed)(const struct table *start, const struct table *end);
	bool (*is_new)(const struct cell *row, const void *data);
	bool (*met)(const struct table *table, struct cell *row, const struct cell *before,
		    const void *data);
	const void *data;
};
struct table *table_difference_with(const struct table *start, const struct table *end,
				    const struct table_knowing *knowing);
/* In place: a host of ten thousand devices has no room for copies. */
void table_subtract(struct table *end, const struct table *start,
		    const struct table_knowing *knowing);

/* Adds "columns" and "rows" to `object`. Counts above 2^53 become strings of digits. */
void table_to_json(const struct table *table, cJSON *object);
/* Reads them back; refuses wrong types, widths and sizes with a sentence. */
int table_from_json(const cJSON *object, struct table **ret_table, struct error *err);

static inline void free_table(struct table **table)
{
	table_free(*table);
}
#define cleanup_table __attribute__((cleanup(free_table)))
