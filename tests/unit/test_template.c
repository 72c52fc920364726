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
			   " \"plain\": \"veth0\", \"big\": \"18446744073709551615\"}");
}

static void gives(const char *template, bool shell, const char *expected)
{
	cleanup_json cJSON *json = values();
	cleanup_free char *text = NULL;
	struct error err = { "" };

	if (template_fill(template, json, shell, &text, &err) < 0)
		fail_msg("%s: %s", template, err.text);
	assert_string_equal(text, expected);
}

static void refuses_as(const char *template, bool shell, const char *sentence)
{
	cleanup_json cJSON *json = values();
	char *text = NULL;
	struct error err = { "" };

	assert_int_equal(template_fill(template, json, shell, &text, &err), -1);
	assert_null(text);
	if (!strstr(err.text, sentence))
		fail_msg("%s: says '%s', not '%s'", template, err.text, sentence);
}

static void refuses(const char *template, const char *sentence)
{
	refuses_as(template, false, sentence);
}

static void fills_holes(void **state)
{
	(void)state;
	gives("no hole", false, "no hole");
	gives("{lost:count} packets", false, "12,345 packets");
	gives("{lost} {share:percent} {tiny:percent} {all:percent}", false,
	      "12345 0.41 % below 0.01 % 100 %");
	gives("{us:us}, {ms:us}, {size:bytes}, {lost:rate}", false,
	      "84 us, 1.2 ms, 2.0 MiB, 12,345/s");
	gives("{big:count}", false, "18,446,744,073,709,551,615");
}

static void optional_parts(void **state)
{
	(void)state;
	gives("a[[ on {plain}]][[ to {missing}]][[ or {none}]].", false, "a on veth0.");
}

static void commands_are_quoted(void **state)
{
	(void)state;
	gives("ip link set {device} up", true, "ip link set ';reboot;' up");
	gives("echo {quote} {plain} {dash}", true, "echo 'it'\\''s' veth0 '-rf'");
	gives("x {lost}", true, "x 12345");
	gives("ss 'sport = :{lost}' {plain}", true, "ss 'sport = :12345' veth0");
	gives("echo {bytes}", true, "echo $'\\x1b[31m\\'\\\\'");
	refuses_as("echo 'x {quote}'", true, "{quote} stands between quotes");
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
		cmocka_unit_test(fills_holes),
		cmocka_unit_test(optional_parts),
		cmocka_unit_test(commands_are_quoted),
		cmocka_unit_test(refuses_bad_templates),
	};

	return cmocka_run_group_tests_name("template", tests, NULL, NULL);
}
