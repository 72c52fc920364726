// SPDX-License-Identifier: BSD-2-Clause
/* Runs of several hosts: who is whose guest, whether they watched at one time, who explains whom.
 */
#include "unit.h"

#include <string.h>

#include "cleanup.h"
#include "edges.h"
#include "guest_queues.h"
#include "interrupt_lines.h"
#include "json.h"
#include "kernel_log.h"
#include "memory.h"
#include "merge_facts.h"
#include "merge_guest.h"
#include "merge_time.h"

#define GUEST_MAC "52:54:00:aa:bb:cc"

static const struct column_spec tap_columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "device", COLUMN_KEY, NULL },
	{ "kind", COLUMN_VALUE, NULL },
	{ "mac", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec guest_columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "device", COLUMN_KEY, NULL },
	{ "mac", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec line_columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "device", COLUMN_KEY, NULL },
	{ "irq", COLUMN_KEY, "count" },
	{ "count", COLUMN_COUNTER, "count" },
	{ "direction", COLUMN_VALUE, NULL },
	{ "queue", COLUMN_VALUE, "count" },
	{ 0 },
};

static struct evidence *run_of(const char *name, const char *started, double doubt_ms)
{
	struct evidence *evidence = evidence_new();

	evidence->host = cJSON_CreateObject();
	cJSON_AddStringToObject(evidence->host, "name", name);
	evidence->run = cJSON_CreateObject();
	cJSON_AddStringToObject(evidence->run, "started", started);
	cJSON_AddNumberToObject(evidence->run, "duration_ms", 10000);
	if (doubt_ms < 0)
		cJSON_AddNullToObject(evidence->run, "clock_doubt_ms");
	else
		cJSON_AddNumberToObject(evidence->run, "clock_doubt_ms", doubt_ms);
	evidence->end_ms = 10000;
	return evidence;
}

static void add_tap(struct evidence *evidence, const char *device, const char *kind,
		    const char *mac)
{
	static const struct fact_spec spec = { "links.counters", NULL, tap_columns };
	struct fact *fact = evidence_find(evidence, spec.name);
	struct cell *row;

	if (!fact)
		fact = evidence_add(evidence, "links", &spec);
	row = table_add(fact->table);
	cell_text(&row[0], "self");
	cell_text(&row[1], device);
	cell_text(&row[2], kind);
	cell_text(&row[3], mac);
}

static void add_guest_device(struct evidence *evidence)
{
	static const struct fact_spec devices = { "virtnet.devices", NULL, guest_columns };
	static const struct fact_spec lines = { "virtnet.interrupts", NULL, line_columns };
	struct cell *row = table_add(evidence_add(evidence, "virtnet", &devices)->table);

	cell_text(&row[0], "self");
	cell_text(&row[1], "eth0");
	cell_text(&row[2], GUEST_MAC);
	row = table_add(evidence_add(evidence, "virtnet", &lines)->table);
	cell_text(&row[0], "self");
	cell_text(&row[1], "eth0");
	cell_count(&row[2], 69);
	cell_count(&row[3], 1234);
	cell_text(&row[4], "rx");
	cell_count(&row[5], 2);
}

struct pair {
	struct merge_host hosts[2]; /* a host, and what may be its guest */
	cJSON *unseen;
};

static struct pair pair_of(const char *guest_started, double doubt_ms)
{
	struct pair pair = { .unseen = cJSON_CreateArray() };

	pair.hosts[0].evidence = run_of("node", "2026-03-02T09:31:07.000Z", doubt_ms);
	pair.hosts[0].name = "node";
	pair.hosts[1].evidence = run_of("vm", guest_started, doubt_ms);
	pair.hosts[1].name = "vm";
	add_guest_device(pair.hosts[1].evidence);
	return pair;
}

static void clear(struct pair *pair)
{
	for (size_t i = 0; i < 2; i++) {
		evidence_free(pair->hosts[i].evidence);
		free(pair->hosts[i].tap);
		free(pair->hosts[i].tap_netns);
		free(pair->hosts[i].own_device);
	}
	cJSON_Delete(pair->unseen);
}

static const char *said(const struct pair *pair)
{
	return json_text(cJSON_GetArrayItem(pair->unseen, 0), "because");
}

static void test_time(void **state)
{
	double a = 0, b = 0;

	(void)state;
	assert_true(merge_time_of("2026-03-02T09:31:07Z", &a));
	assert_true(merge_time_of("2026-03-02T09:31:07.250Z", &b));
	assert_true(b - a > 249.9 && b - a < 250.1);
	assert_false(merge_time_of("2026-03-02T09:31:07", &a));
	assert_false(merge_time_of("yesterday", &a));
	assert_false(merge_time_of(NULL, &a));
}

static void test_tap_of_guest(void **state)
{
	static const char *const macs[] = { GUEST_MAC, "fe:54:00:AA:bb:cc" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(macs); i++) {
		struct pair pair = pair_of("2026-03-02T09:31:08.000Z", 20);
		const struct fact *queues;

		add_tap(pair.hosts[0].evidence, "br0", "bridge", macs[i]);
		add_tap(pair.hosts[0].evidence, "vnet7", "tun", macs[i]);
		merge_find_guests(pair.hosts, 2, pair.unseen);
		assert_ptr_equal(pair.hosts[1].hypervisor, &pair.hosts[0]);
		assert_string_equal(pair.hosts[1].tap, "vnet7");
		assert_non_null(strstr(said(&pair), "within 40 ms"));
		queues = evidence_find(pair.hosts[0].evidence, GUEST_QUEUES);
		assert_int_equal(queues->table->rows, 1);
		assert_int_equal(cell_as_count(table_cell(queues->table, 0, "queue")), 2);
		assert_int_equal(cell_as_count(table_cell(queues->table, 0, "interrupts")), 1234);
		assert_string_equal(cell_as_text(table_cell(queues->table, 0, "device")), "vnet7");
		clear(&pair);
	}
}

static void test_two_taps(void **state)
{
	struct pair pair = pair_of("2026-03-02T09:31:08.000Z", 20);

	(void)state;
	add_tap(pair.hosts[0].evidence, "vnet7", "tun", GUEST_MAC);
	add_tap(pair.hosts[0].evidence, "vnet8", "tun", GUEST_MAC);
	merge_find_guests(pair.hosts, 2, pair.unseen);
	assert_null(pair.hosts[1].hypervisor);
	assert_non_null(strstr(said(&pair), "joined with none"));
	clear(&pair);
}

static void test_other_time(void **state)
{
	struct pair pair = pair_of("2026-03-02T09:31:15.000Z", 20);

	(void)state;
	add_tap(pair.hosts[0].evidence, "vnet7", "tun", GUEST_MAC);
	merge_find_guests(pair.hosts, 2, pair.unseen);
	assert_null(pair.hosts[1].hypervisor);
	assert_non_null(strstr(said(&pair), "did not watch at one time (20 %"));
	assert_null(evidence_find(pair.hosts[0].evidence, GUEST_QUEUES));
	clear(&pair);
}

/* The doubt is taken off what the windows have in common: 6 s less 2 s are no half any more. */
static void test_doubt_counts(void **state)
{
	struct pair pair = pair_of("2026-03-02T09:31:11.000Z", 1000);

	(void)state;
	add_tap(pair.hosts[0].evidence, "vnet7", "tun", GUEST_MAC);
	merge_find_guests(pair.hosts, 2, pair.unseen);
	assert_null(pair.hosts[1].hypervisor);
	clear(&pair);
}

static void test_clock_not_kept(void **state)
{
	struct pair pair = pair_of("2026-03-02T09:31:08.000Z", -1);

	(void)state;
	add_tap(pair.hosts[0].evidence, "vnet7", "tun", GUEST_MAC);
	merge_find_guests(pair.hosts, 2, pair.unseen);
	assert_ptr_equal(pair.hosts[1].hypervisor, &pair.hosts[0]);
	assert_non_null(strstr(said(&pair), "not kept in time"));
	clear(&pair);
}

static cJSON *finding_of(const char *json)
{
	struct error err;
	cJSON *finding = NULL;

	assert_int_equal(json_parse(json, strlen(json), &finding, &err), 0);
	return finding;
}

static void test_who_explains(void **state)
{
	static const char edges_text[] =
		"[{\"from\":\"virt.a\",\"to\":\"virt.b\",\"join\":[\"device\",\"queue\"]}]";
	cleanup_json cJSON *edges = finding_of(edges_text);
	cleanup_json cJSON *guest =
		finding_of("{\"id\":\"virt.a\",\"outcome\":\"confirmed\",\"confidence\":0.9,"
			   "\"where\":{\"host\":\"vm\",\"device\":\"eth0\",\"queue\":2},"
			   "\"beside\":{\"host\":\"node\",\"device\":\"vnet7\",\"queue\":2}}");
	cleanup_json cJSON *here =
		finding_of("{\"id\":\"virt.b\",\"outcome\":\"suspected\",\"confidence\":0.4,"
			   "\"where\":{\"host\":\"node\",\"device\":\"vnet7\",\"queue\":2}}");
	cleanup_json cJSON *elsewhere =
		finding_of("{\"id\":\"virt.b\",\"outcome\":\"suspected\",\"confidence\":0.4,"
			   "\"where\":{\"host\":\"other\",\"device\":\"vnet7\",\"queue\":2}}");
	cleanup_json cJSON *all = cJSON_CreateArray();

	(void)state;
	assert_true(edges_explain(edges, guest, here));
	assert_false(edges_explain(edges, guest, elsewhere));
	cJSON_AddItemToArray(all, cJSON_Duplicate(here, true));
	cJSON_AddItemToArray(all, cJSON_Duplicate(elsewhere, true));
	cJSON_AddItemToArray(all, cJSON_Duplicate(guest, true));
	merge_confirm(all, edges);
	assert_string_equal(json_text(cJSON_GetArrayItem(all, 0), "outcome"), "confirmed");
	assert_string_equal(json_text(cJSON_GetArrayItem(all, 1), "outcome"), "suspected");
}

static uint64_t merged_step(uint64_t one_ms, uint64_t other_ms)
{
	static const struct fact_spec spec = { "links.series", NULL, tap_columns };
	struct pair pair = pair_of("2026-03-02T09:31:08.000Z", 20);
	struct merge_host *hosts[] = { &pair.hosts[0], &pair.hosts[1] };
	cleanup_evidence struct evidence *merged = NULL;

	evidence_add(pair.hosts[0].evidence, "links", &spec)->step_ms = one_ms;
	evidence_add(pair.hosts[1].evidence, "links", &spec)->step_ms = other_ms;
	merged = merge_facts(hosts, 2, NULL);
	clear(&pair);
	return evidence_find(merged, spec.name)->step_ms;
}

/* The step of a series is that of all hosts, or none. */
static void test_step_of_series(void **state)
{
	(void)state;
	assert_int_equal(merged_step(1003, 1008), 1003);
	assert_int_equal(merged_step(1000, 5000), 0);
	assert_int_equal(merged_step(5000, 1000), 0);
	assert_int_equal(merged_step(1000, 0), 0);
	assert_int_equal(merged_step(0, 1000), 0);
}

static void test_kernel_log(void **state)
{
	(void)state;
	assert_int_equal(kernel_log_disabled_irq("Disabling IRQ #69"), 69);
	assert_int_equal(kernel_log_disabled_irq("irq 69: nobody cared (try booting with the "
						 "\"irqpoll\" option)"),
			 -1);
}

static void test_names_of_interrupts(void **state)
{
	(void)state;
	assert_string_equal(interrupt_queue_of("virtio0-input.3").direction, "rx");
	assert_int_equal(interrupt_queue_of("virtio0-output.12").queue, 12);
	assert_null(interrupt_queue_of("virtio0-config").direction);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_time),         cmocka_unit_test(test_tap_of_guest),
		cmocka_unit_test(test_two_taps),     cmocka_unit_test(test_other_time),
		cmocka_unit_test(test_doubt_counts), cmocka_unit_test(test_clock_not_kept),
		cmocka_unit_test(test_who_explains), cmocka_unit_test(test_step_of_series),
		cmocka_unit_test(test_kernel_log),   cmocka_unit_test(test_names_of_interrupts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
