// SPDX-License-Identifier: BSD-2-Clause
/* One cause in full: where, evidence, what it explains, what to do and how to undo it. */
#include "html_parts.h"
#include "html_plots.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "value.h"

#define SHOWN_EVIDENCE 20

/* The anchor of a fact's table, when the evidence has it. */
static int fact_number(const cJSON *report, const char *name)
{
	const cJSON *fact;
	int number = 0;

	cJSON_ArrayForEach (fact, json_get(json_get(report, "evidence"), "facts")) {
		number++;
		if (!strcmp(fact->string, name))
			return number;
	}
	return 0;
}

static void put_fact_link(struct html_page *page, const cJSON *report, const char *fact)
{
	int number = fact_number(report, fact);

	if (number)
		html_markup(page, "<a href=\"#fact-%d\">", number);
	html_code(page, fact);
	if (number)
		html_markup(page, "</a>");
}

static void put_evidence_row(struct html_page *page, const cJSON *report, const cJSON *item)
{
	const char *unit = json_text(item, "unit");
	struct phrase label = phrase_of(item, "label");

	html_markup(page, "<tr><td class=\"number\">");
	html_value(page, json_get(item, "value"), unit);
	html_markup(page, "</td><td>");
	if (*label.en)
		html_both(page, label);
	else if (unit && (!strcmp(unit, "share") || !strcmp(unit, "count")))
		html_both(page, phrase_word("unit", unit));
	html_markup(page, "</td><td>");
	put_fact_link(page, report, phrase_name(item, "fact"));
	html_markup(page, "</td></tr>\n");
}

static void put_evidence(struct html_page *page, const cJSON *report, const cJSON *evidence)
{
	int count = cJSON_GetArraySize(evidence), shown = 0;
	const cJSON *item;

	if (!count)
		return;
	html_markup(page, "<h4>");
	html_say(page, "Evidence", "证据");
	html_markup(page, "</h4><table class=\"evidence\"><thead class=\"unseen\"><tr><th>");
	html_say(page, "Value", "数值");
	html_markup(page, "</th><th>");
	html_say(page, "Meaning", "含义");
	html_markup(page, "</th><th>");
	html_say(page, "Fact", "事实");
	html_markup(page, "</th></tr></thead><tbody>\n");
	cJSON_ArrayForEach (item, evidence)
		if (shown++ < SHOWN_EVIDENCE)
			put_evidence_row(page, report, item);
	html_markup(page, "</tbody></table>\n");
	if (count > SHOWN_EVIDENCE) {
		html_markup(page, "<p class=\"soft\">+%d ", count - SHOWN_EVIDENCE);
		html_say(page, "more in the JSON of this page", "项见本页的 JSON");
		html_markup(page, "</p>");
	}
}

static void put_symptoms(struct html_page *page, const cJSON *report, const cJSON *symptoms)
{
	const cJSON *symptom, *item;

	if (!cJSON_GetArraySize(symptoms))
		return;
	html_markup(page, "<h4>");
	html_say(page, "What it explains", "它解释了什么");
	html_markup(page, "</h4><ul class=\"symptoms\">");
	cJSON_ArrayForEach (symptom, symptoms) {
		html_markup(page, "<li>");
		html_code(page, phrase_name(symptom, "id"));
		html_markup(page, " ");
		html_both(page, phrase_of(symptom, "because"));
		cJSON_ArrayForEach (item, json_get(symptom, "evidence")) {
			html_markup(page, " <span class=\"soft\">");
			html_value(page, json_get(item, "value"), json_text(item, "unit"));
			html_markup(page, " (");
			put_fact_link(page, report, phrase_name(item, "fact"));
			html_markup(page, ")</span>");
		}
		html_markup(page, "</li>\n");
	}
	html_markup(page, "</ul>\n");
}

static void put_step(struct html_page *page, const cJSON *step)
{
	const char *command = json_text(step, "command"), *undo = json_text(step, "undo");
	const char *risk = phrase_name(step, "risk");

	html_markup(page, "<li><p>");
	html_both(page, phrase_of(step, "text"));
	html_markup(page, " <span class=\"chip %s\">",
		    !strcmp(risk, "none")
			    ? "none"
			    : html_class(!strcmp(risk, "brief") ? "attention" : "abnormal"));
	html_both(page, phrase_word("risk", risk));
	html_markup(page, "</span></p>");
	if (command)
		html_command(page, command);
	if (undo) {
		html_markup(page, "<p class=\"undo\">");
		html_say(page, "To undo it", "撤销");
		html_markup(page, "</p>");
		html_command(page, undo);
	}
	html_markup(page, "</li>\n");
}

static void put_advice(struct html_page *page, const cJSON *advice)
{
	const cJSON *step;

	if (!cJSON_GetArraySize(advice))
		return;
	html_markup(page, "<h4>");
	html_say(page, "What to do", "如何处理");
	html_markup(page, "</h4><ul class=\"steps\">");
	cJSON_ArrayForEach (step, advice)
		put_step(page, step);
	html_markup(page, "</ul>\n");
}

static void put_standing(struct html_page *page, const cJSON *cause)
{
	const cJSON *change = json_get(cause, "change");

	html_markup(page, "<p class=\"soft\">");
	html_code(page, phrase_name(cause, "id"));
	html_markup(page, " · ");
	html_say(page, "score", "得分");
	html_markup(page, " %.0f · ", json_real(cause, "score", 0));
	html_say(page, "confidence", "可信度");
	html_markup(page, " %.0f %%", 100 * json_real(cause, "confidence", 0));
	if (change) {
		html_markup(page, " · ");
		html_both(page, phrase_word("change", phrase_name(change, "state")));
		html_markup(page, "</p>\n<p class=\"soft\">");
		html_both(page, phrase_of(change, "because"));
	}
	html_markup(page, "</p>\n");
}

static void put_cause(struct html_page *page, const cJSON *report, const cJSON *cause,
		      const char *kind)
{
	const char *severity = phrase_name(cause, "severity");
	int rank = (int)json_real(cause, "rank", 0);

	html_markup(page, "<article class=\"card %s\" id=\"%s-%d\" tabindex=\"-1\"><h3>",
		    html_class(severity), kind, rank);
	html_icon(page, severity);
	html_both(page, phrase_of(cause, "title"));
	if (!strcmp(kind, "suspect")) {
		html_markup(page, " <span class=\"chip none\">");
		html_say(page, "suspected", "疑似");
		html_markup(page, "</span>");
	}
	html_markup(page, "</h3>");
	put_standing(page, cause);
	html_where(page, json_get(cause, "where"));
	put_evidence(page, report, json_get(cause, "evidence"));
	plot_of_cause(page, report, cause);
	put_symptoms(page, report, json_get(cause, "symptoms"));
	put_advice(page, json_get(cause, "advice"));
	html_markup(page, "</article>\n");
}

void html_details(struct html_page *page, const cJSON *report)
{
	const cJSON *causes = json_get(report, "causes");
	const cJSON *suspected = json_get(report, "suspected"), *cause;

	if (!cJSON_GetArraySize(causes) && !cJSON_GetArraySize(suspected))
		return;
	html_section(page, "details", PHRASE("Cause by cause", "逐个原因"), -1);
	cJSON_ArrayForEach (cause, causes)
		put_cause(page, report, cause, "cause");
	cJSON_ArrayForEach (cause, suspected)
		put_cause(page, report, cause, "suspect");
	html_section_end(page);
}
