// SPDX-License-Identifier: BSD-2-Clause
#include "chinese.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chinese_table.h"
#include "cleanup.h"
#include "memory.h"
#include "text_stream.h"

#define MOST_HOLES 8
#define LEAST_SOLID 5 /* a format with less of its own text would fit anything */
#define DEEPEST 4

static bool chinese_wanted;

void say_in_chinese(bool chinese)
{
	chinese_wanted = chinese;
}

bool says_chinese(void)
{
	return chinese_wanted;
}

const char *say(const char *english)
{
	size_t count;
	const struct chinese_pair *pairs = chinese_pairs(&count);

	for (size_t i = 0; chinese_wanted && i < count; i++)
		if (!strcmp(pairs[i].english, english))
			return pairs[i].chinese;
	return english;
}

struct filling {
	const char *start[MOST_HOLES];
	size_t length[MOST_HOLES];
	size_t count;
};

static bool is_number(const char *hole, size_t length)
{
	return strchr("diuxgf", hole[length - 1]) != NULL;
}

static bool may_fill(const char *hole, size_t hole_length, const char *text, size_t length)
{
	return !is_number(hole, hole_length) ||
	       (length && strspn(text, "0123456789.-+einfxa") >= length);
}

/* Whether `text` can have come from `format`, and what stood in the holes then: the shortest. */
static bool fits(const char *format, const char *text, struct filling *filling)
{
	size_t hole = chinese_hole(format), place = filling->count;

	while (!hole && *format) {
		if (*format != *text)
			return false;
		format += format[0] == '%' && format[1] == '%' ? 2 : 1;
		text++;
		hole = chinese_hole(format);
	}
	if (!hole)
		return !*text;
	if (place == MOST_HOLES)
		return false;
	for (size_t length = 0;; length++) {
		filling->start[place] = text;
		filling->length[place] = length;
		filling->count = place + 1;
		if (may_fill(format, hole, text, length) &&
		    fits(format + hole, text + length, filling))
			return true;
		if (!text[length])
			return false;
	}
}

static char *translate(const char *sentence, int depth);

static void put_filled(FILE *out, const struct filling *filling, size_t place, int depth)
{
	cleanup_free char *text = NULL, *chinese = NULL;

	if (place >= filling->count)
		return;
	text = must_have(strndup(filling->start[place], filling->length[place]));
	chinese = translate(text, depth + 1);
	fputs(chinese ? chinese : text, out);
}

static char *fill(const char *format, const struct filling *filling, int depth)
{
	char *text = NULL;
	size_t size, next = 0;
	FILE *out = text_stream(&text, &size);

	while (*format) {
		size_t hole = chinese_hole(format);
		char *end;
		unsigned long named = hole ? strtoul(format + 1, &end, 10) : 0;

		if (!hole) {
			fputc(*format, out);
			format += format[0] == '%' && format[1] == '%' ? 2 : 1;
			continue;
		}
		put_filled(out, filling, named && *end == '$' ? named - 1 : next++, depth);
		format += hole;
	}
	fclose(out);
	return must_have(text);
}

/* "context: sentence", as errors grow on their way up. */
static char *translate_parts(const char *sentence, int depth)
{
	const char *colon = strstr(sentence, ": ");
	cleanup_free char *head = NULL, *head_zh = NULL, *tail_zh = NULL;
	char *text = NULL;

	if (!colon)
		return NULL;
	head = must_have(strndup(sentence, (size_t)(colon - sentence)));
	head_zh = translate(head, depth + 1);
	tail_zh = translate(colon + 2, depth + 1);
	if (!head_zh && !tail_zh)
		return NULL;
	if (asprintf(&text, "%s：%s", head_zh ? head_zh : head, tail_zh ? tail_zh : colon + 2) < 0)
		text = NULL;
	return must_have(text);
}

static char *translate(const char *sentence, int depth)
{
	size_t count;
	const struct chinese_pair *pairs = chinese_pairs(&count);

	if (depth > DEEPEST || !*sentence)
		return NULL;
	for (size_t i = 0; i < count && pairs[i].solid >= LEAST_SOLID; i++) {
		struct filling filling = { .count = 0 };

		if (fits(pairs[i].english, sentence, &filling))
			return fill(pairs[i].chinese, &filling, depth);
	}
	return translate_parts(sentence, depth);
}

char *chinese_of(const char *sentence)
{
	return translate(sentence, 0);
}

/* The C library knows the languages that are installed; what was asked for is known without. */
bool chinese_by_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *chosen = setlocale(LC_MESSAGES, NULL);

	if (chosen && !strncmp(chosen, "zh", 2))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return !strncmp(value, "zh", 2);
	}
	return false;
}
