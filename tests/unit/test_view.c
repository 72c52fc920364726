// SPDX-License-Identifier: BSD-2-Clause
/* What a view makes of facts: sums, ranks, differences, new events. */
#include "view.h"

#include <string.h>

#include "cleanup.h"
#include "histogram.h"
#include "unit.h"

static const struct column_spec columns[] = {
	{ "device", COLUMN_KEY, NULL },
	{ "reason", COLUMN_KEY, NULL },
	{ "packets", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const char *const by_reason[] = { "reason", NULL };
static const struct view_panel panel = { "reasons", "", "f", by_reason, "packets", false, false };
static const struct view_panel events = { "events", "", "f", NULL, NULL, false, true };

static void add(struct table *table, const char *device, const char *reason, uint64_t packets)
{
	struct cell *row = table_add(table);

	cell_text(&row[0], device);
	cell_text(&row[1], reason);
	cell_count(&row[2], packets);
}

static void row_is(const struct table *table, size_t row, const char *reason, uint64_t packets)
{
	assert_true(row < table->rows);
	assert_string_equal(cell_as_text(table_cell(table, row, "reason")), reason);
	assert_int_equal(cell_as_count(table_cell(table, row, "packets")), packets);
}

static void test_sums_and_ranks(void **state)
{
	cleanup_table struct table *now = table_new(columns), *rows = NULL;

	(void)state;
	add(now, "eth0", "NO_SOCKET", 3);
	add(now, "eth0", "IP_CSUM", 5);
	add(now, "eth1", "NO_SOCKET", 4);
	add(now, "eth1", "OTHERHOST", 0);
	rows = view_rows(&panel, NULL, now);
	assert_int_equal(rows->rows, 2);
	assert_int_equal(rows->width, 2);
	row_is(rows, 0, "NO_SOCKET", 7);
	row_is(rows, 1, "IP_CSUM", 5);
}

static void test_only_the_interval(void **state)
{
	cleanup_table struct table *before = table_new(columns), *now = table_new(columns),
				   *rows = NULL;

	(void)state;
	add(before, "eth0", "NO_SOCKET", 3);
	add(before, "eth0", "IP_CSUM", 5);
	add(now, "eth0", "NO_SOCKET", 10);
	add(now, "eth0", "IP_CSUM", 5);
	rows = view_rows(&panel, before, now);
	assert_int_equal(rows->rows, 1);
	row_is(rows, 0, "NO_SOCKET", 7);
}

static const struct column_spec timed[] = {
	{ "stage", COLUMN_KEY, NULL },
	HISTOGRAM_COLUMNS,
	{ 0 },
};
static const struct view_panel times = { "times", "", "f", NULL, NULL, false, false };

static void add_times(struct table *table, int quick, int slow)
{
	struct cell *row = table_add(table);
	struct histogram histogram;
	char text[64];

	snprintf(text, sizeof(text), "8192:%d 8388608:%d", quick, slow);
	histogram_of_text(text, &histogram);
	cell_text(&row[0], "qdisc");
	histogram_cells(&histogram, &row[1]);
}

/* Ten slow packets of the second interval are all of it, and not one percent of the run. */
static void test_times_of_the_interval(void **state)
{
	cleanup_table struct table *before = table_new(timed), *now = table_new(timed),
				   *rows = NULL;

	(void)state;
	add_times(before, 1000, 0);
	add_times(now, 1000, 10);
	rows = view_rows(&times, before, now);
	assert_int_equal(cell_as_count(table_cell(rows, 0, "samples")), 10);
	assert_true(table_cell(rows, 0, "p50")->real > 7000);
}

static void test_new_events(void **state)
{
	cleanup_table struct table *before = table_new(columns), *now = table_new(columns),
				   *rows = NULL;

	(void)state;
	add(before, "eth0", "a", 1);
	add(now, "eth0", "a", 1);
	add(now, "eth0", "b", 1);
	add(now, "eth1", "a", 1);
	rows = view_rows(&events, before, now);
	assert_int_equal(rows->rows, 2);
	row_is(rows, 0, "b", 1);
	row_is(rows, 1, "a", 1);
}

static void test_names(void **state)
{
	struct view_panel panels[VIEW_MAX_PANELS];
	const struct probe *probes[4];
	struct view view;

	(void)state;
	assert_ptr_equal(view_find("eth-drop"), view_find("eth_drop"));
	assert_non_null(view_find("kernel-drop-stacks"));
	assert_null(view_find("eth-drop-"));
	view_of_probe(probe_find("links"), panels, &view);
	assert_int_equal(view_probes(&view, probes, 4), 1);
	assert_ptr_equal(probes[0], probe_find("links"));
}

/* A view that names a fact or column that nobody makes shows nothing, silently. */
static void test_every_view_has_its_facts(void **state)
{
	(void)state;
	for (size_t i = 0; i < all_views_count; i++)
		for (const struct view_panel *at = all_views[i]->panels; at->name; at++) {
			const struct fact_spec *fact = NULL;
			cleanup_table struct table *table = NULL;

			assert_non_null(probe_of_fact(at->fact, &fact));
			table = table_new(fact->columns);
			for (size_t c = 0; at->columns && at->columns[c]; c++)
				assert_true(table_column(table, at->columns[c]) >= 0);
			if (at->count)
				assert_true(table_column(table, at->count) >= 0);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sums_and_ranks),
		cmocka_unit_test(test_only_the_interval),
		cmocka_unit_test(test_times_of_the_interval),
		cmocka_unit_test(test_new_events),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_every_view_has_its_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
