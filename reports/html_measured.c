// SPDX-License-Identifier: BSD-2-Clause
/* Which plots stand where: those of a cause with it, all that there is in a section of their own.
 */
#include "html_plots.h"
#include "html_parts.h"

#include <string.h>

#include "json.h"
#include "rows.h"

#define LINES_OF_CAUSE 4
#define LINES_OF_ALL 12
#define FIGURES_OF_CAUSE 3
#define FIGURES_OF_ALL 12
#define PACKETS_OF_ALL 6
#define CAUSES_WITH_PLOTS 12

/* A cause's object and, where a symptom names the object that was measured, the symptom's. */
static const cJSON *object_of(const cJSON *cause)
{
	const cJSON *where = json_get(cause, "where"), *symptom;

	if (json_get(where, "device"))
		return where;
	cJSON_ArrayForEach (symptom, json_get(cause, "symptoms"))
		if (json_get(json_get(symptom, "where"), "device"))
			return json_get(symptom, "where");
	return where;
}

void plot_of_cause(struct html_page *page, const cJSON *report, const cJSON *cause)
{
	const char *id = phrase_name(cause, "id");
	const cJSON *where = object_of(cause);

	if (json_real(cause, "rank", 0) > CAUSES_WITH_PLOTS || !where)
		return;
	html_markup(page, "<div class=\"plots\">\n");
	plot_histograms(page, report, where, FIGURES_OF_CAUSE);
	plot_time(page, report, where, LINES_OF_CAUSE);
	if (json_get(where, "device"))
		plot_queues(page, report, where, FIGURES_OF_CAUSE);
	if (!strncmp(id, "host.cpu", 8) || !strncmp(id, "host.softirq", 12))
		plot_cpus(page, report, where);
	if (!strncmp(id, "drop.", 5))
		plot_stacks(page, report, where);
	plot_slowest(page, report, where, FIGURES_OF_CAUSE);
	html_markup(page, "</div>\n");
}

static bool has_facts(const cJSON *report)
{
	static const char *const facts[] = {
		"links.series", "drops.series", "load.series", "drops.stacks",
		"cpu.use",      "path.stages",  NULL
	};
	struct rows rows;

	for (size_t i = 0; facts[i]; i++)
		if (rows_of(report, facts[i], &rows))
			return true;
	return false;
}

bool html_has_plots(const cJSON *report)
{
	static const char *const keys[] = { "series", "histograms", "stacks", "slowest", NULL };

	for (size_t i = 0; keys[i]; i++)
		if (cJSON_GetArraySize(json_get(report, keys[i])))
			return true;
	return has_facts(report);
}

void html_measured(struct html_page *page, const cJSON *report)
{
	if (!html_has_plots(report))
		return;
	/* What the causes have used up is not missing here. */
	page->plots_left += FIGURES_OF_ALL;
	html_section(page, "measured", PHRASE("Measured", "测量图"), -1);
	html_markup(page, "<div class=\"plots\">\n");
	plot_time(page, report, NULL, LINES_OF_ALL);
	plot_histograms(page, report, NULL, FIGURES_OF_ALL);
	plot_slowest(page, report, NULL, PACKETS_OF_ALL);
	plot_stacks(page, report, NULL);
	plot_cpus(page, report, NULL);
	plot_queues(page, report, NULL, FIGURES_OF_ALL);
	html_markup(page, "</div>\n");
	html_section_end(page);
}
