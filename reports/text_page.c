// SPDX-License-Identifier: BSD-2-Clause
#include "text_page.h"

#include <stdarg.h>
#include <string.h>

#include <unilbrk.h>
#include <uniwidth.h>

#include "clean.h"
#include "cleanup.h"
#include "memory.h"
#include "text_stream.h"

static const char *const tones[] = {
	[TONE_PLAIN] = "",
	[TONE_STRONG] = "\033[1m",
	[TONE_DIM] = "\033[2m",
	[TONE_GOOD] = "\033[1;32m",
	[TONE_ATTENTION] = "\033[1;33m",
	[TONE_ABNORMAL] = "\033[1;31m",
	[TONE_UNKNOWN] = "\033[1;35m",
	[TONE_COMMAND] = "\033[36m",
};

void text_open(struct text_page *page, const struct render_style *style, FILE *out)
{
	*page = (struct text_page){
		.out = out,
		.columns = style->columns < 40 ? 40 : style->columns,
		.colour = style->colour,
		.chinese = style->chinese,
		.verbose = style->verbose,
	};
}

void text_end(struct text_page *page)
{
	if (page->column)
		fputc('\n', page->out);
	page->column = 0;
	page->spaces = 0;
}

void text_gap(struct text_page *page)
{
	text_end(page);
	fputc('\n', page->out);
}

void text_to(struct text_page *page, int column)
{
	if (page->column > column)
		text_end(page);
	page->spaces = 0;
	for (; page->column < column; page->column++)
		fputc(' ', page->out);
}

static int width_of(const char *text, size_t length)
{
	return u8_width((const uint8_t *)text, length, "UTF-8");
}

int text_width(const char *text)
{
	cleanup_free char *clean = clean_text(text);

	return width_of(clean, strlen(clean));
}

/* A space that keeps its neighbours together: "2.5 %" is one word. */
static bool binds(const char *text, size_t break_before)
{
	return text[break_before] == '%' || (break_before && text[break_before - 1] == '(');
}

/* How long the piece up to the next place for a break is; its trailing spaces are not counted. */
static size_t piece_at(const char *text, const char *breaks, size_t at, size_t *ret_next)
{
	size_t next = at + 1, end;

	while (text[next] && (breaks[next] == UC_BREAK_PROHIBITED || binds(text, next)))
		next++;
	for (end = next; end > at && text[end - 1] == ' '; end--)
		;
	*ret_next = next;
	return end - at;
}

/* A piece wider than a whole line is cut wherever the line ends. */
static void put_by_character(struct text_page *page, int indent, const char *text, size_t length)
{
	while (length) {
		size_t step = 1;
		int width;

		while (step < length && ((unsigned char)text[step] & 0xc0) == 0x80)
			step++;
		width = width_of(text, step);
		if (page->column + width > page->columns) {
			text_end(page);
			text_to(page, indent);
		}
		fwrite(text, 1, step, page->out);
		page->column += width;
		text += step;
		length -= step;
	}
}

static void put_piece(struct text_page *page, int indent, const char *text, size_t length)
{
	int width = width_of(text, length);

	if (!length)
		return;
	if (page->column + page->spaces + width > page->columns && page->column > indent) {
		text_end(page);
		text_to(page, indent);
	}
	text_to(page, page->column + page->spaces);
	if (page->column + width > page->columns) {
		put_by_character(page, indent, text, length);
		return;
	}
	fwrite(text, 1, length, page->out);
	page->column += width;
}

static void put_wrapped(struct text_page *page, int indent, const char *text)
{
	size_t length = strlen(text), next = 0;
	char *breaks = must_calloc(length + 1, 1);

	for (; *text == ' '; text++, length--)
		page->spaces++;
	u8_possible_linebreaks((const uint8_t *)text, length, "UTF-8", breaks);
	for (size_t at = 0; at < length; at = next) {
		size_t shown = piece_at(text, breaks, at, &next);

		put_piece(page, indent, text + at, shown);
		page->spaces += (int)(next - at - shown);
	}
	free(breaks);
}

void text_put(struct text_page *page, enum text_tone tone, int indent, const char *text)
{
	cleanup_free char *clean = clean_text(text);
	bool coloured = page->colour && *tones[tone];

	if (!*clean)
		return;
	if (page->column < indent)
		text_to(page, indent);
	if (coloured)
		fputs(tones[tone], page->out);
	put_wrapped(page, indent, clean);
	if (coloured)
		fputs("\033[0m", page->out);
}

void text_put_phrase(struct text_page *page, enum text_tone tone, int indent, struct phrase phrase)
{
	text_put(page, tone, indent, phrase_in(phrase, page->chinese));
}

void text_say(struct text_page *page, enum text_tone tone, int indent, const char *format, ...)
{
	cleanup_free char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	text_put(page, tone, indent, must_have(text));
}

void text_draft(struct text_draft *draft)
{
	*draft = (struct text_draft){ 0 };
	draft->out = text_stream(&draft->text, &draft->size);
}

void text_draft_comma(struct text_draft *draft, bool chinese)
{
	if (ftell(draft->out) > 0)
		fputs(chinese ? "，" : ", ", draft->out);
}

void text_put_draft(struct text_page *page, enum text_tone tone, int indent,
		    struct text_draft *draft)
{
	fclose(draft->out);
	text_put(page, tone, indent, must_have(draft->text));
	free(draft->text);
}

void text_label(struct text_page *page, struct phrase label)
{
	text_end(page);
	text_to(page, TEXT_INDENT);
	text_put_phrase(page, TONE_DIM, TEXT_INDENT, label);
	text_to(page, TEXT_BODY);
}

void text_heading(struct text_page *page, struct phrase heading, int count)
{
	text_gap(page);
	text_put_phrase(page, TONE_STRONG, 0, heading);
	if (count >= 0)
		text_say(page, TONE_DIM, 0, page->chinese ? "（%d）" : " (%d)", count);
	text_end(page);
}

void text_command(struct text_page *page, const char *command)
{
	text_to(page, TEXT_COMMAND);
	if (!clean_already(command)) {
		text_put_phrase(page, TONE_DIM, TEXT_COMMAND,
				PHRASE("(the command holds characters that cannot be shown: copy "
				       "it from the JSON report)",
				       "（命令含有无法显示的字符：请从 JSON 报告中复制）"));
	} else {
		if (page->colour)
			fputs(tones[TONE_COMMAND], page->out);
		fputs(command, page->out);
		if (page->colour)
			fputs("\033[0m", page->out);
		page->column += width_of(command, strlen(command));
	}
	text_end(page);
}

enum text_tone text_tone_of(const char *state)
{
	if (!strcmp(state, "healthy") || !strcmp(state, "ok"))
		return TONE_GOOD;
	if (!strcmp(state, "attention"))
		return TONE_ATTENTION;
	return strcmp(state, "abnormal") ? TONE_UNKNOWN : TONE_ABNORMAL;
}

void text_badge(struct text_page *page, const char *state)
{
	const char *known = *state ? state : "undetermined";
	cleanup_free char *word =
		clean_text(phrase_in(phrase_word("verdict", known), page->chinese));

	for (char *at = word; *at; at++)
		if (*at >= 'a' && *at <= 'z')
			*at = (char)(*at - 'a' + 'A');
	if (page->colour)
		fprintf(page->out, "\033[7m%s %s \033[0m", tones[text_tone_of(known)], word);
	else
		fputs(word, page->out);
	page->column += width_of(word, strlen(word)) + (page->colour ? 2 : 0);
}
