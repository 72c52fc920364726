// SPDX-License-Identifier: BSD-2-Clause
/* A window that begins anew in mid-run tells what was in it, not what was in the run. */
#include "unit.h"

#include <math.h>
#include <unistd.h>

#include "cleanup.h"
#include "header.h"
#include "histogram.h"
#include "json.h"
#include "merge_time.h"
#include "observe.h"
#include "ovs_upcall.h"
#include "path_rows.h"
#include "probe.h"
#include "session.h"
#include "upcall_facts.h"
#include "upcall_inside.h"
#include "vhost_traffic.h"

static const struct column_spec time_columns[] = {
	{ "way", COLUMN_KEY, NULL },
	HISTOGRAM_COLUMNS,
	{ 0 },
};

static const struct column_spec event_columns[] = {
	{ "number", COLUMN_KEY, NULL },
	{ "t_ms", COLUMN_KEY, "ms" },
	{ 0 },
};

enum { FACT_TIMES, FACT_EVENTS };

static const struct fact_spec facts[] = {
	[FACT_TIMES] = { "test.times", "", time_columns },
	[FACT_EVENTS] = { "test.events", "", event_columns },
	{ 0 },
};

/* What programs counted since they were attached. */
static struct {
	struct histogram times;
	uint64_t at_ms[8], count, made, lost, events;
	const char *lacks;
} map;

static int collect_map(const struct session *session, struct evidence *out, struct error *err);

static const struct hook no_hooks[] = { { 0 } };
static const struct probe counting = {
	.name = "counting", .facts = facts, .hooks = no_hooks, .collect = collect_map
};

static int collect_map(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *fact = evidence_add(out, counting.name, &facts[FACT_TIMES]);
	struct cell *row = table_add(fact->table);

	(void)err;
	session_count(session, &counting, map.events, map.lost);
	if (map.lacks)
		session_lacks(session, &counting, map.lacks);
	cell_text(&row[0], "out");
	histogram_cells(&map.times, &row[1]);
	fact->lost = map.lost;
	fact = evidence_add(out, counting.name, &facts[FACT_EVENTS]);
	for (uint64_t i = 0; i < map.count; i++) {
		row = table_add(fact->table);
		cell_count(&row[0], i + 1);
		cell_count(&row[1], map.at_ms[i]);
	}
	fact->cut = map.made - map.count;
	return 0;
}

static void take(uint64_t ns, uint32_t times)
{
	map.times.buckets[histogram_index(ns)] += times;
	map.times.sum_ns += ns * times;
	if (ns > map.times.max_ns)
		map.times.max_ns = ns;
}

static void happen(const struct session *session)
{
	map.at_ms[map.count++] = session_now_ms(session);
	map.made++;
}

static struct netns_list namespaces;

static struct session *start(void)
{
	static const struct scope everything;
	static const struct probe *probes[] = { &counting };
	struct session *session;
	struct error err;

	memset(&map, 0, sizeof(map));
	assert_int_equal(netns_list_open("self", &namespaces, &err), 0);
	session = session_new(&everything, &namespaces);
	session_start(session, probes, 1);
	session_keep(session);
	return session;
}

static void end(struct session *session)
{
	session_free(session);
	netns_list_close(&namespaces);
}

static struct evidence *collect(struct session *session)
{
	struct evidence *evidence = evidence_new();

	session_collect(session, SESSION_END, evidence);
	return evidence;
}

/* The next window begins now, and nothing of the last one falls into its first millisecond. */
static void begin_anew(struct session *session)
{
	assert_true(session_rebase(session, true) > 0);
	usleep(2000);
}

static const struct table *table_of(const struct evidence *evidence, const char *fact)
{
	return evidence_find(evidence, fact)->table;
}

static double real_of(const struct table *table, size_t row, const char *column)
{
	const struct cell *cell = table_cell(table, row, column);

	assert_int_equal(cell->type, CELL_REAL);
	return cell->real;
}

static bool near(double value, double wanted)
{
	return fabs(value - wanted) <= 0.13 * wanted;
}

static void test_times(void **state)
{
	struct session *session = start();

	(void)state;
	take(5000000, 40);
	usleep(2000);
	evidence_free(collect(session));
	begin_anew(session);
	take(20000, 99);
	take(400000, 1);
	{
		cleanup_evidence struct evidence *evidence = collect(session);
		const struct table *table = table_of(evidence, "test.times");
		struct histogram told;

		assert_int_equal(table->rows, 1);
		assert_int_equal(cell_as_count(table_cell(table, 0, "samples")), 100);
		assert_true(near(real_of(table, 0, "p50"), 20));
		assert_true(near(real_of(table, 0, "p999"), 400));
		assert_true(near(real_of(table, 0, "max"), 400));
		assert_true(real_of(table, 0, "max") >= 400);
		assert_true(near(real_of(table, 0, "mean"), 23.8));
		histogram_of_text(cell_as_text(table_cell(table, 0, "histogram")), &told);
		assert_int_equal(histogram_samples(&told), 100);
	}
	begin_anew(session);
	take(6000000, 1);
	{
		cleanup_evidence struct evidence *evidence = collect(session);

		/* It is the longest of all: known as exactly as it was measured. */
		assert_true(real_of(table_of(evidence, "test.times"), 0, "max") == 6000);
	}
	begin_anew(session);
	{
		cleanup_evidence struct evidence *evidence = collect(session);

		assert_int_equal(table_of(evidence, "test.times")->rows, 0);
	}
	end(session);
}

/* Single events are those of the window, whichever column says when they were. */
static void test_events(void **state)
{
	struct session *session = start();

	(void)state;
	happen(session);
	happen(session);
	usleep(2000);
	evidence_free(collect(session));
	begin_anew(session);
	happen(session);
	{
		cleanup_evidence struct evidence *evidence = collect(session);
		const struct table *table = table_of(evidence, "test.events");

		assert_int_equal(table->rows, 1);
		assert_int_equal(cell_as_count(table_cell(table, 0, "number")), 3);
	}
	end(session);
}

/* A flood of the last window makes nothing of this one doubtful. */
static void test_losses(void **state)
{
	struct session *session = start();
	const struct probe_run *run = session_run_of(session, &counting);

	(void)state;
	map.events = 1000, map.lost = 900, map.made = 50;
	map.lacks = "something was not seen";
	happen(session);
	usleep(2000);
	evidence_free(collect(session));
	assert_int_equal(run->state, PROBE_PARTIAL);
	assert_string_equal(run->why, map.lacks);
	begin_anew(session);
	map.events += 10, map.lost += 1, map.made += 4, map.lacks = NULL;
	happen(session);
	take(1000, 1);
	{
		cleanup_evidence struct evidence *evidence = collect(session);

		assert_int_equal(run->events, 10);
		assert_int_equal(run->lost, 1);
		assert_int_equal(run->state, PROBE_RAN);
		assert_null(run->why);
		assert_int_equal(evidence_find(evidence, "test.times")->lost, 1);
		assert_int_equal(evidence_find(evidence, "test.events")->cut, 4);
	}
	end(session);
}

static void test_slowest(void **state)
{
	struct table *table = table_new(path_slow_columns);
	static const uint64_t numbers[] = { 3, 3, 7, 9, 9 };

	(void)state;
	for (size_t i = 0; i < 5; i++)
		cell_count(&table_add(table)[SLOW_NUMBER], numbers[i]);
	path_slow_keep(table, 2);
	assert_int_equal(table->rows, 3);
	assert_int_equal(cell_as_count(&table_row(table, 1)[SLOW_NUMBER]), 1);
	assert_int_equal(cell_as_count(&table_row(table, 2)[SLOW_NUMBER]), 2);
	table_free(table);
}

static void test_upcalls(void **state)
{
	struct cell before[PORT_MOST + 1] = { 0 }, row[PORT_MOST + 1] = { 0 };

	(void)state;
	cell_count(&before[PORT_TAKEN], 10);
	cell_real(&before[PORT_MEAN], 900);
	cell_real(&before[PORT_MOST], 5000);
	cell_count(&row[PORT_TAKEN], 20);
	cell_real(&row[PORT_MEAN], 500);
	cell_real(&row[PORT_MOST], 5000);
	upcall_since(UPCALL_FACT_PORTS, row, before);
	assert_true(fabs(row[PORT_MEAN].real - 100) < 0.001);
	assert_int_equal(row[PORT_MOST].type, CELL_NONE);
	cell_real(&row[PORT_MEAN], 500);
	cell_real(&row[PORT_MOST], 6000);
	upcall_since(UPCALL_FACT_PORTS, row, before);
	assert_true(row[PORT_MOST].real == 6000);
}

static void put(struct table *table, size_t row, const char *column, uint64_t count)
{
	cell_count(table_row(table, row) + table_column(table, column), count);
}

static void put_text(struct table *table, size_t row, const char *column, const char *text)
{
	cell_text(table_row(table, row) + table_column(table, column), text);
}

static void test_vhost(void **state)
{
	static const struct fact_spec spec = { "vhost.traffic", "", vhost_traffic_counted };
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct table *table = evidence_add(evidence, "vhost_queues", &spec)->table;

	(void)state;
	table_add(table);
	table_add(table);
	for (size_t row = 0; row < 2; row++)
		put(table, row, "deepest", 200);
	put_text(table, 0, "wakes_buckets", "4194304:50");
	put_text(table, 1, "wakes_buckets", "16384:10 4194304:50");
	put(table, 1, "wakes", 60);
	put(table, 1, "looks", 10);
	put(table, 1, "depth_sum", 25);
	vhost_traffic_since(2, table_row(table, 1), table_row(table, 0));
	vhost_traffic_told(NULL, evidence);
	assert_int_equal(table->width, table_column(table, "wait_p99_us") + 1);
	assert_int_equal(cell_as_count(table_cell(table, 1, "wakes")), 10);
	assert_true(near(real_of(table, 1, "wake_p99_us"), 17));
	assert_true(real_of(table, 1, "depth") == 2.5);
	assert_int_equal(table_cell(table, 1, "deepest")->type, CELL_NONE);
	assert_int_equal(table_cell(table, 1, "waits")->type, CELL_NONE);
}

/* Rows are cut when they are those of the window: old ones with many leave room for new ones. */
static void test_cut(void **state)
{
	static const char *const cut[][2] = { { "tcp.retransmits", "packets" },
					      { "answers.pairs", "questions" },
					      { "drops.stacks", "samples" } };
	struct session *session = start();

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		cleanup_evidence struct evidence *evidence = evidence_new();
		const struct fact_spec *spec;
		const struct probe *probe = probe_of_fact(cut[i][0], &spec);
		struct fact *fact = evidence_add(evidence, probe->name, spec);

		for (uint64_t row = 0; row < 600; row++) {
			table_add(fact->table);
			put(fact->table, row, cut[i][1], row);
		}
		probe->join(session, evidence);
		assert_int_equal(fact->table->rows + fact->cut, 600);
		assert_true(fact->table->rows == 512 || fact->table->rows == 256);
		assert_int_equal(cell_as_count(table_cell(fact->table, 0, cut[i][1])), fact->cut);
	}
	end(session);
}

static bool call_since(const struct table *table, struct cell *row, const struct cell *before,
		       const void *data)
{
	const struct probe *probe = data;

	(void)table;
	probe->since(0, row, before);
	return true;
}

/* One that was silent when the window began is answered late: none of the old losses is new. */
static void test_late_answer(void **state)
{
	const struct fact_spec *spec;
	const struct probe *probe = probe_of_fact("answers.pairs", &spec);
	const struct table_knowing knowing = { .met = call_since, .data = probe };
	struct table *then = table_new(spec->columns), *now = table_new(spec->columns), *window;

	(void)state;
	table_add(then);
	table_add(now);
	put(then, 0, "questions", 100);
	put(then, 0, "unanswered", 41);
	put(now, 0, "questions", 120);
	put(now, 0, "unanswered", 40);
	window = table_difference_with(then, now, &knowing);
	assert_int_equal(cell_as_count(table_cell(window, 0, "questions")), 20);
	assert_int_equal(cell_as_count(table_cell(window, 0, "unanswered")), 0);
	table_free(window);
	put(now, 0, "unanswered", 44);
	window = table_difference_with(then, now, &knowing);
	assert_int_equal(cell_as_count(table_cell(window, 0, "unanswered")), 3);
	table_free(window);
	table_free(now);
	table_free(then);
}

static double ms_of(const char *started)
{
	double ms;

	assert_true(merge_time_of(started, &ms));
	return ms;
}

/* A segment begins where the last one ended, however long that took to be written. */
static void test_segment_start(void **state)
{
	static const struct scope everything;
	struct walk walk = { 0 };
	struct progress progress = { 0 };
	struct session *session = start();
	const struct observation ask = { .walk = &walk,
					 .progress = &progress,
					 .scope = &everything,
					 .interval_ms = 1000,
					 .duration_ms = 20 };

	(void)state;
	{
		cleanup_evidence struct evidence *first = observe_segment(&ask, session);
		cleanup_free char *ended = header_started();
		cleanup_evidence struct evidence *second = NULL;

		usleep(500000);
		second = observe_segment(&ask, session);
		assert_int_equal(second->start_ms, first->end_ms);
		assert_true(ms_of(json_text(second->run, "started")) < ms_of(ended) + 100);
		assert_int_equal(json_count(second->run, "attach_ms", 7), 0);
	}
	end(session);
}

/* All columns of rings are values, which the engine does not subtract. */
static void test_rings(void **state)
{
	const struct probe *probe = probe_find("virtnet_ring");
	const struct fact_spec *spec = probe_of_fact("virtnet.rings", NULL)->facts;
	struct table *table = table_new(spec->columns);
	int looks = table_column(table, "looks"), moved = table_column(table, "taken_moved");
	struct cell *rows;

	(void)state;
	table_add(table);
	table_add(table);
	rows = table->cells;
	cell_count(&rows[looks], 10);
	cell_count(&rows[moved], 70000);
	cell_count(&rows[table->width + (size_t)looks], 12);
	cell_count(&rows[table->width + (size_t)moved], 70000);
	probe->since(0, rows + table->width, rows);
	assert_int_equal(rows[table->width + (size_t)looks].count, 2);
	assert_int_equal(rows[table->width + (size_t)moved].count, 0);
	table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_times),       cmocka_unit_test(test_events),
		cmocka_unit_test(test_slowest),     cmocka_unit_test(test_upcalls),
		cmocka_unit_test(test_vhost),       cmocka_unit_test(test_losses),
		cmocka_unit_test(test_cut),         cmocka_unit_test(test_segment_start),
		cmocka_unit_test(test_late_answer), cmocka_unit_test(test_rings),
	};

	return cmocka_run_group_tests_name("window", tests, NULL, NULL);
}
