// SPDX-License-Identifier: BSD-2-Clause
/*
 * The report for a terminal, to be read in ten seconds: the verdict, the causes with what to do
 * about them, what was ruled out, what could not be seen, what looking has cost.
 */
#include "renderer.h"

#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "text.h"
#include "value.h"

static int render_text(const cJSON *report, const struct render_style *style, FILE *out,
		       struct error *err);

const struct renderer renderer_text = {
	.name = "text",
	.summary = "the report for a terminal",
	.render = render_text,
};

static int render_text(const cJSON *report, const struct render_style *style, FILE *out,
		       struct error *err)
{
	bool undetermined = !strcmp(phrase_name(report, "verdict"), "undetermined");
	struct text_page page;

	text_open(&page, style, out);
	text_summary(&page, report);
	text_hosts(&page, report);
	text_causes(&page, report);
	text_changes(&page, report);
	text_together(&page, report);
	if (undetermined)
		text_not_seen(&page, report);
	text_ruled_out(&page, report);
	if (!undetermined)
		text_not_seen(&page, report);
	text_footer(&page, report);
	text_end(&page);
	return ferror(out) ? error_errno(err, errno, "the text report could not be written") : 0;
}

static const char *plural(int count)
{
	return count == 1 ? "" : "s";
}

static void say_counts(struct text_page *page, const cJSON *report)
{
	int causes = cJSON_GetArraySize(json_get(report, "causes"));
	int suspected = cJSON_GetArraySize(json_get(report, "suspected"));
	bool unsure = !strcmp(phrase_name(report, "verdict"), "undetermined");
	struct text_draft draft;

	text_draft(&draft);
	if (page->chinese && (causes || suspected))
		fprintf(draft.out, "  找到 %d 个原因，%d 个疑似", causes, suspected);
	else if (causes || suspected)
		fprintf(draft.out, "  %d cause%s found, %d suspected", causes, plural(causes),
			suspected);
	else if (unsure)
		fputs(page->chinese ? "  看到的不足以下结论" : "  too little was seen to tell",
		      draft.out);
	else
		fputs(page->chinese ? "  未发现问题" : "  no cause found", draft.out);
	text_put_draft(page, TONE_STRONG, 0, &draft);
	text_end(page);
}

/* "2026-03-02T09:31:07Z" is for programs. */
static void draft_window(const struct text_page *page, struct text_draft *draft, const cJSON *run)
{
	const char *started = phrase_name(run, "started");

	fputs(page->chinese ? "，自 " : ", from ", draft->out);
	for (; *started && *started != '.' && *started != 'Z'; started++)
		fputc(*started == 'T' ? ' ' : *started, draft->out);
	fputs(page->chinese ? " UTC 起观察 " : " UTC for ", draft->out);
	value_print_seconds(draft->out, json_real(run, "duration_ms", 0));
}

static void draft_scope(struct text_draft *draft, const cJSON *scope)
{
	const cJSON *option;

	cJSON_ArrayForEach (option, scope) {
		fputs(" --", draft->out);
		for (const char *at = option->string; *at; at++)
			fputc(*at == '_' ? '-' : *at, draft->out);
		fputc(' ', draft->out);
		value_print_cell(draft->out, option, NULL);
	}
}

void text_summary(struct text_page *page, const cJSON *report)
{
	const cJSON *host = json_get(report, "host"), *run = json_get(report, "run"), *flow;
	struct text_draft draft;

	text_badge(page, phrase_name(report, "verdict"));
	say_counts(page, report);
	text_draft(&draft);
	fprintf(draft.out, page->chinese ? "%s（Linux %s）" : "%s (Linux %s)",
		phrase_name(host, "name"), phrase_name(host, "kernel"));
	draft_window(page, &draft, run);
	fputs(page->chinese ? "：" : ":", draft.out);
	cJSON_ArrayForEach (flow, json_get(run, "flows"))
		fprintf(draft.out, " %s", cJSON_IsString(flow) ? flow->valuestring : "?");
	draft_scope(&draft, json_get(run, "scope"));
	text_put_draft(page, TONE_DIM, 0, &draft);
	text_end(page);
	if (json_true(run, "interrupted")) {
		text_put_phrase(page, TONE_ATTENTION, 0,
				PHRASE("Interrupted: this is what was seen until then.",
				       "已中断：以下为中断前所见。"));
		text_end(page);
	}
}
