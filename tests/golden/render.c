// SPDX-License-Identifier: BSD-2-Clause
/* render NAME [--chinese] [--colour] [--verbose] [--columns N] < report.json: one view of a report,
 * for the golden outputs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "renderer.h"

extern const struct renderer *const all_renderers[];
extern const size_t all_renderers_count;

static char *read_all(FILE *in, size_t *ret_length)
{
	char *bytes = NULL, chunk[65536];
	size_t got;
	FILE *out = must_have(open_memstream(&bytes, ret_length));

	while ((got = fread(chunk, 1, sizeof(chunk), in)) > 0)
		fwrite(chunk, 1, got, out);
	fclose(out);
	return must_have(bytes);
}

static const struct renderer *find(const char *name)
{
	for (size_t i = 0; i < all_renderers_count; i++)
		if (!strcmp(all_renderers[i]->name, name))
			return all_renderers[i];
	return NULL;
}

static int read_style(int argc, char **argv, struct render_style *style)
{
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "--chinese"))
			style->chinese = true;
		else if (!strcmp(argv[i], "--colour"))
			style->colour = true;
		else if (!strcmp(argv[i], "--verbose"))
			style->verbose = true;
		else if (!strcmp(argv[i], "--columns") && i + 1 < argc)
			style->columns = atoi(argv[++i]);
		else
			return -1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct render_style style = { .columns = 80 };
	const struct renderer *renderer = argc > 1 ? find(argv[1]) : NULL;
	cleanup_free char *bytes = NULL;
	cleanup_json cJSON *report = NULL;
	struct error err;
	size_t length;

	if (!renderer || read_style(argc, argv, &style) < 0) {
		fprintf(stderr, "usage: render NAME [--chinese] [--colour] [--verbose] "
				"[--columns N] < report.json\n");
		return 2;
	}
	bytes = read_all(stdin, &length);
	if (json_parse(bytes, length, &report, &err) < 0 ||
	    renderer->render(report, &style, stdout, &err) < 0) {
		fprintf(stderr, "render: %s\n", err.text);
		return 2;
	}
	return 0;
}
