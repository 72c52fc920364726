// SPDX-License-Identifier: BSD-2-Clause
/* What the views are made of: neutralised text, values, wrapped lines. */
#include "unit.h"

#include "clean.h"
#include "cleanup.h"
#include "memory.h"
#include "text_page.h"
#include "value.h"

static void shows(const char *hostile, const char *expected)
{
	cleanup_free char *text = clean_text(hostile);

	assert_string_equal(text, expected);
	assert_int_equal(clean_already(hostile), !strcmp(hostile, expected));
}

static void text_is_neutralised(void **state)
{
	(void)state;
	shows("vnet0", "vnet0");
	shows("\x1b[31mred\x07", "\\x1b[31mred\\x07");
	shows("a\nb\x7f", "a\\x0ab\\x7f");
	shows("\xc2\x9b"
	      "31m",
	      "\\u009b31m");
	shows("\u202egnp\u2069\u200f\u061c", "\\u202egnp\\u2069\\u200f\\u061c");
	shows("a\u200bb\ufeffc\u3164", "a\\u200bb\\ufeffc\\u3164");
	shows("\xff\xc0\x80x\xe2\x82", "\\xff\\xc0\\x80x\\xe2\\x82");
	shows("网卡 é ☎\ufe0f 😀", "网卡 é ☎\ufe0f 😀");
	shows("\U000e0041", "\\ue0041");
}

static void reads(double number, const char *unit, const char *english, const char *chinese)
{
	cleanup_json cJSON *value = cJSON_CreateNumber(number);
	cleanup_free char *en = value_text(value, unit, false);
	cleanup_free char *zh = value_text(value, unit, true);

	assert_string_equal(en, english);
	assert_string_equal(zh, chinese);
}

static void values_are_readable(void **state)
{
	cleanup_json cJSON *digits = cJSON_CreateString("18446744073709551615");
	cleanup_free char *large = value_text(digits, "packets", false);

	(void)state;
	assert_string_equal(large, "18,446,744,073,709,551,615 packets");
	reads(0, "packets", "0 packets", "0 个数据包");
	reads(1, "packets", "1 packet", "1 个数据包");
	reads(1204, "packets", "1,204 packets", "1,204 个数据包");
	reads(1234567, "bytes", "1,234,567 bytes", "1,234,567 字节");
	reads(1, "entries", "1 entry", "1 个表项");
	reads(1, "us", "1 us", "1 us");
	reads(12.54, "us", "12.5 us", "12.5 us");
	reads(1912.4, "us", "1,912 us", "1,912 us");
	reads(0.02502, "share", "2.5 %", "2.5 %");
	reads(0.00012, "share", "0.012 %", "0.012 %");
	reads(0.9997, "share", "99.97 %", "99.97 %");
	reads(0.999997, "share", "99.99 %", "99.99 %");
	reads(1, "share", "100 %", "100 %");
	reads(12.3, "share", "1,230 %", "1,230 %");
	reads(4012.4, "per_s", "4,012/s", "4,012/s");
	reads(5201, NULL, "5201", "5201");
	reads(-3.5, "ms", "-3.5 ms", "-3.5 ms");
	reads(2e15, "packets", "2,000,000,000,000,000 packets", "2,000,000,000,000,000 个数据包");
	reads(9007199254740992, "count", "9,007,199,254,740,992", "9,007,199,254,740,992");
	reads(1e300, "count", "1e+300", "1e+300");
}

static char *wrapped(const char *text, int columns, int indent)
{
	struct render_style style = { .columns = columns };
	struct text_page page;
	char *lines = NULL;
	size_t size;
	FILE *out = must_have(open_memstream(&lines, &size));

	text_open(&page, &style, out);
	text_put(&page, TONE_PLAIN, indent, text);
	text_end(&page);
	fclose(out);
	return lines;
}

static void wraps(const char *text, const char *expected)
{
	cleanup_free char *lines = wrapped(text, 40, 2);

	assert_string_equal(lines, expected);
}

static void lines_wrap_at_words(void **state)
{
	(void)state;
	wraps("short", "  short\n");
	wraps("exactly as many words as there is room",
	      "  exactly as many words as there is room\n");
	wraps("one more word than there is any room for",
	      "  one more word than there is any room\n  for\n");
	wraps("a share of one and of one half is 38.4 %", "  a share of one and of one half is\n"
							  "  38.4 %\n");
	wraps("网卡网卡网卡网卡网卡网卡网卡网卡网卡网卡",
	      "  网卡网卡网卡网卡网卡网卡网卡网卡网卡网\n  卡\n");
	wraps("0123456789012345678901234567890123456789012",
	      "  01234567890123456789012345678901234567\n  89012\n");
	wraps("ends in spaces   ", "  ends in spaces\n");
	wraps("", "");
}

static void no_line_is_too_wide(void **state)
{
	static const char *const pieces[] = {
		"word ",  "网卡",   "10.0.0.1:80 ", "é",  "（",   ")",
		"a-b/c ", "38.4 %", "\x1b",         "😀 ", " -- ", "，"
	};
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 500; round++) {
		char text[2048] = "";
		cleanup_free char *lines = NULL;
		int columns = 40 + round % 60;

		for (int i = 0; i < 60; i++) {
			seed = seed * 1103515245 + 12345;
			strcat(text, pieces[(seed >> 16) % ARRAY_SIZE(pieces)]);
		}
		lines = wrapped(text, columns, 13);
		for (char *line = strtok(lines, "\n"); line; line = strtok(NULL, "\n"))
			if (text_width(line) > columns)
				fail_msg("%d columns: %s", columns, line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_neutralised),
		cmocka_unit_test(values_are_readable),
		cmocka_unit_test(lines_wrap_at_words),
		cmocka_unit_test(no_line_is_too_wide),
	};

	return cmocka_run_group_tests_name("texts", tests, NULL, NULL);
}
