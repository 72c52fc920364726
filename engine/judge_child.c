// SPDX-License-Identifier: BSD-2-Clause
#include "judge_child.h"

#include <string.h>

#include "child.h"
#include "clean.h"
#include "cleanup.h"
#include "evidence.h"
#include "json.h"
#include "judge.h"
#include "memory.h"
#include "privilege.h"
#include "report.h"
#include "rulebook.h"

#define DEADLINE_MS 30000
#define END_MS 500

struct question {
	const struct rule_files *files;
	const char *evidence; /* NULL: only the catalogue */
	size_t length;
	bool report; /* not the findings alone */
	bool last;
	const struct merge_input *inputs; /* of several hosts; `evidence` is NULL then */
	size_t count;
};

/* Judging adds to the evidence, and the report shows what came: it is read twice. */
static cJSON *report_of(const struct question *question, const cJSON *findings, struct error *err)
{
	cleanup_evidence struct evidence *evidence = NULL;

	if (evidence_load(question->evidence, question->length, &evidence, err) < 0)
		return NULL;
	return report_make(evidence, findings);
}

static cJSON *judgement(const struct question *question, const struct rulebook *book,
			struct error *err)
{
	cleanup_evidence struct evidence *evidence = NULL;
	cleanup_json cJSON *findings = NULL;

	if (evidence_load(question->evidence, question->length, &evidence, err) < 0)
		return NULL;
	findings = judge(book, evidence);
	return question->report ? report_of(question, findings, err) : TAKE_PTR(findings);
}

static cJSON *answer(const struct question *question, struct error *err)
{
	struct rulebook book;
	cJSON *result = NULL;

	if (rulebook_open(question->files, &book, err) < 0)
		return NULL;
	if (question->inputs)
		merge(&book, question->inputs, question->count, &result, err);
	else if (question->evidence)
		result = judgement(question, &book, err);
	else
		result = cJSON_Duplicate(book.catalogue, true);
	rulebook_close(&book);
	return result;
}

/* In the child: one line, whose first byte says what follows. */
static void serve(int out, void *data)
{
	static const struct privilege_limits limits = {
		.memory_bytes = (size_t)1 << 30,
		.cpu_seconds = 20,
	};
	struct error err = { "" };
	cJSON *result = NULL;
	char *bytes = NULL;

	if (privilege_drop_all(&limits, &err) == 0 && privilege_seal(&err) == 0)
		result = answer(data, &err);
	if (result)
		bytes = cJSON_PrintUnformatted(result);
	child_write(out, bytes ? "+" : "-", 1);
	child_write(out, bytes ? bytes : err.text, strlen(bytes ? bytes : err.text));
	child_write(out, "\n", 1);
	cJSON_free(bytes);
	cJSON_Delete(result);
}

static int ask(const struct question *question, cJSON **ret_json, struct error *err)
{
	cleanup_child struct child child = { .pid = -1, .pidfd = -1, .pipe = -1 };
	char *line = NULL;

	fflush(NULL);
	if (child_start(serve, (void *)question, NULL, 0, &child, err) < 0)
		return error_prefix(err, "the judge");
	if (question->last)
		privilege_keep_for(PRIVILEGE_SHOW);
	switch (child_read_line(&child, DEADLINE_MS, &line)) {
	case CHILD_SILENT:
		return error_set(err, "the judge gave no answer within %d s", DEADLINE_MS / 1000);
	case CHILD_ENDED:
		return error_set(err,
				 "the judge ended without an answer: it went beyond its limits "
				 "of memory or time, or crashed");
	case CHILD_LINE:
		break;
	}
	if (line[0] != '+')
		return error_set(err, "%s", line + 1);
	if (json_parse(line + 1, strlen(line + 1), ret_json, err) < 0)
		return error_prefix(err, "the judge's answer");
	child_read_line(&child, END_MS, &line); /* its end, so that its cost is counted as ours */
	return 0;
}

/* Rules may be of others, and what they say of themselves is shown by terminals. */
static void clean_texts(cJSON *json)
{
	cJSON *item;

	cJSON_ArrayForEach (item, json) {
		cleanup_free char *text =
			cJSON_IsString(item) ? clean_text(item->valuestring) : NULL;

		if (text && strcmp(text, item->valuestring) != 0)
			cJSON_SetValuestring(item, text);
		clean_texts(item);
	}
}

int judge_child_catalogue(const struct rule_files *files, cJSON **ret_catalogue, struct error *err)
{
	struct question question = { .files = files };
	int r = ask(&question, ret_catalogue, err);

	if (r == 0)
		clean_texts(*ret_catalogue);
	return r;
}

int judge_child_report(const struct rule_files *files, const char *evidence, size_t length,
		       bool last, cJSON **ret_report, struct error *err)
{
	struct question question = {
		.files = files,
		.evidence = evidence,
		.length = length,
		.report = true,
		.last = last,
	};

	return ask(&question, ret_report, err);
}

int judge_child_findings(const struct rule_files *files, const char *evidence, size_t length,
			 cJSON **ret_findings, struct error *err)
{
	struct question question = { .files = files, .evidence = evidence, .length = length };

	return ask(&question, ret_findings, err);
}

int judge_child_merge(const struct rule_files *files, const struct merge_input *inputs,
		      size_t count, cJSON **ret_report, struct error *err)
{
	struct question question = {
		.files = files, .inputs = inputs, .count = count, .last = true
	};

	return ask(&question, ret_report, err);
}
