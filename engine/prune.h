// SPDX-License-Identifier: BSD-2-Clause
/* Taking rows out of a table: evidence keeps what a rule can use, not everything that was read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "table.h"

/* Keeps the rows for which keep(table, row, data) is true, in their order; returns how many went.
 */
size_t table_keep_if(struct table *table,
		     bool (*keep)(const struct table *table, size_t row, const void *data),
		     const void *data);
/*
 * Adds the rows of `start` whose keys `difference` has not, though it has rows with the same first
 * key: things that are gone. Their counters are not measured (CELL_NONE), since nobody knows how
 * far they got; their values are the last ones. Both are sorted, and stay so.
 */
void table_add_gone(struct table *difference, const struct table *start);
/* True when any counter column of the row is not zero. */
bool row_counted(const struct table *table, size_t row);
/* Keeps those rows; all of a table without counters. A row that is left out at one reading and not
 * at the next counts from zero. */
void table_keep_counted(struct table *table);
