// SPDX-License-Identifier: BSD-2-Clause
#include "iptables_window.h"

#include "prune.h"

struct window {
	const struct table *first;
	const struct cell **ret_changed;
};

static bool same_table(const struct cell *a, const struct cell *b)
{
	for (int key = IPTABLES_NETNS; key <= IPTABLES_TABLE; key++)
		if (cell_compare(&a[key], &b[key]))
			return false;
	return true;
}

static bool keeps_its_place(const struct table *table, size_t row, const void *data)
{
	const struct cell *now = table_row(table, row), *before;
	const struct window *window = data;

	for (size_t i = 0; i < window->first->rows; i++) {
		before = table_row(window->first, i);
		if (!same_table(before, now))
			continue;
		if (!cell_compare(&before[IPTABLES_ENTRIES], &now[IPTABLES_ENTRIES]))
			return true;
		*window->ret_changed = before;
		return false;
	}
	return true;
}

const struct cell *iptables_keep_unchanged(const struct table *first, struct table *rules)
{
	const struct cell *changed = NULL;
	struct window window = { first, &changed };

	table_keep_if(rules, keeps_its_place, &window);
	return changed;
}
