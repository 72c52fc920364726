// SPDX-License-Identifier: BSD-2-Clause
/*
 * The report as SARIF 2.1.0, for systems that collect findings of tools.
 *
 * Causes and suspected findings are results (kind fail); what was ruled out is one of kind pass,
 * so that a reader can tell a clean rule from one that was not asked. What could not be decided or
 * broke is a notification of the invocation, which was successful only when netdoctor could look
 * (counts.h). A baseline becomes baselineState. The place of a result is a logical location: no
 * file is sick.
 */
#include "renderer.h"

#include <errno.h>
#include <string.h>

#include "clean.h"
#include "cleanup.h"
#include "counts.h"
#include "json.h"
#include "memory.h"
#include "phrase.h"
#include "text_stream.h"

static int render_sarif(const cJSON *report, const struct render_style *style, FILE *out,
			struct error *err);

const struct renderer renderer_sarif = {
	.name = "sarif",
	.summary = "the findings as SARIF 2.1.0, for code scanning and CI",
	.render = render_sarif,
};

static void add_message(cJSON *object, const char *key, const char *text)
{
	cJSON *message = cJSON_AddObjectToObject(object, key);

	cJSON_AddStringToObject(message, "text", *text ? text : "-");
}

/* Index of the rule with that id, added when it is not there. */
static int rule_index(cJSON *rules, const cJSON *line, bool chinese)
{
	const char *title = phrase_in(phrase_of(line, "title"), chinese);
	cJSON *rule;
	int index = 0;

	cJSON_ArrayForEach (rule, rules) {
		if (!strcmp(json_text(rule, "id"), phrase_name(line, "id")))
			return index;
		index++;
	}
	rule = cJSON_CreateObject();
	cJSON_AddStringToObject(rule, "id", phrase_name(line, "id"));
	if (*title)
		add_message(rule, "shortDescription", title);
	cJSON_AddItemToArray(rules, rule);
	return index;
}

/* "netns=far device=eth0": what the result is about, and by which it is known again. */
static char *where_text(const cJSON *where)
{
	const cJSON *value;
	char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	cJSON_ArrayForEach (value, where) {
		fprintf(out, "%s%s=", value->prev->next ? " " : "", value->string);
		if (cJSON_IsString(value))
			fputs(value->valuestring, out);
		else
			fprintf(out, "%.0f", value->valuedouble);
	}
	fclose(out);
	return must_have(text);
}

static void add_location(cJSON *result, const char *host, const cJSON *where)
{
	cJSON *location = cJSON_CreateObject(), *logical = cJSON_CreateObject();
	cleanup_free char *place = where_text(where);
	cleanup_free char *full = NULL;

	if (asprintf(&full, "%s%s%s", host, *place ? " " : "", place) < 0)
		full = NULL;
	cJSON_AddStringToObject(logical, "fullyQualifiedName", must_have(full));
	cJSON_AddStringToObject(logical, "kind", "resource");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(location, "logicalLocations"), logical);
	cJSON_AddItemToArray(cJSON_AddArrayToObject(result, "locations"), location);
}

static const char *baseline_state(const cJSON *finding)
{
	const char *state = phrase_name(json_get(finding, "change"), "state");

	if (!strcmp(state, "new") || !strcmp(state, "inconclusive"))
		return "new";
	if (!strcmp(state, "same"))
		return "unchanged";
	return *state ? "updated" : NULL;
}

/* What one has to do follows the sentence: there is no better place that all readers show. */
static char *message_of(const cJSON *finding, bool chinese)
{
	const cJSON *step;
	char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	fputs(phrase_in(phrase_of(finding, "because"), chinese), out);
	if (json_text(json_get(finding, "change"), "because"))
		fprintf(out, " (%s)",
			phrase_in(phrase_of(json_get(finding, "change"), "because"), chinese));
	cJSON_ArrayForEach (step, json_get(finding, "advice")) {
		fprintf(out, "\n%s", phrase_in(phrase_of(step, "text"), chinese));
		if (json_text(step, "command"))
			fprintf(out, "\n    %s", json_text(step, "command"));
	}
	fclose(out);
	return must_have(text);
}

struct log {
	cJSON *rules, *results, *notifications;
	const char *host;
	bool chinese;
};

static cJSON *add_result(const struct log *log, const cJSON *line, const char *kind,
			 const char *level, const char *message)
{
	cJSON *result = cJSON_CreateObject();
	int index = rule_index(log->rules, line, log->chinese);

	cJSON_AddStringToObject(result, "ruleId", phrase_name(line, "id"));
	cJSON_AddNumberToObject(result, "ruleIndex", index);
	cJSON_AddStringToObject(result, "kind", kind);
	cJSON_AddStringToObject(result, "level", level);
	add_message(result, "message", message);
	add_location(result, log->host, json_get(line, "where"));
	cJSON_AddItemToArray(log->results, result);
	return result;
}

static void add_found(const struct log *log, const cJSON *finding, bool suspected)
{
	cleanup_free char *message = message_of(finding, log->chinese);
	cleanup_free char *place = where_text(json_get(finding, "where"));
	const char *level = "error", *state = baseline_state(finding);
	cJSON *result, *prints, *more;

	if (suspected)
		level = "note";
	else if (strcmp(phrase_name(finding, "severity"), "abnormal") != 0)
		level = "warning";
	result = add_result(log, finding, "fail", level, message);
	cJSON_AddNumberToObject(result, "rank", json_real(finding, "score", 0));
	if (state)
		cJSON_AddStringToObject(result, "baselineState", state);
	prints = cJSON_AddObjectToObject(result, "partialFingerprints");
	cJSON_AddStringToObject(prints, "where/v1", place);
	more = cJSON_AddObjectToObject(result, "properties");
	json_copy_member(more, finding, "confidence");
	json_copy_member(more, finding, "where");
	json_copy_member(more, finding, "evidence");
	json_copy_member(more, finding, "change");
}

static void add_absent(const struct log *log, const cJSON *gone)
{
	cJSON *result = add_result(log, gone, "fail", "none",
				   phrase_in(phrase_of(gone, "title"), log->chinese));

	cJSON_AddStringToObject(result, "baselineState", "absent");
}

static void add_notification(const struct log *log, const cJSON *line, const char *level,
			     const char *text)
{
	cJSON *notification = cJSON_CreateObject();
	cJSON *rule;

	cJSON_AddStringToObject(notification, "level", level);
	add_message(notification, "message", text);
	if (line) {
		rule = cJSON_AddObjectToObject(notification, "associatedRule");
		cJSON_AddStringToObject(rule, "id", phrase_name(line, "id"));
	}
	cJSON_AddItemToArray(log->notifications, notification);
}

static void add_results(const struct log *log, const cJSON *report)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, json_get(report, "causes"))
		add_found(log, line, false);
	cJSON_ArrayForEach (line, json_get(report, "suspected"))
		add_found(log, line, true);
	cJSON_ArrayForEach (line, json_get(report, "ruled_out"))
		add_result(log, line, "pass", "none",
			   phrase_in(phrase_of(line, "because"), log->chinese));
	cJSON_ArrayForEach (line, json_get(json_get(report, "baseline"), "gone"))
		add_absent(log, line);
}

static void add_notifications(const struct log *log, const cJSON *report)
{
	const cJSON *line;

	if (counts_blind(report))
		add_notification(
			log, NULL, "error",
			log->chinese ? "netdoctor 无法检查所要求的全部内容"
				     : "netdoctor could not look at all that it was asked about");
	cJSON_ArrayForEach (line, json_get(report, "undecided"))
		add_notification(log, line, json_true(line, "essential") ? "error" : "warning",
				 phrase_in(phrase_of(line, "because"), log->chinese));
	cJSON_ArrayForEach (line, json_get(report, "broken"))
		add_notification(log, line, "error", phrase_name(line, "error"));
	cJSON_ArrayForEach (line, json_get(json_get(report, "baseline"), "inconclusive"))
		add_notification(log, line, json_true(line, "could_not_look") ? "error" : "note",
				 phrase_in(phrase_of(line, "because"), log->chinese));
}

static cJSON *make_run(const cJSON *report, struct log *log)
{
	cJSON *run = cJSON_CreateObject();
	cJSON *driver = cJSON_AddObjectToObject(cJSON_AddObjectToObject(run, "tool"), "driver");
	cJSON *invocation = cJSON_CreateObject();

	cJSON_AddStringToObject(driver, "name", "netdoctor");
	json_copy_member(driver, report, "version");
	log->rules = cJSON_AddArrayToObject(driver, "rules");
	cJSON_AddBoolToObject(invocation, "executionSuccessful", !counts_blind(report));
	cJSON_AddStringToObject(invocation, "startTimeUtc",
				phrase_name(json_get(report, "run"), "started"));
	cJSON_AddStringToObject(invocation, "machine", log->host);
	log->notifications = cJSON_AddArrayToObject(invocation, "toolExecutionNotifications");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(run, "invocations"), invocation);
	cJSON_AddStringToObject(run, "columnKind", "unicodeCodePoints");
	log->results = cJSON_AddArrayToObject(run, "results");
	add_results(log, report);
	add_notifications(log, report);
	return run;
}

static int render_sarif(const cJSON *report, const struct render_style *style, FILE *out,
			struct error *err)
{
	cleanup_json cJSON *sarif = cJSON_CreateObject();
	cleanup_free char *text = NULL;
	struct log log = { .host = phrase_name(json_get(report, "host"), "name"),
			   .chinese = style->chinese };

	cJSON_AddStringToObject(sarif, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	cJSON_AddStringToObject(sarif, "version", "2.1.0");
	cJSON_AddItemToArray(cJSON_AddArrayToObject(sarif, "runs"), make_run(report, &log));
	text = must_have(cJSON_Print(sarif));
	clean_print_json(out, text, "");
	fputc('\n', out);
	return ferror(out) ? error_errno(err, errno, "the SARIF log could not be written") : 0;
}
