// SPDX-License-Identifier: BSD-2-Clause
#include "template.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "text_stream.h"

#define NAME_MAX_LENGTH 64

static void print_grouped(FILE *out, uint64_t count)
{
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)count);

	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			fputc(',', out);
		fputc(digits[i], out);
	}
}

/* Enough digits to tell a small share from none, no more than a person reads. */
static void print_percent(FILE *out, double share)
{
	double percent = 100 * share;

	if (percent > 0 && percent < 0.01)
		fputs("below 0.01 %", out);
	else
		fprintf(out, "%.*f %%", percent >= 10 ? 0 : percent >= 1 ? 1 : 2, percent);
}

static void print_bytes(FILE *out, double bytes)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
	size_t unit = 0;

	while (bytes >= 1024 && unit + 1 < ARRAY_SIZE(units)) {
		bytes /= 1024;
		unit++;
	}
	fprintf(out, "%.*f %s", unit ? 1 : 0, bytes, units[unit]);
}

static void print_us(FILE *out, double us)
{
	if (us >= 1000000)
		fprintf(out, "%.1f s", us / 1000000);
	else if (us >= 1000)
		fprintf(out, "%.1f ms", us / 1000);
	else
		fprintf(out, "%.*f us", us < 10 ? 1 : 0, us);
}

static int print_number(FILE *out, const cJSON *value, const char *format, struct error *err)
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
		print_grouped(out, count);
	else if (!strcmp(format, "rate"))
		print_grouped(out, count), fputs("/s", out);
	else if (!strcmp(format, "percent"))
		print_percent(out, number);
	else if (!strcmp(format, "us"))
		print_us(out, number);
	else if (!strcmp(format, "bytes"))
		print_bytes(out, number);
	else
		return error_set(err, "holes know no format :%s", format);
	return 0;
}

static void print_plain(FILE *out, const cJSON *value)
{
	if (cJSON_IsString(value))
		fputs(value->valuestring, out);
	else if (cJSON_IsBool(value))
		fputs(cJSON_IsTrue(value) ? "yes" : "no", out);
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

static int print_hole(FILE *out, const cJSON *value, const char *format, bool shell,
		      struct error *err)
{
	cleanup_free char *plain = NULL, *quoted = NULL;
	size_t size;
	FILE *memory;
	int r = 0;

	if (!shell && !*format) {
		print_plain(out, value);
		return 0;
	}
	memory = text_stream(&plain, &size);
	if (*format)
		r = print_number(memory, value, format, err);
	else
		print_plain(memory, value);
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
static int fill_part(const char *at, const char *end, const cJSON *values, bool shell, FILE *out,
		     bool *ret_missing, struct error *err)
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
		if (shell && cJSON_IsString(value) && inside_quotes(start, open))
			return error_set(err, "the text {%s} stands between quotes of a command",
					 name);
		if (print_hole(out, value, format, shell, err) < 0)
			return -1;
		at = close + 1;
	}
	return 0;
}

static int fill_optional(const char *at, const char *end, const cJSON *values, bool shell,
			 FILE *out, struct error *err)
{
	cleanup_free char *text = NULL;
	bool missing = false;
	size_t size;
	FILE *memory = text_stream(&text, &size);
	int r = fill_part(at, end, values, shell, memory, &missing, err);

	fclose(memory);
	if (missing)
		return 0;
	if (r == 0)
		fputs(text, out);
	return r;
}

static int fill(const char *at, const cJSON *values, bool shell, FILE *out, struct error *err)
{
	bool missing = false;

	for (;;) {
		const char *open = strstr(at, "[["), *close;

		if (!open)
			return fill_part(at, at + strlen(at), values, shell, out, &missing, err);
		if (fill_part(at, open, values, shell, out, &missing, err) < 0)
			return -1;
		close = strstr(open, "]]");
		if (!close)
			return error_set(err, "[[ is not closed in \"%.80s\"", open);
		if (fill_optional(open + 2, close, values, shell, out, err) < 0)
			return -1;
		at = close + 2;
	}
}

int template_fill(const char *template, const cJSON *values, bool shell, char **ret_text,
		  struct error *err)
{
	cleanup_free char *text = NULL;
	size_t size;
	FILE *memory = text_stream(&text, &size);
	int r = fill(template, values, shell, memory, err);

	fclose(memory);
	if (r < 0)
		return r;
	*ret_text = TAKE_PTR(text);
	return 0;
}
