// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whole commands that measure nothing: what a site adds to the rules and their figures, what two
 * reports have in common, what rose and fell together.
 */
#include "commands.h"

#define LOSSES "tests/golden/evidence/drops.json"

/* Its bytes are in the output of that name, as nobody but its owner can write them. */
static void write_output(const char *name, const char *bytes)
{
	FILE *out = fopen(in_folder(name), "w");

	assert_non_null(out);
	assert_true(fputs(bytes, out) >= 0 && !fclose(out));
	assert_int_equal(chmod(in_folder(name), 0600), 0);
}

static void assert_said(const char *name, const char *words)
{
	cleanup_free char *bytes = bytes_of(name);

	if (!strstr(bytes, words))
		fail_msg("no '%s' in: %s", words, bytes);
}

/* The command is refused for these words. */
static void assert_refused(const char *words)
{
	run_to(EXIT_USAGE, EXIT_USAGE);
	assert_said("told", words);
}

static const cJSON *first_of(const cJSON *report, const char *list)
{
	return cJSON_GetArrayItem(json_get(report, list), 0);
}

static cJSON *judged(void)
{
	run_to(0, 3);
	return read_json("report");
}

static void figures_of_a_site(void **state)
{
	static const struct {
		const char *text, *refused;
	} cases[] = {
		{ "return { severity = { floor = 1000000000 } }", NULL },
		{ "return { latency = { segments = { qdisk = {} } } }", "there is no 'qdisk'" },
		{ "return { latency = { samples = { p50 = 'x' } } }", "is a number, not a string" },
		{ "return { latency = { samples = { [1] = 2 } } }", "there is no '1'" },
		{ "return 4", "own.lua returns no table" },
		{ "return {", "own.lua:1: unexpected symbol" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cJSON *report;

		write_output("own.lua", cases[i].text);
		WORDS("judge", LOSSES, "-q", "--thresholds", in_folder("own.lua"), "--json",
		      in_folder("report"));
		if (cases[i].refused) {
			assert_refused(cases[i].refused);
			continue;
		}
		report = judged();
		assert_null(first_of(report, "causes"));
		cJSON_Delete(report);
	}
	WORDS("judge", LOSSES, "--thresholds", in_folder("own.lua"));
	assert_int_equal(chmod(in_folder("own.lua"), 0666), 0);
	assert_refused(geteuid() ? "--thresholds" : "can be written by others");
	unlink(in_folder("own.lua"));
	assert_refused("cannot read");
}

#define OWN_RULE                                                                                   \
	"return rule { title = { 'Own', '自有' }, class = 'fault', needs = { 'drops.totals' }, " \
	"texts = { confirmed = { 'seen', '见到' }, ruled_out = { 'unseen', '未见' } }, "       \
	"judge = function () return confirmed { where = {}, severity = 'abnormal', "               \
	"confidence = 1, evidence = { { fact = 'drops.totals', value = 1, "                        \
	"unit = 'packets' } } } end }"

static void rules_of_a_site(void **state)
{
	const cJSON *cause;
	cJSON *report;
	bool told = false;

	(void)state;
	write_output("drop/own.lua", OWN_RULE);
	WORDS("judge", LOSSES, "-q", "--rules", folder, "--json", in_folder("report"));
	report = judged();
	cJSON_ArrayForEach (cause, json_get(report, "causes"))
		told |= !strcmp(json_text(cause, "id"), "drop.own");
	assert_true(told);
	cJSON_Delete(report);

	write_output("drop/own.lua", "return rule {");
	report = judged();
	assert_string_equal(json_text(first_of(report, "broken"), "id"), "drop.own");
	cJSON_Delete(report);
	assert_int_equal(chmod(folder, 0777), 0);
	if (!geteuid())
		assert_refused("can be written by others");
	assert_int_equal(chmod(folder, 0700), 0);
	unlink(in_folder("drop/own.lua"));
	assert_int_equal(symlink("/dev/null", in_folder("drop/own.lua")), 0);
	report = judged();
	assert_string_equal(json_text(first_of(report, "causes"), "id"), "drop.netfilter");
	cJSON_Delete(report);
	WORDS("judge", LOSSES, "--rules", in_folder("none"));
	assert_refused("--rules");
	WORDS("judge", LOSSES, "--rules", "Makefile");
	assert_refused("no directory");
}

/* Finds a row of losses by what it holds, by an index and by a walk; an error where they differ. */
#define LOOK_UP                                                                                    \
	"return rule { title = { 'Own', '自有' }, class = 'fault', needs = { 'drops.kernel' }, " \
	"texts = { confirmed = { 'same', '相同' }, ruled_out = { 'unseen', '未见' } }, "       \
	"judge = function (facts) "                                                                \
	"local all, seen = facts['drops.kernel'], 0 "                                              \
	"for row in all:each() do "                                                                \
	"  local want = { netns = row.netns, reason = row.reason, packets = row.packets + 0.0 } "  \
	"  local some, walked = all:where(want), {} "                                              \
	"  for other in all:each() do "                                                            \
	"    if other.netns == row.netns and other.reason == row.reason and "                      \
	"       other.packets == row.packets then walked[#walked + 1] = other end "                \
	"  end "                                                                                   \
	"  if #some ~= #walked or #some == 0 then error('other rows') end "                        \
	"  for i = 1, #some do "                                                                   \
	"    if some[i].bytes ~= walked[i].bytes or some[i].location ~= walked[i].location "       \
	"    then error('another order') end "                                                     \
	"  end "                                                                                   \
	"  local first = all:where({ netns = row.netns }) "                                        \
	"  if #first:where(want) ~= #some or #all:where({}) ~= #all then error('views') end "      \
	"  if #all:where({ netns = {} }) + #all:where({ netns = 7 }) > 0 then error('kinds') end " \
	"  seen = seen + 1 "                                                                       \
	"end "                                                                                     \
	"if seen < 3 or all[seen + 1] or not all[seen] then error('few') end "                     \
	"return confirmed { where = {}, severity = 'attention', confidence = 1, evidence = "       \
	"{ { fact = 'drops.kernel', value = seen, unit = 'count' } } } end }"

static void rows_are_looked_up(void **state)
{
	static const struct {
		const char *where, *refused;
	} odd[] = { { "{ colour = 1 }", "has no column 'colour'" },
		    { "{ 1 }", "columns are named by text" },
		    { "7", "table expected" } };
	cJSON *report;
	char rule[512];

	(void)state;
	WORDS("judge", LOSSES, "-q", "--rules", folder, "--json", in_folder("report"));
	write_output("drop/own.lua", LOOK_UP);
	report = judged();
	if (first_of(report, "broken"))
		fail_msg("%s", json_text(first_of(report, "broken"), "error"));
	cJSON_Delete(report);
	/* drops.kernel had no such column once, and its rows here have none. */
	write_output(
		"drop/own.lua",
		"return rule { title = { 'Own', '自有' }, class = 'fault', needs = { "
		"'drops.kernel' }, texts = { confirmed = { 'a', '甲' }, ruled_out = { 'b', '乙' } "
		"}, judge = function (facts) return "
		"ruled_out { text = facts['drops.kernel'][1].segment } end }");
	report = judged();
	if (first_of(report, "broken"))
		fail_msg("%s", json_text(first_of(report, "broken"), "error"));
	cJSON_Delete(report);
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		snprintf(
			rule, sizeof(rule),
			"return rule { title = { 'Own', '自有' }, class = 'fault', needs = { "
			"'drops.kernel' }, texts = { confirmed = { 'a', '甲' }, ruled_out = { 'b', "
			"'乙' } }, judge = function (facts) return facts['drops.kernel']:where(%s) "
			"end }",
			odd[i].where);
		write_output("drop/own.lua", rule);
		report = judged();
		assert_non_null(
			strstr(json_text(first_of(report, "broken"), "error"), odd[i].refused));
		cJSON_Delete(report);
	}
}

/* The evidence of losses, changed; what is judged is in "evidence". */
static void write_changed(void (*change)(cJSON *facts))
{
	struct error err = { "" };
	cleanup_free char *bytes = NULL;
	cleanup_free char *changed = NULL;
	cJSON *evidence = NULL;
	size_t length;

	assert_int_equal(input_read(LOSSES, &bytes, &length, &err), 0);
	assert_int_equal(json_parse(bytes, length, &evidence, &err), 0);
	change(json_get(evidence, "facts"));
	changed = cJSON_PrintUnformatted(evidence);
	write_output("evidence", changed);
	cJSON_Delete(evidence);
}

static void without_losses(cJSON *facts)
{
	cJSON *row;

	cJSON_ArrayForEach (row, json_get(json_get(facts, "drops.kernel"), "rows"))
		for (int i = 0; i < cJSON_GetArraySize(row); i++)
			if (cJSON_IsNumber(cJSON_GetArrayItem(row, i)))
				cJSON_SetNumberValue(cJSON_GetArrayItem(row, i), 0);
}

static void without_anybody_who_looked(cJSON *facts)
{
	cJSON_DeleteItemFromObject(facts, "drops.kernel");
	cJSON_DeleteItemFromObject(facts, "netfilter.verdicts");
}

/* Judges "evidence" and "losses" against each other's reports; what changed is in the report. */
static cJSON *compared(const char *now, const char *before)
{
	WORDS("judge", before, "-q", "--json", in_folder("both"));
	run_to(0, 3);
	WORDS("judge", now, "-q", "--baseline", in_folder("both"), "--json", in_folder("report"));
	run_to(0, 3);
	return read_json("report");
}

static const char *change_of(const cJSON *report)
{
	return json_text(json_get(first_of(report, "causes"), "change"), "state");
}

static void compared_with_a_baseline(void **state)
{
	cJSON *report;

	(void)state;
	report = compared(LOSSES, LOSSES);
	assert_string_equal(change_of(report), "same");
	cJSON_Delete(report);

	write_changed(without_losses);
	report = compared(LOSSES, in_folder("evidence"));
	assert_string_equal(change_of(report), "new");
	cJSON_Delete(report);
	report = compared(in_folder("evidence"), LOSSES);
	assert_non_null(first_of(json_get(report, "baseline"), "gone"));
	cJSON_Delete(report);

	write_changed(without_anybody_who_looked);
	report = compared(LOSSES, in_folder("evidence"));
	assert_string_equal(change_of(report), "inconclusive");
	cJSON_Delete(report);
	report = compared(in_folder("evidence"), LOSSES);
	assert_non_null(first_of(json_get(report, "baseline"), "inconclusive"));
	cJSON_Delete(report);
}

#define SERIES                                                                                \
	"{\"probe\":\"load\",\"window\":{\"start_ms\":0,\"end_ms\":8000},\"lost\":0,\"cut\":" \
	"0,\"columns\":[{\"name\":\"t_ms\",\"unit\":\"ms\",\"key\":true},{\"name\":"          \
	"\"packets\",\"unit\":\"packets\"},{\"name\":\"squeezed\",\"unit\":\"count\"},{"      \
	"\"name\":\"busy\",\"unit\":\"ms\"},{\"name\":\"softirq\",\"unit\":\"ms\"},{"         \
	"\"name\":\"drops\",\"unit\":\"packets\"}],\"rows\":[]}"

/* Packets and CPU time come in bursts, and drops one step after them. */
static void with_bursts(cJSON *facts)
{
	cJSON *series = cJSON_Parse(SERIES), *rows;

	assert_non_null(series);
	rows = json_get(series, "rows");
	for (int i = 0; i < 40; i++) {
		bool burst = i % 7 < 3, before = i && (i - 1) % 7 < 3;
		int row[] = { 200 * i,        burst ? 1000 : 50, 0,
			      burst ? 90 : 9, burst ? 50 : 5,    before ? 40 : 1 };

		cJSON_AddItemToArray(rows, cJSON_CreateIntArray(row, 6));
	}
	cJSON_AddItemToObject(facts, "load.series", series);
}

static void what_rose_and_fell_together(void **state)
{
	const cJSON *line;
	cJSON *report;
	size_t lines = 0;

	(void)state;
	write_changed(with_bursts);
	WORDS("judge", in_folder("evidence"), "-q", "--json", in_folder("report"));
	report = judged();
	cJSON_ArrayForEach (line, json_get(report, "correlations")) {
		assert_string_equal(json_text(line, "a"), "drops");
		assert_true(json_real(line, "r", 0) > 0.95);
		assert_int_equal(json_real(line, "lag_ms", 0), 200);
		lines++;
	}
	assert_int_equal(lines, 3);
	cJSON_Delete(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(figures_of_a_site, remove_outputs),
		cmocka_unit_test_setup(rules_of_a_site, remove_outputs),
		cmocka_unit_test_setup(rows_are_looked_up, remove_outputs),
		cmocka_unit_test_setup(compared_with_a_baseline, remove_outputs),
		cmocka_unit_test_setup(what_rose_and_fell_together, remove_outputs),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
