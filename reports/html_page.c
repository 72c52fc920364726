// SPDX-License-Identifier: BSD-2-Clause
#include "html_page.h"

#include <string.h>

#include "clean.h"
#include "cleanup.h"
#include "memory.h"
#include "text_stream.h"
#include "value.h"

void html_markup(struct html_page *page, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(page->out, format, arguments);
	va_end(arguments);
}

void html_text(struct html_page *page, const char *text)
{
	cleanup_free char *clean = clean_text(text);

	for (const char *at = clean; *at; at++) {
		switch (*at) {
		case '<':
			fputs("&lt;", page->out);
			break;
		case '>':
			fputs("&gt;", page->out);
			break;
		case '&':
			fputs("&amp;", page->out);
			break;
		case '"':
			fputs("&quot;", page->out);
			break;
		case '\'':
			fputs("&#39;", page->out);
			break;
		default:
			fputc(*at, page->out);
		}
	}
}

void html_name(struct html_page *page, const char *name)
{
	fputs("<bdi>", page->out);
	html_text(page, name);
	fputs("</bdi>", page->out);
}

void html_code(struct html_page *page, const char *code)
{
	fputs("<code dir=\"ltr\">", page->out);
	html_text(page, code);
	fputs("</code>", page->out);
}

void html_both(struct html_page *page, struct phrase phrase)
{
	if (!strcmp(phrase.en, phrase.zh)) {
		html_text(page, phrase.en);
		return;
	}
	fputs("<span lang=\"en\">", page->out);
	html_text(page, phrase.en);
	fputs("</span><span lang=\"zh\">", page->out);
	html_text(page, phrase.zh);
	fputs("</span>", page->out);
}

void html_value(struct html_page *page, const cJSON *value, const char *unit)
{
	cleanup_free char *english = value_text(value, unit, false);
	cleanup_free char *chinese = value_text(value, unit, true);

	if (cJSON_IsString(value) && !unit)
		html_name(page, english);
	else
		html_both(page, PHRASE(english, chinese));
}

void html_cell(struct html_page *page, const cJSON *value, const char *unit)
{
	cleanup_free char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	value_print_cell(out, value, unit);
	fclose(out);
	html_text(page, must_have(text));
}

void html_number(struct html_page *page, void (*print)(FILE *out, double number), double number)
{
	print(page->out, number);
}

const char *html_class(const char *state)
{
	static const char *const classes[][2] = {
		{ "healthy", "ok" },
		{ "ok", "ok" },
		{ "ran", "ok" },
		{ "attention", "attention" },
		{ "partial", "attention" },
		{ "abnormal", "abnormal" },
		{ "skipped", "none" },
		{ "not_needed", "none" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(classes); i++)
		if (!strcmp(classes[i][0], state))
			return classes[i][1];
	return "unknown";
}

void html_icon(struct html_page *page, const char *state)
{
	html_markup(page, "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#icon-%s\"/></svg>",
		    html_class(state));
}

void html_chip(struct html_page *page, const char *vocabulary, const char *state)
{
	html_markup(page, "<span class=\"chip %s\">", html_class(state));
	html_icon(page, state);
	html_both(page, phrase_word(vocabulary, state));
	html_markup(page, "</span>");
}

void html_section(struct html_page *page, const char *id, struct phrase heading, int count)
{
	html_markup(page, "\n<section id=\"%s\" aria-labelledby=\"%s-title\"><h2 id=\"%s-title\">",
		    id, id, id);
	html_both(page, heading);
	if (count >= 0)
		html_markup(page, " <span class=\"count\">%d</span>", count);
	html_markup(page, "</h2>\n");
}

void html_section_end(struct html_page *page)
{
	html_markup(page, "</section>\n");
}

void html_command(struct html_page *page, const char *command)
{
	if (!clean_already(command)) {
		html_markup(page, "<p class=\"soft\">");
		html_say(page,
			 "The command holds characters that cannot be shown: copy it from the JSON "
			 "report.",
			 "命令含有无法显示的字符：请从 JSON 报告中复制。");
		html_markup(page, "</p>");
		return;
	}
	html_markup(page, "<div class=\"command\"><pre>");
	html_code(page, command);
	html_markup(page, "</pre><button type=\"button\" class=\"copy\" hidden>");
	html_say(page, "Copy", "复制");
	html_markup(page, "</button></div>");
}

void html_where(struct html_page *page, const cJSON *where)
{
	const cJSON *part;

	if (!cJSON_GetArraySize(where))
		return;
	html_markup(page, "<dl class=\"where\">");
	cJSON_ArrayForEach (part, where) {
		html_markup(page, "<div><dt>");
		html_both(page, phrase_word("where", part->string));
		html_markup(page, "</dt><dd>");
		html_value(page, part, NULL);
		html_markup(page, "</dd></div>");
	}
	html_markup(page, "</dl>\n");
}
