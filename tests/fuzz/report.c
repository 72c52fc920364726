// SPDX-License-Identifier: BSD-2-Clause
/* Any JSON at all where a report is expected: renderers show something or nothing, and a terminal
 * gets no control characters. */
#include "cleanup.h"
#include "fuzz.h"
#include "json.h"
#include "renderer.h"

static void show(const struct renderer *renderer, const cJSON *report, struct render_style *style)
{
	struct error err = { "" };
	char *shown = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&shown, &size);

	renderer->render(report, style, out, &err);
	fclose(out);
	for (size_t i = 0; i < size; i++)
		FUZZ_ASSERT((unsigned char)shown[i] >= ' ' || shown[i] == '\n' || shown[i] == '\t');
	free(shown);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	cleanup_json cJSON *report = NULL;
	struct error err = { "" };

	if (json_parse((const char *)bytes, size, &report, &err) < 0) {
		FUZZ_ASSERT(*err.text);
		return 0;
	}
	for (unsigned i = 0; i < 4; i++) {
		struct render_style style = { 80 - 20 * (int)i, false, i & 1, i & 2 };

		for (size_t k = 0; k < all_renderers_count; k++)
			show(all_renderers[k], report, &style);
	}
	return 0;
}
