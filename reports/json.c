// SPDX-License-Identifier: BSD-2-Clause
/*
 * The report itself: every other view is made from what is written here.
 *
 * Keys keep the order of the tree. Characters that a terminal would obey are written as \u escapes,
 * which mean the same to every reader of JSON.
 */
#include <errno.h>

#include "renderer.h"

#include "clean.h"
#include "cleanup.h"
#include "memory.h"

static int render_json(const cJSON *report, const struct render_style *style, FILE *out,
		       struct error *err);

const struct renderer renderer_json = {
	.name = "json",
	.summary = "the report as JSON, for programs (reports/report.schema.json)",
	.render = render_json,
};

static int render_json(const cJSON *report, const struct render_style *style, FILE *out,
		       struct error *err)
{
	cleanup_free char *text = must_have(cJSON_Print(report));

	(void)style;
	clean_print_json(out, text, "");
	fputc('\n', out);
	return ferror(out) ? error_errno(err, errno, "the JSON report could not be written") : 0;
}
