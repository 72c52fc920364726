// SPDX-License-Identifier: BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <arpa/inet.h>
#include <cmocka.h>

#include "cleanup.h"
#include "json.h"
#include "redact.h"
#include "redact_key.h"

static const struct redact_key key = { { 0x0706050403020100, 0x0f0e0d0c0b0a0908 } };

/* The vector of the paper that describes SipHash: key 00..0f, message 00..0e. */
static void test_hash(void **state)
{
	uint8_t message[15];

	(void)state;
	for (int i = 0; i < 15; i++)
		message[i] = (uint8_t)i;
	assert_true(redact_hash(&key, message, 15) == 0xa129ca6149be45e5);
}

static uint32_t ipv4(const char *text)
{
	uint8_t bytes[4];
	uint32_t value;

	assert_int_equal(inet_pton(AF_INET, text, bytes), 1);
	redact_ipv4(&key, bytes);
	memcpy(&value, bytes, 4);
	return ntohl(value);
}

static void test_prefixes_stay(void **state)
{
	(void)state;
	assert_int_equal(ipv4("10.1.2.3") >> 24, 10);
	assert_int_equal(ipv4("192.168.7.9") >> 16, 0xc0a8);
	assert_int_equal(ipv4("127.0.0.1"), 0x7f000001);
	assert_int_equal(ipv4("224.0.0.251"), 0xe00000fb);
	assert_int_equal(ipv4("255.255.255.255"), 0xffffffff);
	assert_int_equal(ipv4("0.0.0.0"), 0);
	assert_int_not_equal(ipv4("10.1.2.3"), 0x0a010203);
	assert_int_equal(ipv4("10.1.2.3") >> 8, ipv4("10.1.2.99") >> 8);
	assert_int_not_equal(ipv4("10.1.2.3"), ipv4("10.1.2.99"));
	assert_int_not_equal(ipv4("10.1.2.3") >> 8, ipv4("10.1.3.3") >> 8);
}

/* Different addresses stay different, public ones public. */
static void test_public(void **state)
{
	static uint32_t seen[1024];

	(void)state;
	for (unsigned i = 0; i < 1024; i++) {
		char text[32];

		snprintf(text, sizeof(text), "8.%u.%u.%u", i % 7, i / 256, i % 256);
		seen[i] = ipv4(text);
		assert_int_not_equal(seen[i] >> 24, 10);
		assert_int_not_equal(seen[i] >> 24, 127);
		assert_true(seen[i] >> 24 < 224);
		for (unsigned k = 0; k < i; k++)
			assert_int_not_equal(seen[k], seen[i]);
	}
}

static void gives(struct redactor *redactor, const char *text, const char *gone, bool kept)
{
	cleanup_free char *result = redact_text(redactor, text, true);

	if (!kept == (strstr(result, gone) != NULL))
		fail_msg("\"%s\" became \"%s\"", text, result);
}

static void test_texts(void **state)
{
	static const char *const addresses[] = {
		"10.0.0.5",          "203.0.113.77", "2001:db8::17", "fe80::1234:56ff:fe78:9abc",
		"52:54:00:12:34:56",
	};
	static const char *const forms[] = {
		"%s",    "from %s.", "(%s)",     "ping -c1 %s", "src=%s,dst=x",
		"%s/24", "%s is %s", "[%s]:443", "a %s, b",     "ip route get '%s'",
	};
	struct redactor *redactor = redactor_new();

	(void)state;
	for (size_t a = 0; a < ARRAY_SIZE(addresses); a++)
		for (size_t f = 0; f < ARRAY_SIZE(forms); f++) {
			char text[256];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(text, sizeof(text), forms[f], addresses[a], addresses[a]);
#pragma GCC diagnostic pop
			gives(redactor, text, addresses[a], false);
		}
	gives(redactor, "10.0.0.5:443", "10.0.0.5", false);
	gives(redactor, "udp:10.0.0.5:53", "10.0.0.5", false);
	gives(redactor, "from fd00:40:22::1:58426 to fd00:40:22::2:51565", "fd00:40:22", false);
	gives(redactor, "[fd00::1]:58426", "fd00::1", false);
	gives(redactor, "at 05:12:30 of 8.0 s", "05:12:30 of 8.0 s", true);
	gives(redactor, "Linux 6.1.0-56-amd64", "6.1.0-56-amd64", true);
	gives(redactor, "::1 and 127.0.0.1", "::1 and 127.0.0.1", true);
	gives(redactor, "version 1.2.3.4.5", "1.2.3.4.5", true);
	redactor_free(redactor);
}

static void test_names(void **state)
{
	struct redactor *redactor = redactor_new();
	cleanup_free char *text = NULL;
	const char *alias = redact_name(redactor, "vm", "billing");

	(void)state;
	assert_memory_equal(alias, "vm-", 3);
	assert_string_equal(redact_name(redactor, "vm", "billing"), alias);
	assert_string_equal(redact_name(redactor, "vm", alias), alias);
	assert_string_equal(redact_name(redactor, "process", "ksoftirqd/3"), "ksoftirqd/3");
	redact_name(redactor, "vm", "billing-db");
	text = redact_text(redactor, "billing-db of billing, not rebilling", true);
	assert_null(strstr(text, "billing-db"));
	assert_null(strstr(text, " billing"));
	assert_non_null(strstr(text, "rebilling"));
	redactor_free(redactor);
}

/* A process that has the name of a program is none where that program is called. */
static void test_commands(void **state)
{
	struct redactor *redactor = redactor_new();
	cleanup_free char *command = NULL, *sentence = NULL;

	(void)state;
	redact_name(redactor, "process", "ip");
	redact_name(redactor, "vm", "billing");
	command = redact_text(redactor, "ip netns exec billing ss", REDACT_COMMAND);
	sentence = redact_text(redactor, "ip lost 3", REDACT_ALL_NAMES);
	assert_memory_equal(command, "ip netns exec vm-", 17);
	assert_memory_equal(sentence, "process-", 8);
	redactor_free(redactor);
}

/* Names are found wherever they stand, and a second time nothing changes. */
static void test_report(void **state)
{
	static const char bytes[] =
		"{\"host\":{\"name\":\"hv17\"},\"run\":{\"scope\":{\"src_ip\":\"10.0.0.5\"}},"
		"\"causes\":[{\"id\":\"drop.wire\",\"because\":\"httpd on hv17 lost 3 to "
		"10.0.0.5\",\"where\":{\"device\":\"httpd\",\"tuple\":\"10.0.0.5:1 > "
		"10.0.0.6:2\"}}],"
		"\"evidence\":{\"run\":{},\"facts\":{\"tasks.top\":{\"columns\":[{\"name\":"
		"\"thread\"},{\"name\":\"src\"}],\"rows\":[[\"httpd\",\"10.0.0.5\"]]}}}}";
	static const char *const gone[] = { "hv17", "10.0.0.5", "10.0.0.6", "httpd on" };
	struct redactor *redactor = redactor_new();
	cleanup_json cJSON *json = NULL;
	cleanup_free char *once = NULL, *twice = NULL;
	struct error err;

	(void)state;
	assert_int_equal(json_parse(bytes, strlen(bytes), &json, &err), 0);
	redact_json(redactor, json);
	once = cJSON_PrintUnformatted(json);
	for (size_t i = 0; i < ARRAY_SIZE(gone); i++)
		if (strstr(once, gone[i]))
			fail_msg("%s is still in %s", gone[i], once);
	assert_non_null(strstr(once, "\"device\":\"httpd\""));
	assert_true(json_true(json, "redacted"));
	redact_json(redactor, json);
	twice = cJSON_PrintUnformatted(json);
	assert_string_equal(once, twice);
	redactor_free(redactor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hash),   cmocka_unit_test(test_prefixes_stay),
		cmocka_unit_test(test_public), cmocka_unit_test(test_texts),
		cmocka_unit_test(test_names),  cmocka_unit_test(test_commands),
		cmocka_unit_test(test_report),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
