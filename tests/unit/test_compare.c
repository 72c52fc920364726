// SPDX-License-Identifier: BSD-2-Clause
/* How a measure of a comparison reads: never with an exponent. */
#include "unit.h"

#include "cleanup.h"
#include "compare_match.h"

static void reads(enum measure_kind kind, double value, const char *english, const char *chinese)
{
	const struct measure measure = { .kind = kind, .value = value };
	cleanup_free char *en = measure_text(&measure, false), *zh = measure_text(&measure, true);

	assert_string_equal(en, english);
	assert_string_equal(zh, chinese);
}

static void measures(void **state)
{
	(void)state;
	reads(MEASURE_RATE, 999000, "999,000 packets/s", "每秒 999,000 个数据包");
	reads(MEASURE_RATE, 999.7, "1,000 packets/s", "每秒 1,000 个数据包");
	reads(MEASURE_RATE, 12.34, "12.3 packets/s", "每秒 12.3 个数据包");
	reads(MEASURE_RATE, 0.00001, "below 0.01 packets/s", "每秒 低于 0.01 个数据包");
	reads(MEASURE_DELAY, 999000, "999.0 ms", "999.0 ms");
	reads(MEASURE_DELAY, 84.4, "84 us", "84 us");
	reads(MEASURE_DELAY, 12345678, "12.3 s", "12.3 s");
	reads(MEASURE_SHARE, 0.1234, "12.3 %", "12.3 %");
	reads(MEASURE_SHARE, 0.000001, "below 0.01 %", "低于 0.01 %");
	reads(MEASURE_SHARE, 0.99996, "above 99.9 %", "高于 99.9 %");
	reads(MEASURE_SHARE, 0, "0 %", "0 %");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(measures),
	};

	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
