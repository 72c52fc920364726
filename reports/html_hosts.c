// SPDX-License-Identifier: BSD-2-Clause
/* The hosts of a merged report, worst first, and what several of them have. */
#include "html_parts.h"

#include "json.h"

static void put_host(struct html_page *page, const cJSON *host)
{
	const cJSON *guest_of = json_get(host, "guest_of");
	int causes = (int)json_real(host, "causes", 0);

	html_markup(page, "<div><dt>");
	html_name(page, phrase_name(host, "name"));
	html_markup(page, "</dt><dd>");
	html_chip(page, "verdict", phrase_name(host, "verdict"));
	html_markup(page, " %d ", causes);
	html_say(page, causes == 1 ? "cause" : "causes", "个原因");
	if (guest_of) {
		html_markup(page, "; ");
		html_say(page, "guest of ", "虚拟机，宿主机 ");
		html_name(page, phrase_name(guest_of, "host"));
		html_say(page, " behind ", "，设备 ");
		html_name(page, phrase_name(guest_of, "device"));
	}
	html_markup(page, "</dd></div>\n");
}

static void put_shared(struct html_page *page, const cJSON *shared)
{
	const cJSON *name;

	html_markup(page, "<div><dt>");
	html_both(page, phrase_of(shared, "title"));
	html_markup(page, " ");
	html_code(page, phrase_name(shared, "id"));
	html_markup(page, "</dt><dd>");
	cJSON_ArrayForEach (name, json_get(shared, "hosts")) {
		html_markup(page, name == json_get(shared, "hosts")->child ? "" : ", ");
		html_name(page, cJSON_IsString(name) ? name->valuestring : "");
	}
	html_markup(page, "</dd></div>\n");
}

void html_hosts(struct html_page *page, const cJSON *report)
{
	const cJSON *hosts = json_get(report, "hosts"), *shared = json_get(report, "shared"), *item;

	if (!cJSON_GetArraySize(hosts))
		return;
	html_section(page, "hosts", PHRASE("Hosts", "主机"), cJSON_GetArraySize(hosts));
	html_markup(page, "<dl class=\"reasons\">\n");
	cJSON_ArrayForEach (item, hosts)
		put_host(page, item);
	html_markup(page, "</dl>\n");
	if (cJSON_GetArraySize(shared)) {
		html_markup(page, "<h3>");
		html_say(page, "In common", "共有");
		html_markup(page, "</h3><dl class=\"reasons\">\n");
		cJSON_ArrayForEach (item, shared)
			put_shared(page, item);
		html_markup(page, "</dl>\n");
	}
	html_section_end(page);
}
