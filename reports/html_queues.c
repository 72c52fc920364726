// SPDX-License-Identifier: BSD-2-Clause
/* One bar for each queue of a device, from every fact that has them. And what each CPU did. */
#include "html_draw.h"
#include "html_plots.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "queues.h"
#include "rows.h"
#include "value.h"

#define MOST_QUEUES 64
#define MOST_CPUS 64
#define BAR 16

/* "host > netns > device", without what goes without saying. */
static void put_place(struct html_page *page, const struct place *place)
{
	if (*place->host) {
		html_name(page, place->host);
		html_markup(page, " &gt; ");
	}
	if (*place->netns && strcmp(place->netns, "self") != 0) {
		html_name(page, place->netns);
		html_markup(page, " &gt; ");
	}
	html_name(page, place->device);
}

static void put_queue(struct html_page *page, const struct device_queues *device,
		      const struct queue *queue, bool mark)
{
	cleanup_free char *amount = draw_amount(queue->value, device->unit);

	html_markup(page, "<tr%s><th scope=\"row\">%d</th><td>", mark ? " class=\"abnormal\"" : "",
		    queue->number);
	draw_open(page, "bars", BAR);
	draw_box(page, "well", 0, 2, 100, BAR - 4);
	draw_box(page, "bar", 0, 2, 100 * queue->value / device->most, BAR - 4);
	draw_end(page);
	html_markup(page, "</td><td class=\"number\">");
	html_text(page, amount);
	html_markup(page, "</td></tr>\n");
}

/* The first ones, and the one that the cause is about. */
static int put_rows(struct html_page *page, const struct device_queues *device, const cJSON *where)
{
	const cJSON *marked = json_get(where, "queue");
	int left = 0;

	for (size_t i = 0; i < device->count; i++) {
		const struct queue *queue = &device->queues[i];
		bool mark = cJSON_IsNumber(marked) && marked->valueint == queue->number;

		if (i < MOST_QUEUES || mark)
			put_queue(page, device, queue, mark);
		else
			left++;
	}
	return left;
}

static void put_device(struct html_page *page, const char *fact, const struct device_queues *device,
		       const cJSON *where)
{
	int left;

	html_markup(page, "<figure class=\"queues\"><figcaption>");
	put_place(page, &device->place);
	html_markup(page, ", ");
	html_code(page, fact);
	html_markup(page, " ");
	html_text(page, device->column);
	html_markup(page, "</figcaption><table>\n<thead class=\"unseen\"><tr><th scope=\"col\">");
	html_say(page, "Queue", "队列");
	html_markup(page, "</th><td></td><th scope=\"col\">");
	html_text(page, device->column);
	html_markup(page, "</th></tr></thead><tbody>\n");
	left = put_rows(page, device, where);
	html_markup(page, "</tbody></table>\n");
	if (left) {
		html_markup(page, "<p class=\"soft\">+%d ", left);
		html_say(page, left == 1 ? "more queue" : "more queues", "个队列未显示");
		html_markup(page, "</p>");
	}
	draw_figure_end(page);
}

bool plot_queues(struct html_page *page, const cJSON *report, const cJSON *where, int most)
{
	struct place wanted = place_of(where);
	const cJSON *fact;
	int shown = 0;

	cJSON_ArrayForEach (fact, json_get(json_get(report, "evidence"), "facts")) {
		int room = most - shown < page->plots_left ? most - shown : page->plots_left;
		cleanup_queues struct queue_list list = { 0 };

		if (room <= 0)
			break;
		list = queues_of(fact, where ? &wanted : NULL, (size_t)room);
		for (size_t i = 0; i < list.count; i++)
			put_device(page, fact->string, &list.devices[i], where);
		page->plots_left -= (int)list.count;
		shown += (int)list.count;
	}
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

	html_markup(page, "<tr><th scope=\"row\">");
	if (*rows_text(rows, row, "host")) {
		html_name(page, rows_text(rows, row, "host"));
		html_markup(page, " ");
	}
	html_markup(page, "CPU %.0f</th><td>", rows_number(rows, row, "cpu"));
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

static bool is_of_host(const struct rows *rows, const cJSON *row, const cJSON *where)
{
	struct place wanted = { phrase_name(where, "host"), "", "" };
	struct place place = place_of_row(rows, row);

	return place_agrees(&wanted, &place);
}

bool plot_cpus(struct html_page *page, const cJSON *report, const cJSON *where)
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
		if (is_of_host(&rows, row, where) && shown++ < MOST_CPUS)
			put_cpu(page, &rows, row);
	html_markup(page, "</tbody></table>\n");
	if (shown > MOST_CPUS)
		html_markup(page, "<p class=\"soft\">+%d CPU</p>", shown - MOST_CPUS);
	draw_figure_end(page);
	return true;
}
