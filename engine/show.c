// SPDX-License-Identifier: BSD-2-Clause
#include "show.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "command.h"
#include "json.h"
#include "renderer.h"

#define COLUMNS 80

int show_open(const struct options *options, struct show *ret_show, struct error *err)
{
	struct show show = { .options = options };

	for (size_t i = 0; i < all_renderers_count; i++)
		if (options->outputs[i] &&
		    output_open(options->outputs[i], &show.outputs[i], err) < 0) {
			show_close(&show);
			return error_prefix(err, "--%s", all_renderers[i]->name);
		}
	*ret_show = show;
	return 0;
}

void show_close(struct show *show)
{
	for (size_t i = 0; i < OPTIONS_MAX_OUTPUTS; i++)
		output_discard(&show->outputs[i]);
}

static int write_outputs(struct show *show, const cJSON *report, const struct render_style *style,
			 struct error *err)
{
	for (size_t i = 0; i < all_renderers_count; i++) {
		struct output *output = &show->outputs[i];

		if (!output->stream)
			continue;
		if (all_renderers[i]->render(report, style, output->stream, err) < 0 ||
		    output_commit(output, err) < 0)
			return error_prefix(err, "--%s", all_renderers[i]->name);
	}
	return 0;
}

static const struct renderer *text_renderer(void)
{
	for (size_t i = 0; i < all_renderers_count; i++)
		if (!strcmp(all_renderers[i]->name, "text"))
			return all_renderers[i];
	return NULL;
}

static bool taken(const struct options *options)
{
	for (size_t i = 0; i < all_renderers_count; i++)
		if (options->outputs[i] && !strcmp(options->outputs[i], "-"))
			return true;
	return false;
}

int show_report(struct show *show, const cJSON *report, struct error *err)
{
	const struct options *options = show->options;
	FILE *out = taken(options) ? stderr : stdout;
	struct render_style style = {
		.columns = COLUMNS,
		.chinese = options->language == LANGUAGE_ZH,
		.verbose = options->verbose,
	};

	if (write_outputs(show, report, &style, err) < 0)
		return -1;
	if (options->quiet)
		return 0;
	style.colour = !options->no_color && !getenv("NO_COLOR") && isatty(fileno(out));
	if (text_renderer()->render(report, &style, out, err) < 0)
		return -1;
	if (fflush(out) != 0)
		return error_set(err, "the report cannot be written to the terminal");
	return 0;
}

int show_exit_code(const struct options *options, const cJSON *report)
{
	const char *verdict = json_text(report, "verdict");

	if (!strcmp(verdict, "undetermined"))
		return EXIT_BLIND;
	if (!strcmp(verdict, "abnormal") && options->fail_on != FAIL_ON_NEVER)
		return EXIT_FINDINGS;
	if (!strcmp(verdict, "attention") && options->fail_on == FAIL_ON_ATTENTION)
		return EXIT_FINDINGS;
	return EXIT_HEALTHY;
}
