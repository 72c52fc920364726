// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "flow.h"
#include "json.h"

/* Facts of real probes, so that stages find who provides them. */
static const char catalogue_text[] =
	"{\"rules\":[{\"id\":\"drop.a\",\"needs\":[\"drops.kernel\",\"losses\"],\"uses\":[\"drops."
	"stacks\"],"
	"  \"details\":[\"netfilter.verdicts\"],\"counted_in\":[\"protocol.counters\"]},"
	" {\"id\":\"virt.d\",\"needs\":[\"cpu.use\"]},"
	" {\"id\":\"host.b\",\"needs\":[\"links.counters\"],\"uses\":[],\"details\":[]}],"
	" \"flows\":[{\"name\":\"drops\",\"stages\":["
	"  {\"name\":\"base\",\"ask\":[\"host.*\"]},"
	"  {\"name\":\"watch\",\"ask\":[\"drop.*\"]},"
	"  {\"name\":\"follow\",\"detail\":[\"drop.a\"],\"when\":{\"op\":\"any\",\"list\":["
	"    {\"op\":\"found\",\"rule\":\"drop.a\"},"
	"    {\"op\":\"all\",\"list\":[{\"op\":\"found\",\"rule\":\"host.b\"},"
	"      {\"op\":\"found\",\"rule\":\"host.c\"}]}]}}]}]}";

static void begin(const cJSON *catalogue, struct walk *walk)
{
	cleanup_json cJSON *names = NULL;
	struct error err = { "" };

	if (walk_begin(catalogue, NULL, 0, walk, &names, &err) < 0)
		fail_msg("%s", err.text);
	assert_int_equal(cJSON_GetArraySize(names), 1);
}

static void stages_ask_for_probes(void **state)
{
	cleanup_json cJSON *catalogue = cJSON_Parse(catalogue_text);
	static const char *const names[] = { "links", "packet_drop", "netfilter_verdict" };
	struct walk walk;

	(void)state;
	begin(catalogue, &walk);
	assert_int_equal(walk.count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(walk.stages[i].probe_count, 1);
		assert_string_equal(walk.stages[i].probes[0]->name, names[i]);
	}
}

/* What nobody waits for is not read for a look. */
static void looks_ask_for_conditions(void **state)
{
	cleanup_json cJSON *catalogue = cJSON_Parse(catalogue_text);
	const struct probe *probes[8];
	struct walk walk;

	(void)state;
	begin(catalogue, &walk);
	assert_int_equal(walk_look_probes(&walk, probes, 8), 3);
	assert_string_equal(probes[0]->name, "links");
	assert_string_equal(probes[1]->name, "packet_drop");
	assert_string_equal(probes[2]->name, "snmp");
	walk.stages[2].started = true;
	assert_int_equal(walk_look_probes(&walk, probes, 8), 0);
}

static bool open_with(const struct stage *stage, const char *findings)
{
	cleanup_json cJSON *json = cJSON_Parse(findings);

	return stage_open(stage, json);
}

static void conditions(void **state)
{
	cleanup_json cJSON *catalogue = cJSON_Parse(catalogue_text);
	cleanup_free char *condition = NULL;
	struct walk walk;

	(void)state;
	begin(catalogue, &walk);
	assert_true(stage_open(&walk.stages[0], NULL));
	assert_false(stage_open(&walk.stages[2], NULL));
	assert_false(open_with(&walk.stages[2],
			       "{\"findings\":[{\"id\":\"drop.a\",\"outcome\":\"ruled_out\"}]}"));
	assert_true(open_with(&walk.stages[2],
			      "{\"findings\":[{\"id\":\"drop.a\",\"outcome\":\"suspected\"}]}"));
	assert_false(open_with(&walk.stages[2],
			       "{\"findings\":[{\"id\":\"host.b\",\"outcome\":\"confirmed\"}]}"));
	assert_true(open_with(&walk.stages[2],
			      "{\"findings\":[{\"id\":\"host.b\",\"outcome\":\"confirmed\"},"
			      "{\"id\":\"host.c\",\"outcome\":\"confirmed\"}]}"));
	condition = stage_condition(&walk.stages[2]);
	assert_string_equal(condition, "drop.a or host.b and host.c");
}

static void unknown_flows_are_refused(void **state)
{
	cleanup_json cJSON *catalogue = cJSON_Parse(catalogue_text);
	const char *flows[] = { "latency" };
	struct error err = { "" };
	struct walk walk;
	cJSON *names = NULL;

	(void)state;
	assert_int_equal(walk_begin(catalogue, flows, 1, &walk, &names, &err), -1);
	assert_string_equal(err.text, "there is no flow 'latency' with rules; there is: drops");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stages_ask_for_probes),
		cmocka_unit_test(looks_ask_for_conditions),
		cmocka_unit_test(conditions),
		cmocka_unit_test(unknown_flows_are_refused),
	};

	return cmocka_run_group_tests_name("flow", tests, NULL, NULL);
}
