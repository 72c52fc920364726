// SPDX-License-Identifier: BSD-2-Clause
/*
 * The report itself: every other view is made from what is written here.
 *
 * Keys keep the order of the tree. Characters that a terminal would obey are written as \u escapes,
 * which mean the same to every reader of JSON.
 */
#include "renderer.h"

#include <string.h>

#include <unistr.h>

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

static void put_escaped(FILE *out, ucs4_t character)
{
	if (character >= 0x10000) {
		character -= 0x10000;
		fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + (character >> 10)),
			(unsigned)(0xdc00 + (character & 0x3ff)));
	} else {
		fprintf(out, "\\u%04x", (unsigned)character);
	}
}

static void put_neutral(FILE *out, const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	size_t left = strlen(text);

	while (left) {
		ucs4_t character = 0;
		int length = u8_mbtoucr(&character, at, left);
		size_t step = length > 0 ? (size_t)length : 1;

		if (length < 0)
			put_escaped(out, 0xfffd);
		else if (character == '\n' || character == '\t' || clean_character(character))
			fwrite(at, 1, step, out);
		else
			put_escaped(out, character);
		at += step;
		left -= step;
	}
}

static int render_json(const cJSON *report, const struct render_style *style, FILE *out,
		       struct error *err)
{
	cleanup_free char *text = must_have(cJSON_Print(report));

	(void)style;
	put_neutral(out, text);
	fputc('\n', out);
	return ferror(out) ? error_set(err, "the JSON report could not be written") : 0;
}
