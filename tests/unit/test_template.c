// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "template.h"

static cJSON *values(void)
{
	return cJSON_Parse("{\"lost\": 12345, \"share\": 0.0041, \"tiny\": 0.00001, \"all\": 1,"
			   " \"device\": \";reboot;\", \"quote\": \"it's\", \"dash\": \"-rf\", "
			   "\"bytes\": \"\\\\x1b[31m'\\\\\","
			   " \"us\": 84.4, \"ms\": 1234, \"size\": 2097152, \"none\": null,"
			   " \"plain\": \"veth0\", \"most\": 0.99650, \"nearly\": 0.99996,"
			   " \"half\": 0.9949, \"zero\": 0, \"one\": 1, \"yes\": true, \"big\": "
			   "\"18446744073709551615\"}");
}

static void gives(const char *template, enum template_as as, const char *expected)
{
	cleanup_json cJSON *json = values();
	cleanup_free char *text = NULL;
	struct error err = { "" };

	if (template_fill(template, json, as, &text, &err) < 0)
		fail_msg("%s: %s", template, err.text);
	assert_string_equal(text, expected);
}

static void refuses_as(const char *template, enum template_as as, const char *sentence)
{
	cleanup_json cJSON *json = values();
	char *text = NULL;
	struct error err = { "" };

	assert_int_equal(template_fill(template, json, as, &text, &err), -1);
	assert_null(text);
	if (!strstr(err.text, sentence))
		fail_msg("%s: says '%s', not '%s'", template, err.text, sentence);
}

static void refuses(const char *template, const char *sentence)
{
	refuses_as(template, TEMPLATE_ENGLISH, sentence);
}

static void fills_holes(void **state)
{
	(void)state;
	gives("no hole", TEMPLATE_ENGLISH, "no hole");
	gives("{lost:count} packets", TEMPLATE_ENGLISH, "12,345 packets");
	gives("{lost} {share:percent} {tiny:percent} {all:percent}", TEMPLATE_ENGLISH,
	      "12345 0.41 % below 0.01 % 100 %");
	gives("{us:us}, {ms:us}, {size:bytes}, {lost:rate}", TEMPLATE_ENGLISH,
	      "84 us, 1.2 ms, 2.0 MiB, 12,345/s");
	gives("{big:count}", TEMPLATE_ENGLISH, "18,446,744,073,709,551,615");
}

/* What is not all is not 100 %, and a Chinese sentence has no English in it. */
static void amounts(void **state)
{
	(void)state;
	gives("{most:percent} {nearly:percent} {half:percent} {all:percent} {zero:percent}",
	      TEMPLATE_ENGLISH, "99.7 % above 99.9 % 99.5 % 100 % 0.00 %");
	gives("{tiny:percent}，{nearly:percent}", TEMPLATE_CHINESE, "低于 0.01 %，高于 99.9 %");
	gives("{zero:bytes} {one:bytes} {size:bytes} {yes}", TEMPLATE_ENGLISH,
	      "0 bytes 1 byte 2.0 MiB yes");
	gives("{zero:bytes} {size:bytes} {yes}", TEMPLATE_CHINESE, "0 字节 2.0 MiB 是");
}

static void optional_parts(void **state)
{
	(void)state;
	gives("a[[ on {plain}]][[ to {missing}]][[ or {none}]].", TEMPLATE_ENGLISH, "a on veth0.");
}

static void commands_are_quoted(void **state)
{
	(void)state;
	gives("ip link set {device} up", TEMPLATE_COMMAND, "ip link set ';reboot;' up");
	gives("echo {quote} {plain} {dash}", TEMPLATE_COMMAND, "echo 'it'\\''s' veth0 '-rf'");
	gives("x {lost}", TEMPLATE_COMMAND, "x 12345");
	gives("ss 'sport = :{lost}' {plain}", TEMPLATE_COMMAND, "ss 'sport = :12345' veth0");
	gives("echo {bytes}", TEMPLATE_COMMAND, "echo $'\\x1b[31m\\'\\\\'");
	refuses_as("echo 'x {quote}'", TEMPLATE_COMMAND, "{quote} stands between quotes");
}

static void refuses_bad_templates(void **state)
{
	(void)state;
	refuses("{missing}", "the hole {missing} has no value");
	refuses("{plain", "not closed");
	refuses("[[ {plain}", "[[ is not closed");
	refuses("{lost:furlongs}", "no format :furlongs");
	refuses("{plain:count}", "got no number");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_holes),           cmocka_unit_test(amounts),
		cmocka_unit_test(optional_parts),        cmocka_unit_test(commands_are_quoted),
		cmocka_unit_test(refuses_bad_templates),
	};

	return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
