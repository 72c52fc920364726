// SPDX-License-Identifier: BSD-2-Clause
/* The hosts of a merged report, worst first, and what several of them have. */
#include "text.h"

#include <string.h>

#include "json.h"

#define SHOWN_HOSTS 12 /* without -v; healthy ones beyond are only counted */

static void put_guest(struct text_page *page, const cJSON *guest_of)
{
	if (!guest_of)
		return;
	text_say(page, TONE_DIM, TEXT_INDENT,
		 page->chinese ? "，%s 的虚拟机（%s）" : ", guest of %s behind %s",
		 phrase_name(guest_of, "host"), phrase_name(guest_of, "device"));
}

static void put_host(struct text_page *page, const cJSON *host)
{
	const char *verdict = phrase_name(host, "verdict");
	int causes = (int)json_real(host, "causes", 0);

	text_to(page, TEXT_INDENT);
	text_put(page, TONE_STRONG, TEXT_INDENT, phrase_name(host, "name"));
	text_put(page, TONE_PLAIN, TEXT_INDENT, page->chinese ? "：" : ": ");
	text_put(page, text_tone_of(verdict), TEXT_INDENT,
		 phrase_in(phrase_word("verdict", verdict), page->chinese));
	if (causes)
		text_say(page, TONE_PLAIN, TEXT_INDENT,
			 page->chinese ? "，%d 个原因"
			 : causes == 1 ? ", %d cause"
				       : ", %d causes",
			 causes);
	put_guest(page, json_get(host, "guest_of"));
	text_end(page);
}

static void put_shared(struct text_page *page, const cJSON *shared)
{
	struct text_draft draft;
	const cJSON *name;

	text_to(page, TEXT_INDENT);
	text_draft(&draft);
	fprintf(draft.out,
		page->chinese ? "共有 %s：" : "in common %s: ", phrase_name(shared, "id"));
	cJSON_ArrayForEach (name, json_get(shared, "hosts"))
		fprintf(draft.out, "%s%s", name == json_get(shared, "hosts")->child ? "" : ", ",
			cJSON_IsString(name) ? name->valuestring : "");
	text_put_draft(page, TONE_PLAIN, TEXT_INDENT, &draft);
	text_end(page);
}

void text_hosts(struct text_page *page, const cJSON *report)
{
	const cJSON *hosts = json_get(report, "hosts"), *item;
	int left = 0, shown = 0;

	if (!cJSON_GetArraySize(hosts))
		return;
	text_heading(page, PHRASE("Hosts", "主机"), cJSON_GetArraySize(hosts));
	cJSON_ArrayForEach (item, hosts) {
		if (!page->verbose && shown >= SHOWN_HOSTS &&
		    !strcmp(phrase_name(item, "verdict"), "healthy")) {
			left++;
			continue;
		}
		shown++;
		put_host(page, item);
	}
	if (left) {
		text_to(page, TEXT_INDENT);
		text_say(page, TONE_DIM, TEXT_INDENT,
			 page->chinese ? "另有 %d 台正常（-v）" : "%d more healthy ones (-v)",
			 left);
		text_end(page);
	}
	cJSON_ArrayForEach (item, json_get(report, "shared"))
		put_shared(page, item);
}
