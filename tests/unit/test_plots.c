// SPDX-License-Identifier: BSD-2-Clause
/* What the page draws of a report: buckets that are none, hosts and namespaces kept apart, queues.
 */
#include "unit.h"

#include <unistd.h>

#include "cleanup.h"
#include "histograms.h"
#include "json.h"
#include "memory.h"
#include "path_model.h"
#include "phrase.h"
#include "queues.h"
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

#define NAMES                                                                                      \
	"{\"name\":\"host\",\"key\":true},{\"name\":\"netns\",\"key\":true},{\"name\":\"device\"," \
	"\"key\":true}"
#define CAUSE(WHERE)                                                                       \
	"\"causes\":[{\"rank\":1,\"id\":\"drop.tun_ring_full\",\"severity\":\"abnormal\"," \
	"\"where\":{" WHERE "},\"evidence\":[{\"fact\":\"x\",\"value\":7}]}]"
#define LINKS(ROWS) \
	"\"links.counters\":{\"columns\":[" NAMES ",{\"name\":\"kind\"}],\"rows\":[" ROWS "]}"

/* The tap's hop of the path of that name. */
static const cJSON *tap_of(const cJSON *paths, const char *name)
{
	const cJSON *path, *hop;

	cJSON_ArrayForEach (path, paths)
		if (!strcmp(phrase_name(path, "name"), name))
			cJSON_ArrayForEach (hop, json_get(path, "hops"))
				if (!strcmp(phrase_name(hop, "kind"), "tap"))
					return hop;
	fail_msg("no tap %s", name);
	return NULL;
}

static void state_is(const cJSON *paths, const char *name, const char *state, uint64_t lost)
{
	const cJSON *tap = tap_of(paths, name);

	assert_string_equal(phrase_name(tap, "state"), state);
	assert_int_equal(json_count(tap, "lost", 0), lost);
}

/* Two hosts and two namespaces have a device of the same name: one of them is sick. */
static void sick_is_one_device(void **state)
{
	cleanup_json cJSON *report = report_of(EVIDENCE(
		LINKS("[\"a\",\"self\",\"tap0\",\"tun\"],[\"b\",\"pod\",\"tap0\",\"tun\"],"
		      "[\"b\",\"self\",\"tap0\",\"tun\"]")) "," CAUSE("\"host\":\"b\",\"netns\":"
								      "\"self\",\"device\":"
								      "\"tap0\"") "}");
	cleanup_json cJSON *paths = NULL;
	int left;

	(void)state;
	paths = path_model(report, &left);
	assert_int_equal(cJSON_GetArraySize(paths), 3);
	assert_string_equal(phrase_name(cJSON_GetArrayItem(paths, 0), "name"), "b > tap0");
	state_is(paths, "b > tap0", "abnormal", 7);
	state_is(paths, "b > pod > tap0", "ok", 0);
	state_is(paths, "a > tap0", "ok", 0);
}

/* What was measured on one host tells nothing of another. */
static void other_hosts_tell_nothing(void **state)
{
	cleanup_json cJSON *one = report_of("{\"host\":\"a\",\"device\":\"eth0\"}");
	cleanup_json cJSON *other = report_of("{\"host\":\"b\",\"device\":\"eth0\"}");
	cleanup_json cJSON *any = report_of("{\"device\":\"eth0\",\"netns\":\"self\"}");
	cleanup_json cJSON *host = report_of("{\"host\":\"a\"}");

	(void)state;
	assert_false(where_tells_of(one, other));
	assert_true(where_tells_of(one, any));
	assert_false(where_tells_of(one, host));
}

static cJSON *many_taps(int count, int sick)
{
	char *text = NULL;
	size_t size;
	FILE *out = must_have(open_memstream(&text, &size));
	cJSON *report;

	fprintf(out, "{\"evidence\":{\"facts\":{\"links.counters\":{\"columns\":[" NAMES
		     ",{\"name\":\"kind\"}],\"rows\":[");
	for (int i = 0; i < count; i++)
		fprintf(out, "%s[\"\",\"self\",\"tap%03d\",\"tun\"]", i ? "," : "", i);
	fprintf(out, "]}}}," CAUSE("\"netns\":\"self\",\"device\":\"tap%03d\"") "}", sick);
	fclose(out);
	report = report_of(text);
	free(text);
	return report;
}

/* What a cause names has a path, however many others there are, and the rest is counted. */
static void sick_among_many(void **state)
{
	cleanup_json cJSON *report = many_taps(100, 99), *paths = NULL;
	cleanup_free char *page = page_of(report);
	int left;

	(void)state;
	paths = path_model(report, &left);
	assert_int_equal(cJSON_GetArraySize(paths) + left, 100);
	assert_string_equal(phrase_name(cJSON_GetArrayItem(paths, 0), "name"), "tap099");
	state_is(paths, "tap099", "abnormal", 7);
	assert_non_null(strstr(page, "+76 "));
}

/* The contents lead to what is there: hosts of a merged report, and no way of `lo`. */
static void contents_lead_somewhere(void **state)
{
	cleanup_json cJSON *merged =
		report_of("{\"hosts\":[{\"name\":\"a\"}],\"evidence\":{\"facts\":{" LINKS(
			"[\"a\",\"self\",\"lo\",\"\"]") "}}}");
	cleanup_json cJSON *single = report_of(
		"{\"evidence\":{\"facts\":{" LINKS("[\"\",\"self\",\"eth0\",\"\"]") "}}}");
	cleanup_free char *two = page_of(merged), *one = page_of(single);

	(void)state;
	assert_non_null(strstr(two, "href=\"#hosts\""));
	assert_null(strstr(two, "href=\"#paths\""));
	assert_null(strstr(one, "href=\"#hosts\""));
	assert_non_null(strstr(one, "href=\"#paths\""));
	assert_non_null(strstr(one, "id=\"paths\""));
}

#define QUEUES(ROWS)                                                                        \
	EVIDENCE("\"tap.queues\":{\"columns\":[" NAMES ",{\"name\":\"queue\",\"key\":true," \
		 "\"unit\":\"count\"},{\"name\":\"pid\",\"unit\":\"count\"},{\"name\":"     \
		 "\"got_moved\",\"unit\":\"slots\"}],\"rows\":[" ROWS "]},"                 \
		 "\"cpu.use\":{\"columns\":[{\"name\":\"cpu\"}],\"rows\":[[0]]}")           \
	"}"

/* Queues are those of one device, and process ids are no measure. */
static void queues_of_one_device(void **state)
{
	cleanup_json cJSON *report = report_of(
		QUEUES("[\"a\",\"self\",\"eth0\",0,41,10],[\"a\",\"self\",\"eth0\",1,41,20],"
		       "[\"b\",\"pod\",\"eth0\",0,42,300],[\"b\",\"pod\",\"eth0\",0,42,200],"
		       "[\"b\",\"pod\",\"eth0\",70,42,1],[\"b\",\"self\",\"eth0\",0,43,9],"
		       "[\"b\",\"self\",\"eth1\",0,43,0],[\"b\",\"self\",\"eth1\",1,43,0]"));
	const cJSON *fact = json_get(json_get(report, "evidence"), "facts")->child;
	const struct place pod = { "b", "pod", "eth0" };
	cleanup_queues struct queue_list all = queues_of(fact, NULL, 9);
	cleanup_queues struct queue_list one = queues_of(fact, &pod, 9);

	(void)state;
	assert_int_equal(all.count, 2);
	assert_string_equal(all.devices[0].place.host, "a");
	assert_string_equal(all.devices[0].column, "got_moved");
	assert_true(all.devices[0].most == 20);
	assert_int_equal(one.count, 1);
	assert_int_equal(one.devices[0].count, 2);
	assert_int_equal(one.devices[0].queues[1].number, 70);
	assert_true(one.devices[0].queues[0].value == 500);
}

/* Those that are not shown are counted; rows need no order, and many of them no patience. */
static void many_queues(void **state)
{
	cleanup_free char *page = NULL, *text = NULL;
	cleanup_json cJSON *report = NULL;
	size_t size;
	FILE *out = must_have(open_memstream(&text, &size));

	(void)state;
	for (int i = 39999; i >= 0; i--)
		fprintf(out, "[\"a\",\"self\",\"eth%d\",%d,1,5]%s", i / 100, i % 100, i ? "," : "");
	fclose(out);
	assert_true(asprintf(&page, QUEUES("%s"), text) > 0);
	report = report_of(page);
	free(page);
	page = page_of(report);
	assert_non_null(strstr(page, "+36 "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets_that_are_none),
		cmocka_unit_test(values_without_end),
		cmocka_unit_test(sick_is_one_device),
		cmocka_unit_test(sick_among_many),
		cmocka_unit_test(other_hosts_tell_nothing),
		cmocka_unit_test(contents_lead_somewhere),
		cmocka_unit_test(queues_of_one_device),
		cmocka_unit_test(many_queues),
	};

	/* What never ends is a failure, too. */
	alarm(60);
	return cmocka_run_group_tests_name("plots", tests, NULL, NULL);
}
