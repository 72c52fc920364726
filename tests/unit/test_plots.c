// SPDX-License-Identifier: BSD-2-Clause
/* What the page draws of a report: buckets that are none, hosts and namespaces kept apart, queues.
 */
#include "unit.h"

#include <unistd.h>

#include "cleanup.h"
#include "histograms.h"
#include "json.h"
#include "memory.h"
#include "renderer.h"

#define EVIDENCE(FACTS) \
	"{\"evidence\":{\"window\":{\"start_ms\":0,\"end_ms\":9000},\"facts\":{" FACTS "}}"

extern const struct renderer renderer_html;

static char *page_of(const cJSON *report)
{
	struct render_style style = { .columns = 80 };
	struct error err = { "" };
	char *text = NULL;
	size_t size;
	FILE *out = must_have(open_memstream(&text, &size));

	if (renderer_html.render(report, &style, out, &err) < 0)
		fail_msg("%s", err.text);
	fclose(out);
	return text;
}

static cJSON *report_of(const char *json)
{
	cJSON *report = cJSON_Parse(json);

	if (!report)
		fail_msg("no JSON: %s", json);
	return report;
}

#define STAGES(BUCKETS)                                                              \
	EVIDENCE("\"path.stages\":{\"columns\":[{\"name\":\"device\",\"key\":true}," \
		 "{\"name\":\"histogram\"}],\"rows\":[[\"eth0\",\"" BUCKETS "\"]]}") \
	"}"

/* Evidence of somebody else may hold anything: no bucket may keep the page from ending. */
static void buckets_that_are_none(void **state)
{
	cleanup_json cJSON *report =
		report_of(STAGES("inf:10 nan:3 -5:2 7:inf 7:-1 100:7 -inf:1 1e400:2"));
	cleanup_json cJSON *histograms = histograms_of(report, 9);
	const cJSON *counts = json_get(cJSON_GetArrayItem(histograms, 0), "counts");

	(void)state;
	assert_int_equal(cJSON_GetArraySize(counts), 2);
	assert_int_equal(cJSON_GetArrayItem(counts, 0)->valueint, 7);
	free(page_of(report));
}

static void values_without_end(void **state)
{
	static const char *const histograms[] = {
		"{\"bounds\":[1e308],\"counts\":[3]}",
		"{\"bounds\":[5e-324,1],\"counts\":[3,1]}",
		"{\"bounds\":[1,2],\"counts\":[1e308,1e308],\"max\":1e308}",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(histograms); i++) {
		cleanup_free char *text = NULL;
		cleanup_json cJSON *report = NULL;

		assert_true(asprintf(&text, "{\"histograms\":[%s]}", histograms[i]) > 0);
		report = report_of(text);
		free(page_of(report));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets_that_are_none),
		cmocka_unit_test(values_without_end),
	};

	/* What never ends is a failure, too. */
	alarm(60);
	return cmocka_run_group_tests_name("plots", tests, NULL, NULL);
}
