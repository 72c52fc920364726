// SPDX-License-Identifier: BSD-2-Clause
/*
 * The rows of a table by what is in some of their columns: a look-up instead of a walk, on a host
 * with a thousand VMs or ten thousand devices.
 *
 * Rows are found by a hash, so that a few that do not fit may be among them: who asks compares. A
 * number is the same as a count and as a real, and a count of more than Lua has what Lua has of it.
 * A row with nothing in one of the columns is none that anybody asks for. Valid as long as the
 * table is, unchanged.
 */
#pragma once

#include "table.h"

struct row_place {
	uint64_t hash;
	uint32_t row;
};

struct row_index {
	const struct table *table;
	uint64_t columns; /* a bit for each */
	struct row_place *places;
	size_t count;
};

void row_index_build(struct row_index *ret_index, const struct table *table, uint64_t columns);
void row_index_clear(struct row_index *index);
/* The rows with that hash, in the order of the table. */
size_t row_index_find(const struct row_index *index, uint64_t hash,
		      const struct row_place **ret_first);

/* Of what was before, and one more cell: over the columns of an index in their order, from 0 on. */
uint64_t row_hash(uint64_t before, const struct cell *cell);
