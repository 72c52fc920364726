// SPDX-License-Identifier: BSD-2-Clause
/*
 * The report as a JUnit test report, for CI systems that show tests.
 *
 * Each rule that was asked is a test: one that found something that counts (counts.h) fails, one
 * that found something that does not count passes and says so, one that was ruled out passes. What
 * could not be decided is an error when the rule is essential and skipped otherwise, a broken rule
 * is an error, and the test "looked" is an error when the verdict is undetermined: a run that could
 * not look never passes. Dialect: the one that Jenkins, GitLab and Ant's schema agree on.
 */
#include "renderer.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "counts.h"
#include "json.h"
#include "memory.h"
#include "phrase.h"
#include "text_stream.h"
#include "xml.h"

static int render_junit(const cJSON *report, const struct render_style *style, FILE *out,
			struct error *err);

const struct renderer renderer_junit = {
	.name = "junit",
	.summary = "each rule as a JUnit test, for CI",
	.render = render_junit,
};

enum outcome { PASSED, FAILED, ERRED, SKIPPED, OUTCOMES };

struct suite {
	FILE *out; /* test cases, which the head counts before they are shown */
	const struct render_style *style;
	const char *started;
	int count[OUTCOMES];
};

static void put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	xml_put(out, value);
	fputc('"', out);
}

static void put_where(FILE *out, const cJSON *where)
{
	const cJSON *value;

	cJSON_ArrayForEach (value, where) {
		cleanup_free char *text =
			cJSON_IsString(value) ? NULL : cJSON_PrintUnformatted(value);

		xml_put(out, value->string);
		fputs(": ", out);
		xml_put(out, text ? text : value->valuestring);
		fputc('\n', out);
	}
}

static void put_advice(const struct suite *suite, const cJSON *finding)
{
	const cJSON *step;

	cJSON_ArrayForEach (step, json_get(finding, "advice")) {
		fputs("do: ", suite->out);
		xml_put(suite->out, phrase_in(phrase_of(step, "text"), suite->style->chinese));
		if (json_text(step, "command")) {
			fputs("\n  ", suite->out);
			xml_put(suite->out, json_text(step, "command"));
		}
		fputc('\n', suite->out);
	}
}

/* "drop" of "drop.netfilter". */
static void put_family(FILE *out, const char *id)
{
	cleanup_free char *family =
		must_have(strchr(id, '.') ? strndup(id, strcspn(id, ".")) : strdup("run"));

	xml_put(out, family);
}

/* "drop.netfilter device eth0": two findings of one rule are two tests, and each has the same name
 * in the next run, when pids and CPUs are others. */
static void open_case(struct suite *suite, const cJSON *line, enum outcome outcome)
{
	static const char *const keys[] = { "host",   "netns", "device",   "queue",  "vm",
					    "bridge", "port",  "protocol", "family", "tuple",
					    "table",  "chain", "rule",     "reason", "location",
					    "numa",   "thread" };
	const char *id = phrase_name(line, "id");
	const cJSON *where = json_get(line, "where");

	suite->count[outcome]++;
	fputs("    <testcase name=\"", suite->out);
	xml_put(suite->out, id);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const cJSON *value = json_get(where, keys[i]);

		if (!value)
			continue;
		fprintf(suite->out, " %s ", keys[i]);
		if (cJSON_IsString(value))
			xml_put(suite->out, value->valuestring);
		else
			fprintf(suite->out, "%.0f", value->valuedouble);
	}
	fputs("\" classname=\"netdoctor.", suite->out);
	put_family(suite->out, id);
	fputs("\" time=\"0\">", suite->out);
}

static void put_message(const struct suite *suite, const char *tag, const char *type,
			struct phrase because)
{
	fprintf(suite->out, "\n      <%s", tag);
	put_attribute(suite->out, "message", phrase_in(because, suite->style->chinese));
	put_attribute(suite->out, "type", type);
}

static void put_error(struct suite *suite, const cJSON *line, const char *type,
		      struct phrase because)
{
	open_case(suite, line, ERRED);
	put_message(suite, "error", type, because);
	fputs("/>\n    </testcase>\n", suite->out);
}

/* The dialects differ in attributes of `skipped`, but all of them show its text. */
static void put_skipped(struct suite *suite, const cJSON *line)
{
	open_case(suite, line, SKIPPED);
	fputs("\n      <skipped>", suite->out);
	xml_put(suite->out, phrase_in(phrase_of(line, "because"), suite->style->chinese));
	fputs("</skipped>\n    </testcase>\n", suite->out);
}

static void put_found(struct suite *suite, const cJSON *finding, bool suspected)
{
	enum level level = counts_finding(finding, suspected);
	enum level least = suite->style->fail_level ? suite->style->fail_level : LEVEL_ATTENTION;
	const char *state = phrase_name(json_get(finding, "change"), "state");
	bool unknown = !strcmp(state, "inconclusive"), failed = level >= least;

	open_case(suite, finding, failed ? FAILED : unknown ? ERRED : PASSED);
	if (failed || unknown) {
		put_message(suite, failed ? "failure" : "error",
			    suspected ? "suspected" : phrase_name(finding, "severity"),
			    phrase_of(finding, "because"));
		fputc('>', suite->out);
	} else {
		fputs("\n      <system-out>", suite->out);
		xml_put(suite->out,
			phrase_in(phrase_of(finding, "because"), suite->style->chinese));
		fputc('\n', suite->out);
	}
	xml_put(suite->out, phrase_in(phrase_of(json_get(finding, "change"), "because"),
				      suite->style->chinese));
	fputc('\n', suite->out);
	put_where(suite->out, json_get(finding, "where"));
	put_advice(suite, finding);
	fprintf(suite->out, "</%s>\n    </testcase>\n",
		failed    ? "failure"
		: unknown ? "error"
			  : "system-out");
}

static void put_all_found(struct suite *suite, const cJSON *report)
{
	const cJSON *finding;

	cJSON_ArrayForEach (finding, json_get(report, "causes"))
		put_found(suite, finding, false);
	cJSON_ArrayForEach (finding, json_get(report, "suspected"))
		put_found(suite, finding, true);
}

static void put_others(struct suite *suite, const cJSON *report)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, json_get(report, "ruled_out")) {
		open_case(suite, line, PASSED);
		fputs("</testcase>\n", suite->out);
	}
	cJSON_ArrayForEach (line, json_get(report, "undecided"))
		if (json_true(line, "essential"))
			put_error(suite, line, "undecided", phrase_of(line, "because"));
		else
			put_skipped(suite, line);
	cJSON_ArrayForEach (line, json_get(report, "broken"))
		put_error(suite, line, "broken", phrase_of(line, "error"));
}

/* Findings of the baseline that nobody could look for now. */
static void put_lost(struct suite *suite, const cJSON *report)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, json_get(json_get(report, "baseline"), "inconclusive"))
		if (json_true(line, "could_not_look"))
			put_error(suite, line, "inconclusive", phrase_of(line, "because"));
}

static void put_looked(struct suite *suite, const cJSON *report)
{
	cJSON *line = cJSON_CreateObject();

	cJSON_AddStringToObject(line, "id", "looked");
	if (counts_blind(report)) {
		put_error(suite, line, "undetermined",
			  PHRASE("netdoctor could not look at all that it was asked about",
				 "netdoctor 无法检查所要求的全部内容"));
	} else {
		open_case(suite, line, PASSED);
		fputs("</testcase>\n", suite->out);
	}
	cJSON_Delete(line);
}

/* Without its zone, as the schema has it; left out when it is none. */
static void put_timestamp(const char *started, FILE *out)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd";

	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == 'd' ? !isdigit((unsigned char)started[i]) : started[i] != form[i])
			return;
	fprintf(out, " timestamp=\"%.*s\"", (int)sizeof(form) - 1, started);
}

static void put_suite(const struct suite *suite, const cJSON *report, FILE *out)
{
	const cJSON *run = json_get(report, "run");
	int tests = suite->count[PASSED] + suite->count[FAILED] + suite->count[ERRED] +
		    suite->count[SKIPPED];
	double seconds = json_real(run, "duration_ms", 0) / 1000;

	fprintf(out,
		"  <testsuite name=\"netdoctor\" tests=\"%d\" failures=\"%d\" errors=\"%d\" "
		"skipped=\"%d\" time=\"%.3f\" id=\"0\" package=\"netdoctor\"",
		tests, suite->count[FAILED], suite->count[ERRED], suite->count[SKIPPED], seconds);
	put_timestamp(phrase_name(run, "started"), out);
	put_attribute(out, "hostname", phrase_name(json_get(report, "host"), "name"));
	fputs(">\n    <properties>\n      <property name=\"verdict\"", out);
	put_attribute(out, "value", phrase_name(report, "verdict"));
	fputs("/>\n      <property name=\"kernel\"", out);
	put_attribute(out, "value", phrase_name(json_get(report, "host"), "kernel"));
	fputs("/>\n      <property name=\"version\"", out);
	put_attribute(out, "value", phrase_name(report, "version"));
	fputs("/>\n    </properties>\n", out);
}

static int render_junit(const cJSON *report, const struct render_style *style, FILE *out,
			struct error *err)
{
	struct suite suite = { .style = style };
	cleanup_free char *cases = NULL;
	size_t size;

	suite.out = text_stream(&cases, &size);
	put_looked(&suite, report);
	put_all_found(&suite, report);
	put_others(&suite, report);
	put_lost(&suite, report);
	fclose(suite.out);
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"netdoctor\">\n", out);
	put_suite(&suite, report, out);
	fputs(cases, out);
	fputs("    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n", out);
	return ferror(out) ? error_errno(err, errno, "the JUnit report could not be written") : 0;
}
