// SPDX-License-Identifier: BSD-2-Clause
/* Rates over time: each fact, and each host, has steps of its own. */
#include "unit.h"

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "series.h"

#define T_MS "{\"name\":\"t_ms\",\"key\":true,\"unit\":\"ms\"}"
#define DEVICE "{\"name\":\"device\",\"key\":true}"
#define HOST "{\"name\":\"host\",\"key\":true}"
#define PACKETS "{\"name\":\"packets\",\"unit\":\"packets\"}"
#define LINKS(MORE, ROWS)                                                                         \
	"\"links.series\":{\"probe\":\"links\"," MORE "\"columns\":[" T_MS "," DEVICE "," PACKETS \
	"],\"rows\":[" ROWS "]}"
#define LOAD                                                                        \
	"\"load.series\":{\"probe\":\"load\",\"step_ms\":100,\"columns\":[" T_MS    \
	",{\"name\":\"cpu\",\"key\":true},{\"name\":\"busy\",\"unit\":\"share\"}]," \
	"\"rows\":[[1296,0,0.5],[1396,0,0.5],[2004,0,0.5],[2391,0,0.5]]}"

static struct series_list lines_of(const char *facts)
{
	cleanup_free char *text = NULL;
	cleanup_json cJSON *report = NULL;

	assert_true(asprintf(&text,
			     "{\"evidence\":{\"window\":{\"start_ms\":300,\"end_ms\":10300},"
			     "\"facts\":{%s}}}",
			     facts) > 0);
	report = cJSON_Parse(text);
	assert_non_null(report);
	return series_of(report);
}

static void most_is(const struct series_list *list, const char *name, double most)
{
	for (size_t i = 0; i < list->count; i++)
		if (series_is(&list->items[i], name)) {
			assert_true(list->items[i].most > 0.999 * most &&
				    list->items[i].most < 1.001 * most);
			return;
		}
	fail_msg("no line is called %s", name);
}

/* The ticks of another fact do not cut an interval. */
static void test_own_moments(void **state)
{
	cleanup_series struct series_list list = lines_of(
		LOAD "," LINKS("\"step_ms\":1000,", "[1310,\"eth0\",1000],[2392,"
						    "\"eth0\",1082],[3392,\"eth0\",1000]"));

	(void)state;
	most_is(&list, "eth0 packets", 1000);
}

/* An interval behind some without rows is one step, and the line is zero until it begins. */
static void test_missing_intervals(void **state)
{
	cleanup_series struct series_list list =
		lines_of(LINKS("\"step_ms\":1000,", "[1300,\"eth0\",10],[6300,\"eth0\",500]"));
	const struct series *line = &list.items[0];

	(void)state;
	most_is(&list, "eth0 packets", 500);
	assert_int_equal(line->count, 3);
	assert_true(line->from_ms == 300);
	assert_true(line->at_ms[1] == 5300 && line->value[1] == 0);
}

/* A little more than a step is an interval that was that long. */
static void test_long_interval(void **state)
{
	cleanup_series struct series_list list =
		lines_of(LINKS("\"step_ms\":1000,", "[1300,\"eth0\",10],[2700,\"eth0\",1400]"));

	(void)state;
	most_is(&list, "eth0 packets", 1000);
}

/* The window may begin in the middle of the first interval, or long before it. */
static void test_first_interval(void **state)
{
	cleanup_series struct series_list within =
		lines_of(LINKS("\"step_ms\":1000,", "[310,\"eth0\",700],[1310,\"eth0\",1]"));
	cleanup_series struct series_list behind =
		lines_of(LINKS("\"step_ms\":1000,", "[9300,\"eth0\",700]"));

	(void)state;
	most_is(&within, "eth0 packets", 700);
	most_is(&behind, "eth0 packets", 700);
	assert_int_equal(behind.items[0].count, 2);
}

/* Old evidence does not tell its step: most gaps do. */
static void test_untold_step(void **state)
{
	cleanup_series struct series_list list =
		lines_of(LINKS("", "[1300,\"eth0\",10],[2310,\"eth0\",10],[3300,\"eth0\",10],[4311,"
				   "\"eth0\",10],[9300,\"eth0\",2020]"));

	(void)state;
	most_is(&list, "eth0 packets", 2020 / 0.99);
}

/* Two hosts that were read 3 ms apart. */
static void test_hosts(void **state)
{
	cleanup_series struct series_list list = lines_of(
		"\"links.series\":{\"probe\":\"links\",\"columns\":[" HOST "," T_MS "," DEVICE
		"," PACKETS "],\"rows\":[[\"a\",1300,\"eth0\",1000],[\"a\",2300,\"eth0\",1000],"
		"[\"a\",3300,\"eth0\",1000],[\"b\",1303,\"eth0\",1000],[\"b\",2303,\"eth0\",900],"
		"[\"b\",3303,\"eth0\",900]]}");

	(void)state;
	assert_int_equal(list.count, 2);
	most_is(&list, "a eth0 packets", 1000);
	most_is(&list, "b eth0 packets", 1000 / 1.003);
}

/* A CPU came on in between: the line is the same. */
static void test_how_many_cpus(void **state)
{
	cleanup_series struct series_list list =
		lines_of("\"load.series\":{\"probe\":\"load\",\"step_ms\":100,\"columns\":[" T_MS
			 ",{\"name\":\"cpus\",\"unit\":\"count\",\"key\":true}," PACKETS
			 "],\"rows\":[[1100,2,10],[1200,2,20],[1300,3,30]]}");

	(void)state;
	assert_int_equal(list.count, 1);
	most_is(&list, "packets", 300);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_own_moments),   cmocka_unit_test(test_missing_intervals),
		cmocka_unit_test(test_long_interval), cmocka_unit_test(test_first_interval),
		cmocka_unit_test(test_untold_step),   cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_how_many_cpus),
	};

	return cmocka_run_group_tests_name("series", tests, NULL, NULL);
}
