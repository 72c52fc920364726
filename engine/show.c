// SPDX-License-Identifier: BSD-2-Clause
#include "show.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "command.h"
#include "compare.h"
#include "compare_redacted.h"
#include "counts.h"
#include "json.h"
#include "redact.h"
#include "renderer.h"
#include "report_file.h"

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
	cJSON_Delete(show->baseline);
	show->baseline = NULL;
	for (size_t i = 0; i < OPTIONS_MAX_OUTPUTS; i++)
		output_discard(&show->outputs[i]);
}

int show_read_baseline(struct show *show, const struct rule_files *files, struct error *err)
{
	const char *path = show->options->baseline;

	if (!path || report_from_file(files, path, false, &show->baseline, err) == 0)
		return 0;
	return error_prefix(err, "--baseline");
}

/* One that cannot be written takes none of the others with it: the first error is told. */
static int write_outputs(struct show *show, const cJSON *report, const struct render_style *style,
			 struct error *err)
{
	struct error other;
	int r = 0;

	for (size_t i = 0; i < all_renderers_count; i++) {
		struct output *output = &show->outputs[i];
		struct error *why = r < 0 ? &other : err;

		if (!output->stream)
			continue;
		if (all_renderers[i]->render(report, style, output->stream, why) < 0 ||
		    output_commit(output, why) < 0)
			r = error_prefix(why, "--%s", all_renderers[i]->name);
	}
	return r;
}

static enum level fail_level(const struct options *options)
{
	static const enum level levels[] = {
		[FAIL_ON_ABNORMAL] = LEVEL_ABNORMAL,
		[FAIL_ON_ATTENTION] = LEVEL_ATTENTION,
		[FAIL_ON_NEVER] = LEVEL_NEVER,
	};

	return levels[options->fail_on];
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
	return options->save_evidence && !strcmp(options->save_evidence, "-");
}

static struct render_style style_of(const struct options *options)
{
	return (struct render_style){
		.columns = COLUMNS,
		.chinese = options->language == LANGUAGE_ZH,
		.verbose = options->verbose,
		.fail_level = fail_level(options),
	};
}

static void redact(const struct options *options, cJSON *report)
{
	struct redactor *redactor;

	if (!options->redact)
		return;
	redactor = redactor_new();
	redact_json(redactor, report);
	redactor_free(redactor);
}

int show_files(struct show *show, cJSON *report, struct error *err)
{
	struct render_style style = style_of(show->options);

	redact(show->options, report);
	return write_outputs(show, report, &style, err);
}

FILE *show_text_stream(const struct show *show)
{
	return taken(show->options) ? stderr : stdout;
}

static int put_text(const struct show *show, const cJSON *report, struct render_style *style,
		    struct error *err)
{
	FILE *out = show_text_stream(show);

	style->colour = !show->options->no_color && !getenv("NO_COLOR") && isatty(fileno(out));
	if (text_renderer()->render(report, style, out, err) < 0)
		return -1;
	if (fflush(out) != 0)
		return error_set(err, "the report cannot be written to the terminal");
	return 0;
}

int show_report(struct show *show, cJSON *report, struct error *err)
{
	const struct options *options = show->options;
	struct render_style style = style_of(options);
	struct error other;
	int r;

	if (show->baseline)
		compare_redacted(report, show->baseline, options->redact);
	redact(options, report);
	r = write_outputs(show, report, &style, err);
	if (!options->quiet && put_text(show, report, &style, r < 0 ? &other : err) < 0)
		r = -1;
	return r;
}

int show_save_evidence(const struct options *options, struct output *output, const char *bytes,
		       struct error *err)
{
	struct redactor *redactor = options->redact ? redactor_new() : NULL;
	cleanup_free char *redacted = redactor ? redact_saved(redactor, bytes) : NULL;

	redactor_free(redactor);
	fputs(redacted ? redacted : bytes, output->stream);
	return output_commit(output, err);
}

int show_exit_code(const struct options *options, const cJSON *report)
{
	struct comparison changes = compare_count(report);
	enum level level = fail_level(options);

	if (counts_worst(report) >= level)
		return EXIT_FINDINGS;
	if (counts_blind(report) || changes.blind || changes.unknown)
		return EXIT_BLIND;
	return EXIT_HEALTHY;
}
