// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "evidence.h"

static const struct fact_spec spec = { "test.fact", "a fact",
				       (const struct column_spec[]){
					       { "device", COLUMN_KEY, NULL },
					       { "packets", COLUMN_VALUE, "packets" },
					       { NULL, COLUMN_KEY, NULL } } };

static struct evidence *make(void)
{
	struct evidence *evidence = evidence_new();
	struct fact *fact = evidence_add(evidence, "test", &spec);
	struct cell *row = table_add(fact->table);

	cell_text(&row[0], "<script>\"\xe2\x80\xae");
	cell_count(&row[1], ((uint64_t)1 << 53) + 1);
	fact->lost = 3;
	fact->step_ms = 1013;
	evidence_absent(evidence, "other", "a.other", ABSENT_UNAVAILABLE, "no such hook");
	evidence->probes = cJSON_CreateArray();
	evidence->unseen = cJSON_Parse("[{\"what\":\"3 network namespaces\"}]");
	return evidence;
}

static void same_bytes_again(void **state)
{
	cleanup_evidence struct evidence *evidence = make(), *back = NULL;
	cleanup_free char *bytes = evidence_save(evidence), *again = NULL;
	struct error err = { "" };

	(void)state;
	if (evidence_load(bytes, strlen(bytes), &back, &err) < 0)
		fail_msg("%s", err.text);
	again = evidence_save(back);
	assert_string_equal(bytes, again);
	assert_true(cell_as_count(table_cell(evidence_find(back, "test.fact")->table, 0,
					     "packets")) == ((uint64_t)1 << 53) + 1);
	assert_int_equal(evidence_find(back, "test.fact")->step_ms, 1013);
	assert_int_equal(cJSON_GetArraySize(back->unseen), 1);
	assert_int_equal(evidence_find(back, "a.other")->absent, ABSENT_UNAVAILABLE);
	assert_string_equal(evidence_find(back, "a.other")->because, "no such hook");
}

/* Cut anywhere, it is refused with a sentence and never crashes. */
static void truncated_anywhere(void **state)
{
	cleanup_evidence struct evidence *evidence = make();
	cleanup_free char *bytes = evidence_save(evidence);
	size_t length = strlen(bytes);

	(void)state;
	for (size_t cut = 0; cut + 1 < length; cut++) {
		struct evidence *back = NULL;
		struct error err = { "" };

		assert_int_equal(evidence_load(bytes, cut, &back, &err), -1);
		assert_null(back);
		assert_true(strlen(err.text) > 0);
	}
}

static void refuses(const char *text, const char *sentence)
{
	struct evidence *evidence = NULL;
	struct error err = { "" };

	assert_int_equal(evidence_load(text, strlen(text), &evidence, &err), -1);
	if (!strstr(err.text, sentence))
		fail_msg("says '%s', not '%s'", err.text, sentence);
}

#define HEAD                                                                                  \
	"{\"schema\":\"netdoctor.evidence/1\",\"host\":{},\"run\":{},\"cost\":{},\"probes\":" \
	"[],\"facts\":"

static void refuses_crooked_evidence(void **state)
{
	(void)state;
	refuses("[]", "no JSON object");
	refuses("{}", "neither evidence nor a report");
	refuses("{\"schema\":\"netdoctor.evidence/2\"}", "neither evidence nor a report");
	refuses("{\"schema\":\"netdoctor.evidence/1\"}", "\"host\" is missing");
	refuses(HEAD "[]}", "\"facts\" is missing");
	refuses(HEAD "{\"x\":{}}}", "fact \"x\": it names no probe");
	refuses(HEAD "{\"x\":{\"probe\":\"p\",\"absent\":{\"why\":\"lazy\"}}}}",
		"does not say why");
	refuses(HEAD "{\"x\":{\"probe\":\"p\",\"columns\":7}}}", "fact \"x\": \"columns\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_bytes_again),
		cmocka_unit_test(truncated_anywhere),
		cmocka_unit_test(refuses_crooked_evidence),
	};

	return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
