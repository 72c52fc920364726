// SPDX-License-Identifier: BSD-2-Clause
#include "value.h"

#include <string.h>

#include "json.h"
#include "memory.h"
#include "phrase.h"
#include "text_stream.h"

static void print_digits(FILE *out, const char *digits)
{
	size_t length = strlen(digits);

	for (size_t i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			fputc(',', out);
		fputc(digits[i], out);
	}
}

static double absolute(double number)
{
	return number < 0 ? -number : number;
}

void value_print_number(FILE *out, double number)
{
	char digits[32];

	if (number < 0) {
		fputc('-', out);
		number = -number;
	}
	if (!(number <= (double)JSON_EXACT)) {
		fprintf(out, "%g", number);
	} else if (number == (double)(int64_t)number || number >= 1000) {
		snprintf(digits, sizeof(digits), "%.0f", number);
		print_digits(out, digits);
	} else {
		fprintf(out, number >= 100 ? "%.4g" : "%.3g", number);
	}
}

void value_print_percent(FILE *out, double share)
{
	double percent = 100 * share;

	/* 99.97 % is not all. */
	if (absolute(percent) >= 99.995 && absolute(percent) < 100)
		fputs(percent < 0 ? "-99.99" : "99.99", out);
	else if (absolute(percent) > 99.9 && absolute(percent) < 100)
		fprintf(out, "%.4g", percent);
	else
		value_print_number(out, percent);
	fputs(" %", out);
}

void value_print_kib(FILE *out, double kib)
{
	if (kib < 1024)
		fprintf(out, "%.0f KiB", kib);
	else
		fprintf(out, "%.1f MiB", kib / 1024);
}

void value_print_seconds(FILE *out, double ms)
{
	if (ms < 1000)
		fprintf(out, "%.0f ms", ms);
	else
		fprintf(out, "%.1f s", ms / 1000);
}

void value_print_cell(FILE *out, const cJSON *value, const char *unit)
{
	uint64_t count;
	char digits[32];

	if (cJSON_IsNumber(value) && unit && !strcmp(unit, "share")) {
		value_print_percent(out, value->valuedouble);
	} else if (cJSON_IsString(value) && unit && json_to_count(value, &count)) {
		snprintf(digits, sizeof(digits), "%llu", (unsigned long long)count);
		print_digits(out, digits);
	} else if (cJSON_IsNumber(value) && unit) {
		value_print_number(out, value->valuedouble);
	} else if (cJSON_IsNumber(value)) {
		fprintf(out, "%.10g", value->valuedouble);
	} else if (cJSON_IsString(value)) {
		fputs(value->valuestring, out);
	} else if (cJSON_IsBool(value)) {
		fputs(cJSON_IsTrue(value) ? "yes" : "no", out);
	} else {
		fputc('-', out);
	}
}

static bool is_one(const cJSON *value)
{
	return cJSON_IsNumber(value) && value->valuedouble == 1;
}

void value_print(FILE *out, const cJSON *value, const char *unit, bool chinese)
{
	const char *word;

	value_print_cell(out, value, unit);
	if (!unit || !strcmp(unit, "share") || !strcmp(unit, "count"))
		return;
	if (!strcmp(unit, "per_s")) {
		fputs("/s", out);
		return;
	}
	word = phrase_in(phrase_word("unit", unit), chinese);
	if (!chinese && is_one(value) && !strcmp(unit, "entries"))
		fputs(" entry", out);
	else if (!chinese && is_one(value) && strlen(unit) > 3)
		fprintf(out, " %.*s", (int)strlen(word) - 1, word);
	else
		fprintf(out, " %s", word);
}

char *value_text(const cJSON *value, const char *unit, bool chinese)
{
	char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	value_print(out, value, unit, chinese);
	fclose(out);
	return must_have(text);
}
