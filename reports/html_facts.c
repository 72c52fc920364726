// SPDX-License-Identifier: BSD-2-Clause
/* The raw evidence: one table for each fact, closed until somebody asks for it. */
#include "html_parts.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "value.h"

#define ROWS_OF_FACT 50

static void put_head(struct html_page *page, const cJSON *columns)
{
	const cJSON *column;

	html_markup(page, "<thead><tr>");
	cJSON_ArrayForEach (column, columns) {
		const char *unit = json_text(column, "unit");

		html_markup(page, "<th scope=\"col\"%s>", unit ? " class=\"number\"" : "");
		html_text(page, phrase_name(column, "name"));
		if (unit && strcmp(unit, "count") != 0 &&
		    !strstr(phrase_name(column, "name"), unit)) {
			html_markup(page, " <span class=\"soft\">");
			html_text(page, unit);
			html_markup(page, "</span>");
		}
		html_markup(page, "</th>");
	}
	html_markup(page, "</tr></thead>\n");
}

static void put_cell(struct html_page *page, const cJSON *cell, const char *unit)
{
	html_markup(page, unit ? "<td class=\"number\">" : "<td>");
	if (cJSON_IsString(cell) && !unit)
		html_name(page, cell->valuestring);
	else
		html_cell(page, cell, unit);
	html_markup(page, "</td>");
}

static void put_row(struct html_page *page, const cJSON *row, const cJSON *columns)
{
	const cJSON *column = columns ? columns->child : NULL, *cell;

	html_markup(page, "<tr>");
	cJSON_ArrayForEach (cell, row) {
		put_cell(page, cell, json_text(column, "unit"));
		column = column ? column->next : NULL;
	}
	html_markup(page, "</tr>\n");
}

static void put_limits(struct html_page *page, const cJSON *fact, int rows, int shown)
{
	static const struct {
		const char *key;
		struct phrase what;
	} limits[] = {
		{ "lost", { "events lost", "个事件丢失" } },
		{ "cut", { "rows cut by the probe", "行被探针截去" } },
		{ "netns_cut", { "namespaces not read", "个命名空间未读取" } },
	};

	if (shown < rows) {
		html_markup(page, "<p class=\"soft\">%d/%d ", shown, rows);
		html_say(page, "rows are shown; the JSON of this page has all of them",
			 "行已显示；本页的 JSON 含全部");
		html_markup(page, "</p>");
	}
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		if (!json_count(fact, limits[i].key, 0))
			continue;
		html_markup(page, "<p class=\"soft\">");
		html_cell(page, json_get(fact, limits[i].key), "count");
		html_markup(page, " ");
		html_both(page, limits[i].what);
		html_markup(page, "</p>");
	}
}

static void put_table(struct html_page *page, const cJSON *fact, int number)
{
	const cJSON *columns = json_get(fact, "columns"), *rows = json_get(fact, "rows"), *row;
	int count = cJSON_GetArraySize(rows), shown = 0;
	int most = page->rows_left < ROWS_OF_FACT ? page->rows_left : ROWS_OF_FACT;

	html_markup(page,
		    "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
		    "aria-labelledby=\"fact-%d-name\"><table class=\"data\">",
		    number);
	put_head(page, columns);
	html_markup(page, "<tbody>\n");
	cJSON_ArrayForEach (row, rows) {
		if (shown >= most)
			break;
		put_row(page, row, columns);
		shown++;
	}
	page->rows_left -= shown;
	html_markup(page, "</tbody></table></div>");
	put_limits(page, fact, count, shown);
}

static void put_absent(struct html_page *page, const cJSON *absent)
{
	html_markup(page, "<p>");
	html_chip(page, "absent", phrase_name(absent, "why"));
	html_markup(page, " ");
	html_both(page, phrase_of(absent, "because"));
	html_markup(page, "</p>");
}

static void put_fact(struct html_page *page, const cJSON *fact, int number)
{
	const cJSON *absent = json_get(fact, "absent");
	int rows = cJSON_GetArraySize(json_get(fact, "rows"));

	html_markup(page,
		    "<details class=\"fact\" id=\"fact-%d\"><summary><span id=\"fact-%d-name\">",
		    number, number);
	html_code(page, fact->string);
	html_markup(page, "</span> <span class=\"soft\">");
	html_text(page, phrase_name(fact, "probe"));
	html_markup(page, " · ");
	if (absent) {
		html_both(page, phrase_word("absent", phrase_name(absent, "why")));
	} else {
		html_markup(page, "%d ", rows);
		html_both(page, rows == 1 ? PHRASE("row", "行") : PHRASE("rows", "行"));
	}
	html_markup(page, "</span></summary>");
	if (absent)
		put_absent(page, absent);
	else
		put_table(page, fact, number);
	html_markup(page, "</details>\n");
}

void html_facts(struct html_page *page, const cJSON *report)
{
	const cJSON *facts = json_get(json_get(report, "evidence"), "facts"), *fact;
	int number = 0;

	html_section(page, "facts", PHRASE("Raw evidence", "原始证据"), cJSON_GetArraySize(facts));
	html_markup(page, "<p class=\"soft\">");
	html_say(page, "Everything above was judged from these tables alone.",
		 "以上结论全部且仅由这些表得出。");
	html_markup(page, " <button type=\"button\" id=\"unfold\" hidden>");
	html_say(page, "Open all", "全部展开");
	html_markup(page, "</button> <button type=\"button\" id=\"save\" hidden>");
	html_say(page, "Save as JSON", "保存为 JSON");
	html_markup(page, "</button></p>\n");
	cJSON_ArrayForEach (fact, facts)
		put_fact(page, fact, ++number);
	html_section_end(page);
}
