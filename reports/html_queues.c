// SPDX-License-Identifier: BSD-2-Clause
/*
 * One bar for each queue of a device, from every fact that has rows of a device and a queue: its
 * first column of a unit that is not zero everywhere. And what each CPU did.
 */
#include "html_draw.h"
#include "html_plots.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "rows.h"
#include "value.h"

#define MOST_QUEUES 64
#define MOST_CPUS 64
#define BAR 16

struct queues {
	const char *fact, *device, *column, *unit;
	double value[MOST_QUEUES];
	bool there[MOST_QUEUES];
	int count; /* queues that have a row */
	double most;
};

/* Adds up the rows of a queue, for there may be one for each CPU or direction. */
static void sum_up(const struct rows *rows, struct queues *queues)
{
	const cJSON *row;

	queues->count = 0;
	queues->most = 0;
	memset(queues->value, 0, sizeof(queues->value));
	memset(queues->there, 0, sizeof(queues->there));
	cJSON_ArrayForEach (row, rows->list) {
		const cJSON *cell = rows_cell(rows, row, "queue");
		int queue = cJSON_IsNumber(cell) ? cell->valueint : -1;

		if (queue < 0 || queue >= MOST_QUEUES ||
		    strcmp(rows_text(rows, row, "device"), queues->device) != 0)
			continue;
		queues->count += !queues->there[queue];
		queues->there[queue] = true;
		queues->value[queue] += rows_number(rows, row, queues->column);
		if (queues->value[queue] > queues->most)
			queues->most = queues->value[queue];
	}
}

static bool find_column(const struct rows *rows, struct queues *queues)
{
	const cJSON *column;

	cJSON_ArrayForEach (column, rows->columns) {
		const char *name = phrase_name(column, "name"), *unit = json_text(column, "unit");

		if (!unit || json_true(column, "key") || !strcmp(name, "queue") ||
		    !strcmp(name, "cpu"))
			continue;
		queues->column = name;
		queues->unit = unit;
		sum_up(rows, queues);
		if (queues->most > 0 && queues->count > 1)
			return true;
	}
	return false;
}

static void put_queues(struct html_page *page, const struct queues *queues, const cJSON *where)
{
	const cJSON *marked = json_get(where, "queue");

	html_markup(page, "<figure class=\"queues\"><figcaption>");
	html_name(page, queues->device);
	html_markup(page, ", ");
	html_code(page, queues->fact);
	html_markup(page, " ");
	html_text(page, queues->column);
	html_markup(page, "</figcaption><table>\n<thead class=\"unseen\"><tr><th scope=\"col\">");
	html_say(page, "Queue", "队列");
	html_markup(page, "</th><td></td><th scope=\"col\">");
	html_text(page, queues->column);
	html_markup(page, "</th></tr></thead><tbody>\n");
	for (int i = 0; i < MOST_QUEUES; i++) {
		cleanup_free char *amount = draw_amount(queues->value[i], queues->unit);
		bool mark = cJSON_IsNumber(marked) && marked->valueint == i;

		if (!queues->there[i])
			continue;
		html_markup(page, "<tr%s><th scope=\"row\">%d</th><td>",
			    mark ? " class=\"abnormal\"" : "", i);
		draw_open(page, "bars", BAR);
		draw_box(page, "well", 0, 2, 100, BAR - 4);
		draw_box(page, "bar", 0, 2, 100 * queues->value[i] / queues->most, BAR - 4);
		draw_end(page);
		html_markup(page, "</td><td class=\"number\">");
		html_text(page, amount);
		html_markup(page, "</td></tr>\n");
	}
	html_markup(page, "</tbody></table>\n");
	draw_figure_end(page);
}

static bool first_of_device(const struct rows *rows, const cJSON *row, const char *device)
{
	const cJSON *other;

	cJSON_ArrayForEach (other, rows->list) {
		if (other == row)
			return true;
		if (!strcmp(rows_text(rows, other, "device"), device))
			return false;
	}
	return true;
}

static int put_fact(struct html_page *page, const cJSON *fact, const cJSON *where, int most)
{
	const char *wanted = json_text(where, "device");
	struct rows rows;
	const cJSON *row;
	int shown = 0;

	if (!rows_of_fact(fact, &rows) || rows_column(&rows, "queue") < 0 ||
	    rows_column(&rows, "device") < 0)
		return 0;
	cJSON_ArrayForEach (row, rows.list) {
		struct queues queues = { .fact = fact->string };

		queues.device = rows_text(&rows, row, "device");
		if (shown >= most || page->plots_left <= 0)
			break;
		if (!*queues.device || (wanted && strcmp(wanted, queues.device) != 0) ||
		    !first_of_device(&rows, row, queues.device) || !find_column(&rows, &queues))
			continue;
		put_queues(page, &queues, where);
		page->plots_left--;
		shown++;
	}
	return shown;
}

bool plot_queues(struct html_page *page, const cJSON *report, const cJSON *where, int most)
{
	const cJSON *fact;
	int shown = 0;

	cJSON_ArrayForEach (fact, json_get(json_get(report, "evidence"), "facts"))
		if (shown < most)
			shown += put_fact(page, fact, where, most - shown);
	return shown > 0;
}

static const struct {
	const char *column, *class;
	struct phrase name;
} uses[] = {
	{ "user", "user", { "user", "用户态" } },
	{ "system", "system", { "system", "内核态" } },
	{ "softirq", "softirq", { "softirq", "软中断" } },
	{ "irq", "irq", { "irq", "硬中断" } },
	{ "steal", "steal", { "steal", "被窃取" } },
	{ "iowait", "iowait", { "iowait", "等待 I/O" } },
};

static void put_cpu(struct html_page *page, const struct rows *rows, const cJSON *row)
{
	double at = 0, busy;

	html_markup(page, "<tr><th scope=\"row\">CPU %.0f</th><td>", rows_number(rows, row, "cpu"));
	draw_open(page, "bars", BAR);
	draw_box(page, "well", 0, 2, 100, BAR - 4);
	for (size_t i = 0; i < ARRAY_SIZE(uses); i++) {
		double part = 100 * rows_number(rows, row, uses[i].column);

		if (part > 0.1)
			draw_box(page, uses[i].class, at, 2, part, BAR - 4);
		at += part;
	}
	busy = at / 100;
	draw_end(page);
	html_markup(page, "</td><td class=\"number\">");
	html_number(page, value_print_percent, busy > 1 ? 1 : busy);
	html_markup(page, "</td></tr>\n");
}

bool plot_cpus(struct html_page *page, const cJSON *report)
{
	struct rows rows;
	const cJSON *row;
	int shown = 0;

	if (page->plots_left <= 0 || !rows_of(report, "cpu.use", &rows))
		return false;
	page->plots_left--;
	html_markup(page, "<figure class=\"queues cpus\"><figcaption>");
	html_say(page, "What each CPU did", "各 CPU 的用途");
	html_markup(page, " <span class=\"legend\">");
	for (size_t i = 0; i < ARRAY_SIZE(uses); i++) {
		html_markup(page, "<span class=\"use %s\"><span class=\"key\"></span>",
			    uses[i].class);
		html_both(page, uses[i].name);
		html_markup(page, "</span>");
	}
	html_markup(page, "</span></figcaption><table><thead class=\"unseen\"><tr><th "
			  "scope=\"col\">CPU</th><td></td><th scope=\"col\">");
	html_say(page, "Busy", "繁忙");
	html_markup(page, "</th></tr></thead><tbody>\n");
	cJSON_ArrayForEach (row, rows.list)
		if (shown++ < MOST_CPUS)
			put_cpu(page, &rows, row);
	html_markup(page, "</tbody></table>\n");
	if (shown > MOST_CPUS)
		html_markup(page, "<p class=\"soft\">+%d CPU</p>", shown - MOST_CPUS);
	draw_figure_end(page);
	return true;
}
