// SPDX-License-Identifier: BSD-2-Clause
/*
 * The report as one page: one file that needs no network, no script and no second look at the host.
 *
 * reports/page/page.html is the page with slots; here the slots are filled in the order in which
 * they stand there. Everything is static, escaped markup. The script only adds comfort, and the
 * page's own content policy lets no other script run.
 */
#include "renderer.h"

#include <errno.h>
#include <string.h>

#include "clean.h"
#include "cleanup.h"
#include "histograms.h"
#include "html_parts.h"
#include "memory.h"
#include "path_model.h"

#define ROWS_SHOWN 1500
#define PLOTS_SHOWN 80

static int render_html(const cJSON *report, const struct render_style *style, FILE *out,
		       struct error *err);

const struct renderer renderer_html = {
	.name = "html",
	.summary = "the report as one self-contained page",
	.render = render_html,
};

extern const char embedded_reports_page_page_html[];
extern const char embedded_reports_page_page_css[];
extern const char embedded_reports_page_page_js[];

static void fill_language(struct html_page *page, const cJSON *report)
{
	(void)report;
	html_markup(page, "%s", page->chinese ? "zh" : "en");
}

static void fill_english(struct html_page *page, const cJSON *report)
{
	(void)report;
	html_markup(page, "%s", page->chinese ? "" : " checked");
}

static void fill_chinese(struct html_page *page, const cJSON *report)
{
	(void)report;
	html_markup(page, "%s", page->chinese ? " checked" : "");
}

static void fill_style(struct html_page *page, const cJSON *report)
{
	(void)report;
	fputs(embedded_reports_page_page_css, page->out);
}

static void fill_script(struct html_page *page, const cJSON *report)
{
	(void)report;
	fputs(embedded_reports_page_page_js, page->out);
}

void html_data(struct html_page *page, const cJSON *report)
{
	cleanup_free char *json = must_have(cJSON_PrintUnformatted(report));

	clean_print_json(page->out, json, "<>&");
}

static const struct slot {
	const char *name;
	void (*fill)(struct html_page *page, const cJSON *report);
} slots[] = {
	{ "language", fill_language },
	{ "english", fill_english },
	{ "chinese", fill_chinese },
	{ "style", fill_style },
	{ "script", fill_script },
	{ "title", html_title },
	{ "summary", html_summary },
	{ "contents", html_contents },
	{ "why-undetermined", html_why_undetermined },
	{ "hosts", html_hosts },
	{ "causes", html_causes },
	{ "paths", html_paths },
	{ "details", html_details },
	{ "measured", html_measured },
	{ "checklist", html_checklist },
	{ "ruled-out", html_ruled_out },
	{ "not-seen", html_not_seen },
	{ "cost", html_cost },
	{ "facts", html_facts },
	{ "data", html_data },
};

static const struct slot *find_slot(const char *name, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(slots); i++)
		if (strlen(slots[i].name) == length && !strncmp(slots[i].name, name, length))
			return &slots[i];
	return NULL;
}

/* A slot is written {{name}}. */
static int fill_slots(struct html_page *page, const cJSON *report, struct error *err)
{
	const char *at = embedded_reports_page_page_html, *open, *end;

	while ((open = strstr(at, "{{"))) {
		const struct slot *slot;

		end = strstr(open, "}}");
		slot = end ? find_slot(open + 2, (size_t)(end - open) - 2) : NULL;
		if (!slot)
			return error_set(err, "the page has an unknown slot: %.20s", open);
		fwrite(at, 1, (size_t)(open - at), page->out);
		slot->fill(page, report);
		at = end + 2;
	}
	fputs(at, page->out);
	return 0;
}

static int render_html(const cJSON *report, const struct render_style *style, FILE *out,
		       struct error *err)
{
	struct html_page page = {
		.out = out,
		.chinese = style->chinese,
		.rows_left = ROWS_SHOWN,
		.plots_left = PLOTS_SHOWN,
		.series = series_of(report),
	};
	cleanup_json cJSON *histograms = histograms_of(report, PLOTS_SHOWN);
	cleanup_json cJSON *paths = path_model(report, &page.paths_left_out);
	int r;

	page.histograms = histograms;
	page.paths = paths;
	r = fill_slots(&page, report, err);

	series_free(&page.series);
	if (r < 0)
		return r;
	return ferror(out) ? error_errno(err, errno, "the page could not be written") : 0;
}
