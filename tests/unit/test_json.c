// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "json.h"

static void refuses(const char *text, const char *sentence)
{
	struct error err = { "" };
	cJSON *json = NULL;

	assert_int_equal(json_parse(text, strlen(text), &json, &err), -1);
	assert_null(json);
	if (!strstr(err.text, sentence))
		fail_msg("%s: says '%s', not '%s'", text, err.text, sentence);
}

static void refuses_what_cjson_accepts(void **state)
{
	(void)state;
	refuses("{} x", "text stands behind");
	refuses("{\"a\":1,\"a\":2}", "stands twice");
	refuses("[1e400]", "too large");
	refuses("[\"a\\u0000b\"]", "\\u0000");
	refuses("[\"\xff\"]", "UTF-8");
	refuses("{\"a\":", "no JSON from byte");
	refuses("", "no JSON from byte");
}

/* A comma in a text is none between values. */
static void refuses_too_many_values(void **state)
{
	const size_t most = JSON_MAX_VALUES;
	cleanup_free char *text = malloc(2 * most + 8);
	cleanup_json cJSON *json = NULL;
	struct error err;

	(void)state;
	memset(text, ',', 2 * most + 3);
	text[0] = '[';
	text[1] = '"';
	memcpy(text + 2 * most, "\\\"\"]", 5);
	assert_int_equal(json_parse(text, strlen(text), &json, &err), 0);
	text[0] = '[';
	for (size_t i = 0; i < most; i++)
		memcpy(text + 1 + 2 * i, "1,", 2);
	strcpy(text + 2 * most, "]");
	refuses(text, "it holds more than 2000000 values");
}

static void keeps_keys_apart_by_case(void **state)
{
	cleanup_json cJSON *json = NULL;
	struct error err;
	const char *text = "{\"a\":1,\"A\":2}";

	(void)state;
	assert_int_equal(json_parse(text, strlen(text), &json, &err), 0);
	assert_int_equal(json_count(json, "A", 0), 2);
	assert_null(json_get(json, "b"));
}

static void counts_survive(void **state)
{
	static const uint64_t counts[] = { 0, 1, JSON_EXACT, JSON_EXACT + 1, UINT64_MAX };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++) {
		cleanup_json cJSON *json = json_from_count(counts[i]);
		uint64_t back = 7;

		assert_true(json_to_count(json, &back));
		assert_true(back == counts[i]);
		assert_int_equal(cJSON_IsString(json) != 0, counts[i] > JSON_EXACT);
	}
}

static void what_is_no_count(void **state)
{
	static const char *const texts[] = { "-1",   "1.5",    "\"12x\"",
					     "\"\"", "\"-1\"", "\"99999999999999999999\"",
					     "true", "null" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		cleanup_json cJSON *json = cJSON_Parse(texts[i]);
		uint64_t count;

		assert_false(json_to_count(json, &count));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_what_cjson_accepts),
		cmocka_unit_test(refuses_too_many_values),
		cmocka_unit_test(keeps_keys_apart_by_case),
		cmocka_unit_test(counts_survive),
		cmocka_unit_test(what_is_no_count),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
