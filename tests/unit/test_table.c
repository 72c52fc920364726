// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "json.h"
#include "table.h"

static const struct column_spec columns[] = { { "device", COLUMN_KEY, NULL },
					      { "packets", COLUMN_COUNTER, "packets" },
					      { "mtu", COLUMN_VALUE, "bytes" },
					      { NULL, COLUMN_KEY, NULL } };

static void add(struct table *table, const char *device, uint64_t packets, uint64_t mtu)
{
	struct cell *row = table_add(table);

	cell_text(&row[0], device);
	cell_count(&row[1], packets);
	cell_count(&row[2], mtu);
}

static uint64_t packets_of(const struct table *table, const char *device)
{
	for (size_t i = 0; i < table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(table, i, "device")), device))
			return cell_as_count(table_cell(table, i, "packets"));
	return UINT64_MAX;
}

static void difference_of_counters(void **state)
{
	cleanup_table struct table *start = table_new(columns), *end = table_new(columns);
	cleanup_table struct table *out = NULL;

	(void)state;
	add(start, "eth0", 100, 1500);
	add(start, "gone", 5, 1500);
	add(start, "reset", 900, 1500);
	add(end, "reset", 30, 1500);
	add(end, "new", 7, 1400);
	add(end, "eth0", 123, 9000);
	out = table_difference(start, end);
	assert_int_equal(out->rows, 3);
	assert_int_equal(packets_of(out, "eth0"), 23);
	assert_int_equal(packets_of(out, "new"), 7);
	assert_int_equal(packets_of(out, "reset"), 30);
	assert_int_equal(cell_as_count(table_cell(out, 0, "mtu")), 9000);
	assert_int_equal(end->rows, 3);
	assert_string_equal(cell_as_text(table_cell(end, 0, "device")), "reset");
}

/* CPU 1 was off at the start; what CPU 0 counted went back. */
static void difference_of_what_lasts(void **state)
{
	static const struct column_spec of_cpus[] = { { "cpu", COLUMN_LASTING, "count" },
						      { "iowait", COLUMN_COUNTER, "count" },
						      { 0 } };
	cleanup_table struct table *start = table_new(of_cpus), *end = table_new(of_cpus);
	cleanup_table struct table *out = NULL;

	(void)state;
	cell_count(&table_add(start)[0], 0);
	cell_count(&table_row(start, 0)[1], 1062);
	for (uint64_t cpu = 0; cpu < 2; cpu++) {
		struct cell *row = table_add(end);

		cell_count(&row[0], cpu);
		cell_count(&row[1], 1061);
	}
	out = table_difference(start, end);
	assert_int_equal(out->rows, 1);
	assert_int_equal(table_cell(out, 0, "iowait")->type, CELL_COUNT);
	assert_int_equal(cell_as_count(table_cell(out, 0, "iowait")), 0);
}

static uint64_t step(uint64_t key, uint64_t before, uint64_t now)
{
	static const struct column_spec of_32[] = { { "irq", COLUMN_KEY, "count" },
						    { "count", COLUMN_COUNTER_32, "count" },
						    { 0 } };
	cleanup_table struct table *start = table_new(of_32), *end = table_new(of_32);
	cleanup_table struct table *out = NULL;

	cell_count(&table_add(start)[0], key);
	cell_count(&table_row(start, 0)[1], before);
	cell_count(&table_add(end)[0], key);
	cell_count(&table_row(end, 0)[1], now);
	out = table_difference(start, end);
	return cell_as_count(table_cell(out, 0, "count"));
}

/* Past its end a counter of 32 bits begins at 0; one that was made anew is not taken for that. */
static void difference_goes_round(void **state)
{
	(void)state;
	assert_int_equal(step(1, UINT32_MAX - 9, 20), 30);
	assert_int_equal(step(1, 3000000000, 3000000100), 100);
	assert_int_equal(step(1, 5000, 20), 20);
	assert_int_equal(step(1, 5000000000, 20), 20);
}

static void keeps_the_largest(void **state)
{
	cleanup_table struct table *table = table_new(columns);

	(void)state;
	add(table, "a", 1, 0);
	add(table, "b", 3, 0);
	add(table, "c", 2, 0);
	assert_int_equal(table_keep_largest(table, "packets", 2), 1);
	assert_int_equal(table->rows, 2);
	assert_string_equal(cell_as_text(table_cell(table, 0, "device")), "b");
	assert_string_equal(cell_as_text(table_cell(table, 1, "device")), "c");
	assert_int_equal(table_keep_largest(table, "packets", 2), 0);
}

static void survives_json(void **state)
{
	cleanup_table struct table *table = table_new(columns), *back = NULL;
	cleanup_json cJSON *json = cJSON_CreateObject();
	struct error err;

	(void)state;
	add(table, "123456789012345678901", UINT64_MAX, 1500);
	table_to_json(table, json);
	assert_int_equal(table_from_json(json, &back, &err), 0);
	assert_string_equal(cell_as_text(table_cell(back, 0, "device")), "123456789012345678901");
	assert_true(cell_as_count(table_cell(back, 0, "packets")) == UINT64_MAX);
	assert_int_equal(back->columns[0].role, COLUMN_KEY);
	assert_string_equal(back->columns[1].unit, "packets");
}

static void refuses(const char *text, const char *sentence)
{
	cleanup_json cJSON *json = cJSON_Parse(text);
	struct table *table = NULL;
	struct error err = { "" };

	assert_non_null(json);
	assert_int_equal(table_from_json(json, &table, &err), -1);
	assert_null(table);
	if (!strstr(err.text, sentence))
		fail_msg("says '%s', not '%s'", err.text, sentence);
}

static void refuses_crooked_json(void **state)
{
	(void)state;
	refuses("{}", "\"columns\"");
	refuses("{\"columns\":[],\"rows\":[]}", "no columns");
	refuses("{\"columns\":[{}],\"rows\":[]}", "column 1 has no name");
	refuses("{\"columns\":[{\"name\":\"a\"}]}", "\"rows\"");
	refuses("{\"columns\":[{\"name\":\"a\"}],\"rows\":[[1,2]]}", "row 1 has not 1 cells");
	refuses("{\"columns\":[{\"name\":\"a\"}],\"rows\":[[{}]]}", "neither number nor text");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(difference_of_counters),
		cmocka_unit_test(difference_of_what_lasts),
		cmocka_unit_test(difference_goes_round),
		cmocka_unit_test(keeps_the_largest),
		cmocka_unit_test(survives_json),
		cmocka_unit_test(refuses_crooked_json),
	};

	return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
