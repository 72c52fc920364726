// SPDX-License-Identifier: BSD-2-Clause
/* What rose and fell together with the harm that was found. */
#include "text.h"

#include "json.h"

void text_together(struct text_page *page, const cJSON *report)
{
	const cJSON *list = json_get(report, "correlations"), *item;

	if (!cJSON_GetArraySize(list))
		return;
	text_heading(page, PHRASE("At the same moments", "同时发生"), -1);
	cJSON_ArrayForEach (item, list) {
		text_to(page, TEXT_INDENT);
		text_put_phrase(page, TONE_PLAIN, TEXT_INDENT, phrase_of(item, "because"));
		text_end(page);
	}
}
