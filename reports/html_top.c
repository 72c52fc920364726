// SPDX-License-Identifier: BSD-2-Clause
/* The first screen: what is wrong, why, and what to do. */
#include "html_parts.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "value.h"

void html_title(struct html_page *page, const cJSON *report)
{
	const char *verdict = phrase_name(report, "verdict");

	html_text(page, phrase_in(phrase_word("verdict", verdict), page->chinese));
	html_markup(page, ": ");
	html_text(page, phrase_name(json_get(report, "host"), "name"));
	html_markup(page, " - netdoctor");
}

static void put_sentence(struct html_page *page, const cJSON *report)
{
	int causes = cJSON_GetArraySize(json_get(report, "causes"));
	int suspected = cJSON_GetArraySize(json_get(report, "suspected"));
	char english[80], chinese[80];

	snprintf(english, sizeof(english), "%d cause%s found, %d suspected", causes,
		 causes == 1 ? "" : "s", suspected);
	snprintf(chinese, sizeof(chinese), "找到 %d 个原因，%d 个疑似", causes, suspected);
	if (causes || suspected)
		html_both(page, PHRASE(english, chinese));
	else if (!strcmp(phrase_name(report, "verdict"), "undetermined"))
		html_say(page, "Too little was seen to tell", "看到的不足以下结论");
	else
		html_say(page, "No cause found", "未发现问题");
}

static void put_started(struct html_page *page, const char *started)
{
	for (; *started && *started != '.' && *started != 'Z'; started++) {
		char text[2] = { *started == 'T' ? ' ' : *started, '\0' };

		html_text(page, text);
	}
	html_markup(page, " UTC");
}

void html_scope(struct html_page *page, const cJSON *scope)
{
	const cJSON *option;

	cJSON_ArrayForEach (option, scope) {
		html_markup(page, "<span class=\"option\"><code>--");
		for (const char *at = option->string; *at; at++) {
			char text[2] = { *at == '_' ? '-' : *at, '\0' };

			html_text(page, text);
		}
		html_markup(page, " ");
		html_value(page, option, NULL);
		html_markup(page, "</code></span> ");
	}
}

/* Which host, when, for how long, and about what. */
static void put_run(struct html_page *page, const cJSON *report)
{
	const cJSON *host = json_get(report, "host"), *run = json_get(report, "run");
	const cJSON *scope = json_get(run, "scope");

	html_markup(page, "<p class=\"run\"><strong>");
	html_name(page, phrase_name(host, "name"));
	html_markup(page, "</strong> <span>");
	put_started(page, phrase_name(run, "started"));
	html_markup(page, "</span> <span>");
	html_say(page, "watched for ", "观察 ");
	html_number(page, value_print_seconds, json_real(run, "duration_ms", 0));
	html_markup(page, "</span></p>");
	if (!cJSON_GetArraySize(scope))
		return;
	html_markup(page, "<p class=\"run\"><span>");
	html_say(page, "only ", "仅限 ");
	html_markup(page, "</span>");
	html_scope(page, scope);
	html_markup(page, "</p>\n");
}

void html_summary(struct html_page *page, const cJSON *report)
{
	const char *verdict = phrase_name(report, "verdict");

	html_markup(page, "<div class=\"verdict %s\">", html_class(verdict));
	html_icon(page, verdict);
	html_markup(page, "<div><h1>");
	html_both(page, phrase_word("verdict", verdict));
	html_markup(page, "</h1><p>");
	put_sentence(page, report);
	html_markup(page, "</p>");
	put_run(page, report);
	html_markup(page, "</div></div>\n");
	if (!json_true(json_get(report, "run"), "interrupted"))
		return;
	html_markup(page, "<p class=\"notice\">");
	html_say(page, "The run was interrupted: this is what was seen until then.",
		 "运行被中断：以下为中断前所见。");
	html_markup(page, "</p>\n");
}

static void put_remedy(struct html_page *page, const cJSON *step)
{
	const char *command = json_text(step, "command");

	if (!step)
		return;
	html_markup(page, "<div class=\"remedy\"><p><strong>");
	html_say(page, "Do", "处理");
	html_markup(page, "</strong> ");
	html_both(page, phrase_of(step, "text"));
	html_markup(page, "</p>");
	if (command)
		html_command(page, command);
	html_markup(page, "</div>");
}

static void put_cause(struct html_page *page, const cJSON *cause, const char *kind)
{
	const char *severity = phrase_name(cause, "severity");
	const cJSON *change = json_get(cause, "change");
	int rank = (int)json_real(cause, "rank", 0);

	html_markup(page,
		    "<li class=\"cause %s %s\"><p class=\"rank\" aria-hidden=\"true\">%d</p><div>",
		    html_class(severity), kind, rank);
	html_markup(page, "<p class=\"chips\">");
	html_chip(page, "state", severity);
	html_code(page, phrase_name(cause, "id"));
	if (change) {
		html_markup(page, "<span class=\"chip none\">");
		html_both(page, phrase_word("change", phrase_name(change, "state")));
		html_markup(page, "</span>");
	}
	html_markup(page, "</p><h3><a href=\"#%s-%d\">", kind, rank);
	html_both(page, phrase_of(cause, "title"));
	html_markup(page, "</a></h3><p>");
	html_both(page, phrase_of(cause, "because"));
	html_markup(page, "</p>");
	put_remedy(page, json_get(cause, "advice") ? json_get(cause, "advice")->child : NULL);
	html_markup(page, "</div></li>\n");
}

static void put_list(struct html_page *page, const cJSON *causes, const char *kind)
{
	const cJSON *cause;

	html_markup(page, "<ol class=\"causes\">\n");
	cJSON_ArrayForEach (cause, causes)
		put_cause(page, cause, kind);
	html_markup(page, "</ol>\n");
}

void html_causes(struct html_page *page, const cJSON *report)
{
	const cJSON *causes = json_get(report, "causes");
	const cJSON *suspected = json_get(report, "suspected");

	if (cJSON_GetArraySize(causes)) {
		html_section(page, "causes", PHRASE("Causes", "原因"), cJSON_GetArraySize(causes));
		put_list(page, causes, "cause");
		html_section_end(page);
	}
	if (cJSON_GetArraySize(suspected)) {
		html_section(page, "suspected", PHRASE("Suspected", "疑似"),
			     cJSON_GetArraySize(suspected));
		html_markup(page, "<p class=\"soft\">");
		html_say(page, "The symptom was measured, the mechanism was not.",
			 "症状已测得，机制未测得。");
		html_markup(page, "</p>\n");
		put_list(page, suspected, "suspect");
		html_section_end(page);
	}
}
