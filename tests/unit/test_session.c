// SPDX-License-Identifier: BSD-2-Clause
/* When a session reads: what is dear to read, or did not come back, is not asked for a look; how
 * a stage joins; what all of it costs. */
#include "unit.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bpf_object.h"
#include "memory.h"
#include "probe.h"
#include "session_stage.h"

static const struct column_spec columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "reads", COLUMN_COUNTER, "count" },
	{ 0 },
};

static const struct fact_spec often_facts[] = { { "test.often", "", columns }, { 0 } };
static const struct fact_spec seldom_facts[] = { { "test.seldom", "", columns }, { 0 } };

/* Reading happens in another process: the counts are shared with it. */
static uint64_t *reads;

static int count_read(const struct reading *reading, uint64_t *count)
{
	cell_count(&reading_row(reading, 0)[1], ++*count);
	return 0;
}

static int read_often(const struct reading *reading, struct error *err)
{
	(void)err;
	return count_read(reading, &reads[0]);
}

static int read_seldom(const struct reading *reading, struct error *err)
{
	(void)err;
	return count_read(reading, &reads[1]);
}

static const struct probe often = { .name = "often", .facts = often_facts, .read = read_often };
static const struct probe seldom = {
	.name = "seldom", .facts = seldom_facts, .read = read_seldom, .seldom = true
};

static const struct column_spec step_columns[] = {
	{ "t_ms", COLUMN_KEY, "ms" },
	{ "netns", COLUMN_KEY, NULL },
	{ "reads", COLUMN_COUNTER, "count" },
	{ 0 },
};

static const struct fact_spec stepping_facts[] = { { "test.stepping", "", columns },
						   { "test.steps", "", step_columns },
						   { 0 } };
static const struct probe_series steps = { .fact = 1, .from = 0 };
static const struct probe stepping = {
	.name = "stepping", .facts = stepping_facts, .read = read_often, .series = &steps
};

/* A device that gets its name in mid-run, with 3000 of before and one more each time. */
static int read_late(const struct reading *reading, struct error *err)
{
	(void)err;
	if (++reads[0] >= 3)
		cell_count(&reading_row(reading, 0)[1], 3000 + reads[0]);
	return 0;
}

static const struct probe late = {
	.name = "late", .facts = stepping_facts, .read = read_late, .series = &steps
};

static int read_stuck(const struct reading *reading, struct error *err)
{
	(void)err;
	if (count_read(reading, &reads[0]) == 0 && reads[0] == 2)
		for (;;)
			pause();
	return 0;
}

static const struct probe stuck = { .name = "stuck", .facts = often_facts, .read = read_stuck };

/* Two namespaces that are one: the second one is silent once, and its counter is as old as the
 * host. */
#define SILENT_AT 3
#define OLD 5000000

static int read_silent(const struct reading *reading, struct error *err)
{
	uint64_t *count = &reads[strcmp(reading->ns->name, "self") ? 1 : 0];

	if (count == &reads[1] && ++*count == SILENT_AT)
		return error_set(err, "busy");
	cell_count(&reading_row(reading, 0)[1], OLD + (count == &reads[1] ? *count : 0));
	return 0;
}

static const struct probe silent = {
	.name = "silent", .facts = stepping_facts, .read = read_silent, .series = &steps
};

static const struct probe stuck_stepping = {
	.name = "stuck_stepping", .facts = stepping_facts, .read = read_stuck, .series = &steps
};

static struct netns_list namespaces;

static void list_twice(void)
{
	namespaces.entries =
		must_have(realloc(namespaces.entries, 2 * sizeof(*namespaces.entries)));
	namespaces.entries[1] = (struct netns){
		.name = must_strdup("other"),
		.inode = namespaces.entries[0].inode,
		.fd = dup(namespaces.entries[0].fd),
	};
	namespaces.count = 2;
}

static struct session *begin(const struct probe *const *probes, size_t count, bool twice)
{
	static const struct scope everything;
	struct session *session;
	struct error err;

	reads = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(reads != MAP_FAILED);
	assert_int_equal(netns_list_open("self", &namespaces, &err), 0);
	if (twice)
		list_twice();
	session = session_new(&everything, &namespaces);
	session_start(session, probes, count);
	return session;
}

static struct session *start(const struct probe *const *probes, size_t count)
{
	return begin(probes, count, false);
}

static void end(struct session *session)
{
	session_free(session);
	netns_list_close(&namespaces);
	munmap(reads, 4096);
}

static struct evidence *collect(struct session *session, enum session_moment moment)
{
	struct evidence *evidence = evidence_new();

	session_collect(session, moment, evidence);
	return evidence;
}

static uint64_t counted(const struct evidence *evidence, const char *name)
{
	const struct fact *fact = evidence_find(evidence, name);

	assert_int_equal(fact->absent, ABSENT_NOT);
	assert_int_equal(fact->table->rows, 1);
	return cell_as_count(table_cell(fact->table, 0, "reads"));
}

static void test_seldom(void **state)
{
	const struct probe *probes[] = { &often, &seldom };
	struct session *session = start(probes, 2);

	(void)state;
	for (uint64_t look = 1; look <= 3; look++) {
		cleanup_evidence struct evidence *evidence = collect(session, SESSION_LOOK);

		assert_int_equal(counted(evidence, "test.often"), look);
		assert_int_equal(evidence_find(evidence, "test.seldom")->absent, ABSENT_NOT_NEEDED);
	}
	{
		cleanup_evidence struct evidence *evidence = collect(session, SESSION_END);

		assert_int_equal(counted(evidence, "test.often"), 4);
		assert_int_equal(counted(evidence, "test.seldom"), 1);
	}
	assert_int_equal(reads[0], 5);
	assert_int_equal(reads[1], 2);
	end(session);
}

/* A child that waits for a lock is left behind; each one more would be. */
static void test_stuck(void **state)
{
	const struct probe *probes[] = { &stuck };
	struct session *session = start(probes, 1);

	(void)state;
	for (int look = 0; look < 3; look++) {
		cleanup_evidence struct evidence *evidence = collect(session, SESSION_LOOK);
		const struct fact *fact = evidence_find(evidence, "test.often");

		assert_int_equal(fact->absent, ABSENT_FAILED);
		assert_string_equal(fact->because,
				    "stuck did not answer in namespace self within 2 s");
		assert_int_equal(reads[0], 2);
	}
	{
		cleanup_evidence struct evidence *evidence = collect(session, SESSION_END);

		assert_int_equal(counted(evidence, "test.often"), 2);
	}
	assert_int_equal(session_run_of(session, &stuck)->state, PROBE_PARTIAL);
	end(session);
}

/* Namespaces that are not read are said of every probe that reads them. */
static void test_beyond(void **state)
{
	const struct probe *probes[] = { &often };
	struct session *session = start(probes, 1);

	(void)state;
	namespaces.beyond = 3;
	evidence_free(collect(session, SESSION_END));
	assert_int_equal(session_run_of(session, &often)->state, PROBE_PARTIAL);
	assert_string_equal(session_run_of(session, &often)->why,
			    "3 more network namespaces were not read (at most 256 are)");
	end(session);
}

/* A look reads what some condition judges by, and nothing else. */
static void test_unasked(void **state)
{
	const struct probe *probes[] = { &often, &stuck };
	struct session *session = start(probes, 1);

	(void)state;
	session_look_at(session, &probes[1], 1);
	for (int look = 0; look < 3; look++)
		evidence_free(collect(session, SESSION_LOOK));
	assert_int_equal(reads[0], 1);
	session_look_at(session, probes, 1);
	evidence_free(collect(session, SESSION_LOOK));
	assert_int_equal(reads[0], 2);
	evidence_free(collect(session, SESSION_END));
	assert_int_equal(reads[0], 3);
	end(session);
}

static size_t rows_of(const struct evidence *evidence, const char *name)
{
	const struct fact *fact = evidence_find(evidence, name);

	assert_non_null(fact);
	return fact->table ? fact->table->rows : 0;
}

/* While somebody waits, a look and a step of the series read once for both, asked or not. */
static void test_step_with_look(void **state)
{
	const struct probe *probes[] = { &stepping, &seldom };
	struct session *session = start(probes, 2);

	(void)state;
	session_pulse(session);
	assert_int_equal(reads[0], 2);
	for (uint64_t look = 1; look <= 4; look++) {
		cleanup_evidence struct evidence *evidence = NULL;

		session_look_at(session, look % 2 ? &probes[0] : &probes[1], 1);
		session_pulse_with_look(session);
		evidence = collect(session, SESSION_LOOK);
		assert_int_equal(reads[0], 2 + look);
		if (look % 2)
			assert_int_equal(rows_of(evidence, "test.steps"), look);
	}
	evidence_free(collect(session, SESSION_LOOK));
	assert_int_equal(reads[0], 6);
	{
		cleanup_evidence struct evidence *evidence = collect(session, SESSION_END);

		assert_int_equal(rows_of(evidence, "test.steps"), 4);
	}
	end(session);
}

/* How long a step is in truth, whatever was asked; before there is one, it is not known. */
static void test_length_of_steps(void **state)
{
	const struct probe *probes[] = { &stepping };
	struct session *session = start(probes, 1);
	cleanup_evidence struct evidence *none = NULL, *some = NULL;
	uint64_t step_ms;

	(void)state;
	session_pulse(session);
	none = collect(session, SESSION_LOOK);
	assert_int_equal(evidence_find(none, "test.steps")->step_ms, 0);
	for (int pulse = 0; pulse < 3; pulse++) {
		usleep(40000);
		session_pulse(session);
	}
	some = collect(session, SESSION_END);
	step_ms = evidence_find(some, "test.steps")->step_ms;
	assert_true(step_ms >= 40 && step_ms < session_now_ms(session));
	assert_int_equal(evidence_find(some, "test.stepping")->step_ms, 0);
	end(session);
}

/* A namespace that did not answer has no steps on either side of that, not all that it counted
 * since it was made. */
static void test_silent_namespace(void **state)
{
	const struct probe *probes[] = { &silent };
	struct session *session = begin(probes, 1, true);
	cleanup_evidence struct evidence *evidence = NULL;
	const struct table *table;

	(void)state;
	for (int pulse = 0; pulse < 5; pulse++)
		session_pulse(session);
	evidence = collect(session, SESSION_END);
	table = evidence_find(evidence, "test.steps")->table;
	for (size_t row = 0; row < table->rows; row++)
		assert_int_equal(cell_as_count(table_cell(table, row, "reads")), 1);
	/* Of the reads 2 to 6, the third failed: 5-4 and 6-5 are steps. */
	assert_int_equal(table->rows, 2);
	end(session);
}

/* A reading for a series that did not come back is not asked for again. */
static void test_stuck_series(void **state)
{
	const struct probe *probes[] = { &stuck_stepping };
	struct session *session = start(probes, 1);

	(void)state;
	for (int pulse = 0; pulse < 3; pulse++)
		session_pulse(session);
	assert_int_equal(reads[0], 2);
	end(session);
}

/* What is dear to read is read for a look that asks for it by name. */
static void test_seldom_by_name(void **state)
{
	const struct probe *probes[] = { &often, &seldom };
	struct session *session = start(probes, 2);

	(void)state;
	session_look_at(session, &probes[1], 1);
	evidence_free(collect(session, SESSION_LOOK));
	assert_int_equal(reads[0], 1);
	assert_int_equal(reads[1], 2);
	end(session);
}

static const struct hook retransmits[] = {
	{ "tcp_retransmit", "tcp_retransmit_skb", NULL, HOOK_TP_BTF, false }, { 0 }
};
static const char *const retransmit_maps[] = { "retransmits", "retransmit_counters", NULL };
static const struct probe hooked = {
	.name = "hooked", .facts = often_facts, .hooks = retransmits, .maps = retransmit_maps
};

/* A stage that joins samples as widely as those that the guard widened before. */
static void test_joins_widened(void **state)
{
	const struct probe *probes[] = { &often, &hooked };
	struct session *session = start(probes, 1);

	(void)state;
	session->guard.width = 2;
	session_start(session, &probes[1], 1);
	if (!session->stages || !session->instances[0]->bpf) {
		end(session);
		skip();
	}
	assert_int_equal(session->instances[0]->bpf->bss->widened, 2 * GUARD_BITS);
	end(session);
}

static double used_seconds(void)
{
	double sum = 0;

	for (int who = 0; who < 2; who++) {
		struct rusage usage;

		assert_int_equal(getrusage(who ? RUSAGE_CHILDREN : RUSAGE_SELF, &usage), 0);
		sum += (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
		       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
	}
	return sum;
}

/* One CPU that is busy all the time is a half of two. */
static void test_cost(void **state)
{
	const struct probe *probes[] = { &often };
	struct session *session = start(probes, 1);
	double cpus = (double)sysconf(_SC_NPROCESSORS_ONLN), least, most, share;
	cJSON *cost;

	(void)state;
	while (session_now_ms(session) < 100)
		;
	most = (double)session_now_ms(session) / 1e3;
	least = used_seconds();
	cost = session_cost_json(session);
	share = cJSON_GetObjectItem(cost, "cpu_share")->valuedouble;
	assert_true(share >= least / (((double)session_now_ms(session) + 1) / 1e3 * cpus) - 1e-6);
	assert_true(share <= used_seconds() / (most * cpus) + 1e-6);
	cJSON_Delete(cost);
	end(session);
}

static void test_step_of_what_is_new(void **state)
{
	const struct probe *probes[] = { &late };
	struct session *session = start(probes, 1);

	(void)state;
	for (int i = 0; i < 3; i++)
		session_pulse(session);
	{
		cleanup_evidence struct evidence *evidence = collect(session, SESSION_END);
		const struct fact *fact = evidence_find(evidence, "test.steps");

		assert_int_equal(rows_of(evidence, "test.steps"), 1);
		assert_int_equal(cell_as_count(table_cell(fact->table, 0, "reads")), 1);
	}
	end(session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seldom),
		cmocka_unit_test(test_stuck),
		cmocka_unit_test(test_beyond),
		cmocka_unit_test(test_unasked),
		cmocka_unit_test(test_step_with_look),
		cmocka_unit_test(test_silent_namespace),
		cmocka_unit_test(test_length_of_steps),
		cmocka_unit_test(test_stuck_series),
		cmocka_unit_test(test_seldom_by_name),
		cmocka_unit_test(test_joins_widened),
		cmocka_unit_test(test_cost),
		cmocka_unit_test(test_step_of_what_is_new),
	};

	return cmocka_run_group_tests_name("session", tests, NULL, NULL);
}
