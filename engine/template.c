// SPDX-License-Identifier: BSD-2-Clause
#include "template.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "amount.h"
#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "text_stream.h"

#define NAME_MAX_LENGTH 64

static int print_number(FILE *out, const cJSON *value, const char *format, bool chinese,
			struct error *err)
{
	uint64_t count;
	double number;

	if (json_to_count(value, &count))
		number = (double)count;
	else if (cJSON_IsNumber(value))
		count = (uint64_t)fmax(0, round(number = value->valuedouble));
	else
		return error_set(err, "a hole with :%s got no number", format);
	if (!strcmp(format, "count"))
		amount_print_count(out, count);
	else if (!strcmp(format, "rate"))
		amount_print_count(out, count), fputs("/s", out);
	else if (!strcmp(format, "percent"))
		amount_print_percent(out, number, chinese);
	else if (!strcmp(format, "us"))
		amount_print_us(out, number);
	else if (!strcmp(format, "bytes"))
		amount_print_bytes(out, number, chinese);
	else
		return error_set(err, "holes know no format :%s", format);
	return 0;
}

static void print_plain(FILE *out, const cJSON *value, bool chinese)
{
	if (cJSON_IsString(value))
		fputs(value->valuestring, out);
	else if (cJSON_IsBool(value))
		fputs(cJSON_IsTrue(value) ? (chinese ? "是" : "yes") : (chinese ? "否" : "no"),
		      out);
	else
		fprintf(out, "%.15g", value->valuedouble);
}

/* A name of the system with bytes written as \xNN, see text.h: the shell makes them bytes again. */
static char *quote_bytes(const char *text)
{
	char *quoted = must_calloc(2 * strlen(text) + 4, 1), *to = stpcpy(quoted, "$'");

	for (; *text; text++) {
		if (*text == '\'' || (*text == '\\' && text[1] != 'x'))
			*to++ = '\\';
		*to++ = *text;
	}
	*to = '\'';
	return quoted;
}

char *shell_quote(const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_./:@%+=,-";
	char *quoted, *to;

	if (*text && *text != '-' && strspn(text, plain) == strlen(text))
		return must_strdup(text);
	if (strstr(text, "\\x"))
		return quote_bytes(text);
	to = quoted = must_calloc(4 * strlen(text) + 3, 1);
	*to++ = '\'';
	for (; *text; text++) {
		if (*text == '\'')
			to = stpcpy(to, "'\\''");
		else
			*to++ = *text;
	}
	*to = '\'';
	return quoted;
}

static int print_hole(FILE *out, const cJSON *value, const char *format, enum template_as as,
		      struct error *err)
{
	cleanup_free char *plain = NULL, *quoted = NULL;
	size_t size;
	FILE *memory;
	bool shell = as == TEMPLATE_COMMAND, chinese = as == TEMPLATE_CHINESE;
	int r = 0;

	if (!shell && !*format) {
		print_plain(out, value, chinese);
		return 0;
	}
	memory = text_stream(&plain, &size);
	if (*format)
		r = print_number(memory, value, format, chinese, err);
	else
		print_plain(memory, value, chinese);
	fclose(memory);
	if (r < 0)
		return r;
	if (shell)
		quoted = shell_quote(plain);
	fputs(shell ? quoted : plain, out);
	return 0;
}

/* Between quotes of the template the shell's own quoting would end them: only numbers may stand
 * there. */
static bool inside_quotes(const char *start, const char *at)
{
	bool inside = false;

	for (; start < at; start++)
		inside ^= *start == '\'' || *start == '"';
	return inside;
}

/* Fills from *at up to `end`; *ret_missing says that a hole had no value (its name is in err). */
static int fill_part(const char *at, const char *end, const cJSON *values, enum template_as as,
		     FILE *out, bool *ret_missing, struct error *err)
{
	const char *start = at;

	while (at < end) {
		const char *open = memchr(at, '{', (size_t)(end - at)), *close;
		char name[NAME_MAX_LENGTH];
		char *format;
		const cJSON *value;

		if (!open) {
			fwrite(at, 1, (size_t)(end - at), out);
			return 0;
		}
		fwrite(at, 1, (size_t)(open - at), out);
		close = memchr(open, '}', (size_t)(end - open));
		if (!close || close - open >= NAME_MAX_LENGTH)
			return error_set(err, "a hole is not closed in \"%.80s\"", open);
		memcpy(name, open + 1, (size_t)(close - open - 1));
		name[close - open - 1] = 0;
		format = strchrnul(name, ':');
		if (*format)
			*format++ = 0;
		value = json_get(values, name);
		if (!value || cJSON_IsNull(value)) {
			*ret_missing = true;
			return error_set(err, "the hole {%s} has no value", name);
		}
		if (as == TEMPLATE_COMMAND && cJSON_IsString(value) && inside_quotes(start, open))
			return error_set(err, "the text {%s} stands between quotes of a command",
					 name);
		if (print_hole(out, value, format, as, err) < 0)
			return -1;
		at = close + 1;
	}
	return 0;
}

static int fill_optional(const char *at, const char *end, const cJSON *values, enum template_as as,
			 FILE *out, struct error *err)
{
	cleanup_free char *text = NULL;
	bool missing = false;
	size_t size;
	FILE *memory = text_stream(&text, &size);
	int r = fill_part(at, end, values, as, memory, &missing, err);

	fclose(memory);
	if (missing)
		return 0;
	if (r == 0)
		fputs(text, out);
	return r;
}

static int fill(const char *at, const cJSON *values, enum template_as as, FILE *out,
		struct error *err)
{
	bool missing = false;

	for (;;) {
		const char *open = strstr(at, "[["), *close;

		if (!open)
			return fill_part(at, at + strlen(at), values, as, out, &missing, err);
		if (fill_part(at, open, values, as, out, &missing, err) < 0)
			return -1;
		close = strstr(open, "]]");
		if (!close)
			return error_set(err, "[[ is not closed in \"%.80s\"", open);
		if (fill_optional(open + 2, close, values, as, out, err) < 0)
			return -1;
		at = close + 2;
	}
}

int template_fill(const char *template, const cJSON *values, enum template_as as, char **ret_text,
		  struct error *err)
{
	cleanup_free char *text = NULL;
	size_t size;
	FILE *memory = text_stream(&text, &size);
	int r = fill(template, values, as, memory, err);

	fclose(memory);
	if (r < 0)
		return r;
	*ret_text = TAKE_PTR(text);
	return 0;
}
