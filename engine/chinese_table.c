// SPDX-License-Identifier: BSD-2-Clause
#include "chinese_table.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

extern const char embedded_engine_chinese_text[];

size_t chinese_hole(const char *at)
{
	size_t length = 1;

	if (*at != '%' || at[1] == '%')
		return 0;
	length += strspn(at + length, "0123456789.*$-+# ");
	length += strspn(at + length, "hljzt");
	return at[length] && strchr("sdiuxXcgfeG", at[length]) ? length + 1 : 0;
}

static size_t solid_of(const char *format)
{
	size_t solid = 0;

	while (*format) {
		size_t hole = chinese_hole(format);

		solid += !hole && *format != ' ';
		format += hole ? hole : 1;
	}
	return solid;
}

/* A line of the file as the text that it means. */
static char *text_of_line(const char *line, size_t length)
{
	char *text = must_calloc(length + 1, 1), *to = text;

	for (size_t i = 0; i < length; i++) {
		if (line[i] != '\\' || i + 1 == length)
			*to++ = line[i];
		else
			*to++ = line[++i] == 'n' ? '\n' : line[i];
	}
	return text;
}

static int by_solid(const void *a, const void *b)
{
	const struct chinese_pair *one = a, *other = b;

	if (one->solid != other->solid)
		return one->solid > other->solid ? -1 : 1;
	return strcmp(one->english, other->english);
}

/* The next line that says something; returns its length and moves `at` behind it. */
static size_t next_line(const char **at, const char **ret_line)
{
	while (**at == '\n' || **at == '#')
		*at += strcspn(*at, "\n") + ((*at)[strcspn(*at, "\n")] == '\n');
	*ret_line = *at;
	*at += strcspn(*at, "\n");
	return (size_t)(*at - *ret_line);
}

static struct chinese_pair *read_pairs(size_t *ret_count)
{
	const char *at = embedded_engine_chinese_text, *line;
	struct chinese_pair *pairs = NULL;
	size_t count = 0, length;

	while ((length = next_line(&at, &line))) {
		struct chinese_pair pair = { .english = text_of_line(line, length) };

		length = next_line(&at, &line);
		pair.chinese = text_of_line(line, length);
		pair.solid = solid_of(pair.english);
		pairs = must_realloc(pairs, (count + 1) * sizeof(*pairs));
		pairs[count++] = pair;
	}
	qsort(pairs, count, sizeof(*pairs), by_solid);
	*ret_count = count;
	return pairs;
}

const struct chinese_pair *chinese_pairs(size_t *ret_count)
{
	static struct chinese_pair *pairs;
	static size_t count;

	if (!pairs)
		pairs = read_pairs(&count);
	*ret_count = count;
	return pairs;
}
