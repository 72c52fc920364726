// SPDX-License-Identifier: BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <uniwidth.h>

#include "cleanup.h"
#include "options.h"
#include "renderer.h"

#define WORDS_MAX 64

/* Splits at blanks; '' is an empty word. */
static int parse(const char *line, struct options *ret_options, struct error *err)
{
	cleanup_free char *copy = strdup(line);
	const char *argv[WORDS_MAX] = { "netdoctor" };
	char *save = NULL;
	int argc = 1;

	for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save))
		argv[argc++] = strcmp(word, "''") ? word : "";
	argv[argc] = NULL;
	return options_parse(argc, argv, ret_options, err);
}

static struct options taken(const char *line)
{
	struct options options = { 0 };
	struct error err = { "" };

	if (parse(line, &options, &err) < 0)
		fail_msg("netdoctor %s: %s", line, err.text);
	return options;
}

static void test_defaults(void **state)
{
	cleanup_options struct options options = taken("");

	(void)state;
	assert_int_equal(options.command, COMMAND_RUN);
	assert_false(options.command_given);
	assert_int_equal(options.word_count, 0);
	assert_int_equal(options.duration_ms, 10000);
	assert_int_equal(options.interval_ms, 1000);
	assert_int_equal(options.fail_on, FAIL_ON_ABNORMAL);
	assert_int_equal(options.language, LANGUAGE_EN);
	assert_false(scope_narrow(&options.scope));
	assert_false(options.quiet || options.verbose || options.no_color || options.quick);
}

static void test_commands(void **state)
{
	static const struct {
		const char *line;
		enum command command;
		bool given;
		const char *word;
	} cases[] = {
		{ "drops", COMMAND_RUN, false, "drops" },
		{ "run drops", COMMAND_RUN, true, "drops" },
		{ "--quick run", COMMAND_RUN, true, NULL },
		{ "--duration 5 drops --no-color", COMMAND_RUN, false, "drops" },
		{ "record -o x", COMMAND_RECORD, true, NULL },
		{ "-o x record virt", COMMAND_RECORD, true, "virt" },
		{ "judge file.json", COMMAND_JUDGE, true, "file.json" },
		{ "judge -", COMMAND_JUDGE, true, "-" },
		{ "--lang zh judge file.json", COMMAND_JUDGE, true, "file.json" },
		{ "judge -- --odd-name", COMMAND_JUDGE, true, "--odd-name" },
		{ "list causes", COMMAND_LIST, true, "causes" },
		{ "explain drop.netfilter", COMMAND_EXPLAIN, true, "drop.netfilter" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_options struct options options = taken(cases[i].line);

		assert_int_equal(options.command, cases[i].command);
		assert_int_equal(options.command_given, cases[i].given);
		assert_int_equal(options.word_count, cases[i].word ? 1 : 0);
		if (cases[i].word)
			assert_string_equal(options.words[0], cases[i].word);
	}
}

static void test_everything_at_once(void **state)
{
	cleanup_options struct options options =
		taken("run latency drops --src-ip 10.0.0.1,2001:db8::1 --dst-port=53 -q "
		      "--l4-protocol udp --direction tx --vm-interface vnet0 --netns blue "
		      "--duration=2m --interval 500ms --fail-on never --lang zh --no-color "
		      "--rules ./own --save-evidence e.json --json -");
	size_t json = 0;

	(void)state;
	while (strcmp(all_renderers[json]->name, "json"))
		json++;
	assert_int_equal(options.word_count, 2);
	assert_string_equal(options.words[1], "drops");
	assert_int_equal(options.scope.source.count, 2);
	assert_int_equal(options.scope.destination_ports.entries[0], 53);
	assert_int_equal(options.scope.protocols, SCOPE_UDP);
	assert_int_equal(options.scope.direction, SCOPE_TX);
	assert_string_equal(options.scope.devices.names[0], "vnet0");
	assert_string_equal(options.scope.netns, "blue");
	assert_int_equal(options.duration_ms, 120000);
	assert_int_equal(options.interval_ms, 500);
	assert_int_equal(options.fail_on, FAIL_ON_NEVER);
	assert_int_equal(options.language, LANGUAGE_ZH);
	assert_string_equal(options.rules, "./own");
	assert_string_equal(options.save_evidence, "e.json");
	assert_string_equal(options.outputs[json], "-");
	assert_true(options.quiet && options.no_color && !options.verbose);
}

static void test_times(void **state)
{
	static const struct {
		const char *line;
		uint64_t duration, interval;
	} cases[] = {
		{ "--quick", 3000, 1000 },
		{ "--duration 7", 7000, 1000 },
		{ "--duration 500ms", 500, 500 },
		{ "--duration 1h --interval 5", 3600000, 5000 },
		{ "--duration 1 --duration 4s", 4000, 1000 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_options struct options options = taken(cases[i].line);

		assert_int_equal(options.duration_ms, cases[i].duration);
		assert_int_equal(options.interval_ms, cases[i].interval);
	}
}

static void test_durations(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{ "10", 10000 },      { "500ms", 500 },  { "90s", 90000 },
		{ "5m", 300000 },     { "1h", 3600000 }, { "24h", 86400000 },
		{ "25h", -1 },        { "0", 0 },        { "", -1 },
		{ "s", -1 },          { "-1", -1 },      { "1.5", -1 },
		{ "1 s", -1 },        { "10sec", -1 },   { "1d", -1 },
		{ "+1", -1 },         { "1e3", -1 },     { "99999999999999999999", -1 },
		{ "86400001ms", -1 }, { "5M", -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(duration_parse(cases[i].text), cases[i].ms);
}

/* The sentence names what was wrong, is one line, and leaves the result alone. */
static void refused(const char *line, const char *says)
{
	struct options options = { .word_count = 4711 };
	struct error err = { "" };

	if (parse(line, &options, &err) != -1)
		fail_msg("netdoctor %s was taken", line);
	if (!strstr(err.text, says))
		fail_msg("netdoctor %s: \"%s\" does not say \"%s\"", line, err.text, says);
	assert_null(strchr(err.text, '\n'));
	assert_int_equal(options.word_count, 4711);
}

static void test_wrong_options(void **state)
{
	(void)state;
	refused("--foo", "unknown option --foo; 'netdoctor --help' lists them");
	refused("run --foo=3", "unknown option --foo; 'netdoctor run --help' lists them");
	refused("judge x -z", "unknown option -z; 'netdoctor judge --help' lists them");
	refused("--duration", "--duration needs a value");
	refused("record -o", "-o needs a value");
	refused("--quick=5", "--quick takes no value");
	refused("--lang fr", "--lang: \"fr\" is none of en|zh");
	refused("--fail-on Never", "--fail-on: \"Never\" is none of abnormal|attention|never");
	refused("--duration 5x", "--duration: \"5x\" is no time");
	refused("--duration 0", "--duration: \"0\" is no time");
	refused("--interval ''", "--interval: \"\" is no time");
	refused("--rules ''", "--rules needs a DIR that is not empty");
	refused("--src-ip 1.2.3", "--src-ip: \"1.2.3\" is no IPv4 or IPv6 address");
	refused("--l4-protocol sctp", "--l4-protocol: \"sctp\" is none of");
	refused("--src-port 65536", "--src-port: \"65536\" is no port");
	refused("--dst-port 1,2,3,4,5,6,7,8,9", "--dst-port takes at most 8 entries");
	refused("--pdf x", "unknown option --pdf");
	refused("--interface eth0", "unknown option --interface");
	refused("--baseline x record -o y", "record does not take --baseline");
}

static void test_wrong_combinations(void **state)
{
	(void)state;
	refused("judge x --duration 5", "judge does not take --duration; 'netdoctor judge --help'");
	refused("judge x --src-ip 10.0.0.1", "judge does not take --src-ip");
	refused("judge x --l4-protocol tcp", "judge does not take --l4-protocol");
	refused("judge x -o y", "judge does not take --output");
	refused("record -o x --json y", "record does not take --json");
	refused("list probes --quick", "list does not take --quick");
	refused("explain x --netns self", "explain does not take --netns");
	refused("run --output x", "run does not take --output");
	refused("record", "record: -o FILE is missing");
	refused("--quick --duration 5", "--quick and --duration exclude each other");
	refused("--duration 2 --interval 5", "--interval is longer than the whole run (2 s)");
	refused("-q -v", "--quiet and --verbose exclude each other");
	refused("--json x --save-evidence x", "both write to x");
	refused("--json - --save-evidence -", "both write to standard output");
	refused("--src-ip 10.0.0.1 --dst-ip ::1", "--src-ip and --dst-ip");
	refused("--protocol icmp --dst-port 1", "--protocol icmp has no ports");
}

static void test_wrong_words(void **state)
{
	(void)state;
	refused("judge", "judge: the file of evidence or report is missing");
	refused("judge a b", "judge: \"b\" is one word too many");
	refused("judge ''", "judge: an empty word stands for nothing");
	refused("list", "list: what to list is missing");
	refused("list everything", "list: \"everything\" is none of probes|facts|");
	refused("explain", "explain: the cause is missing");
	refused("Diagnose", "there is no command or flow \"Diagnose\"");
	refused("report.json", "there is no command or flow \"report.json\"");
	refused("diff", "two files are needed");
	refused("merge", "at least two files");
	refused("probe", "probe: the probe is missing");
	refused("probe eth-drop --html x", "probe does not take --html");
	refused("probe eth-drop --top 0", "--top: \"0\" is no number from 1 to");
	refused("probe eth-drop --top 1e3", "--top: \"1e3\" is no number");
	refused("diff a b c", "diff: \"c\" is one word too many");
	refused("merge a", "at least two files");
}

static void test_json_without_file(void **state)
{
	static const char *const lines[] = { "probe eth-drop --json", "probe --json -v eth-drop",
					     "--json --quick", "run --json - drops" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		cleanup_options struct options options = taken(lines[i]);
		size_t found = 0;

		for (size_t k = 0; k < OPTIONS_MAX_OUTPUTS; k++)
			found += options.outputs[k] && !strcmp(options.outputs[k], "-");
		assert_int_equal(found, 1);
	}
}

static char *help(const char *line)
{
	cleanup_options struct options options = taken(line);
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);

	assert_int_equal(options.wish, WISH_HELP);
	options_help(&options, stream);
	fclose(stream);
	return text;
}

static void assert_fits(const char *text)
{
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		if (u8_width((const uint8_t *)line, strcspn(line, "\n"), "UTF-8") > 80)
			fail_msg("wider than 80 columns: %.*s", (int)strcspn(line, "\n"), line);
}

static void test_help(void **state)
{
	struct option_spec specs[OPTIONS_MAX];
	size_t count = options_all(specs);

	(void)state;
	for (size_t i = 0; i < COMMANDS; i++) {
		char line[64];
		cleanup_free char *text = NULL;

		snprintf(line, sizeof(line), "%s --help", command_specs[i].name);
		text = help(line);
		assert_fits(text);
		for (size_t k = 0; k < count; k++) {
			char option[64];
			bool takes = specs[k].commands & 1U << i && specs[k].kind != OPTION_LATER &&
				     !command_specs[i].later;

			snprintf(option, sizeof(option), " --%s%s", specs[k].name,
				 specs[k].argument ? " " : "");
			if (!!strstr(text, option) != takes)
				fail_msg("help of %s and --%s", command_specs[i].name,
					 specs[k].name);
		}
	}
}

static void test_global_help(void **state)
{
	cleanup_free char *text = help("--help");
	cleanup_free char *same = help("drops -h");

	(void)state;
	assert_string_equal(text, same);
	assert_fits(text);
	for (size_t i = 0; i < COMMANDS; i++)
		for (size_t k = 0; command_specs[i].examples[k]; k++) {
			assert_non_null(strstr(text, command_specs[i].name));
			assert_non_null(strstr(text, command_specs[i].examples[k]));
		}
}

/* Every example of the help is taken as it stands, up to a pipe or redirection of the shell. */
static void test_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < COMMANDS; i++)
		for (size_t k = 0; command_specs[i].examples[k]; k++) {
			const char *example = command_specs[i].examples[k] + strlen("netdoctor");
			cleanup_free char *line = strndup(example, strcspn(example, "|"));
			cleanup_options struct options options = taken(line);

			assert_int_equal(options.command, i);
		}
}

static void test_version(void **state)
{
	cleanup_options struct options options = taken("--version");
	cleanup_options struct options help_first = taken("record --help --version");

	(void)state;
	assert_int_equal(options.wish, WISH_VERSION);
	assert_int_equal(help_first.wish, WISH_HELP);
}

static void test_table(void **state)
{
	struct option_spec specs[OPTIONS_MAX];
	size_t count = options_all(specs);

	(void)state;
	assert_true(count <= OPTIONS_MAX);
	for (size_t i = 0; i < count; i++) {
		assert_true(specs[i].commands);
		assert_true(specs[i].summary || specs[i].kind == OPTION_LATER);
		assert_int_equal(specs[i].kind == OPTION_FLAG, !specs[i].argument);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(specs[i].name, specs[k].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_everything_at_once),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_wrong_options),
		cmocka_unit_test(test_wrong_combinations),
		cmocka_unit_test(test_wrong_words),
		cmocka_unit_test(test_json_without_file),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_global_help),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_version),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
