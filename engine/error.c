// SPDX-License-Identifier: BSD-2-Clause
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A sentence quotes what it found: it stays one line, whatever that was. */
static void keep_one_line(struct error *err)
{
	for (char *c = err->text; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
}

int error_set(struct error *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	keep_one_line(err);
	return -1;
}

int error_errno(struct error *err, int code, const char *format, ...)
{
	va_list args;
	const char *reason = strerrordesc_np(code); /* in English, whatever the locale */
	size_t used;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	keep_one_line(err);
	used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s",
		 reason ? reason : "unknown error");
	return -1;
}

int error_prefix(struct error *err, const char *format, ...)
{
	struct error old = *err;
	va_list args;
	size_t used;

	va_start(args, format);
	vsnprintf(err->text, sizeof(err->text), format, args);
	va_end(args);
	keep_one_line(err);
	used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s", old.text);
	return -1;
}
