// SPDX-License-Identifier: BSD-2-Clause
#include "prune.h"

#include <string.h>

size_t table_keep_if(struct table *table,
		     bool (*keep)(const struct table *table, size_t row, const void *data),
		     const void *data)
{
	size_t kept = 0, rows = table->rows;

	for (size_t row = 0; row < rows; row++) {
		struct cell *cells = table_row(table, row);

		if (!keep(table, row, data)) {
			for (size_t i = 0; i < table->width; i++)
				cell_text(&cells[i], NULL);
			continue;
		}
		if (kept != row)
			memcpy(table_row(table, kept), cells, table->width * sizeof(*cells));
		kept++;
	}
	table->rows = kept;
	return rows - kept;
}

bool row_counted(const struct table *table, size_t row)
{
	const struct cell *cells = table_row(table, row);

	for (size_t i = 0; i < table->width; i++)
		if (table->columns[i].role == COLUMN_COUNTER && cell_as_count(&cells[i]))
			return true;
	return false;
}
