// SPDX-License-Identifier: BSD-2-Clause
#include "bounded_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void bounded_add(struct bounded_text *text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text->at + text->used, text->room - text->used, format, arguments);
	va_end(arguments);
	text->used += length > 0 ? (size_t)length : 0;
	if (text->used < text->room)
		return;
	memcpy(text->at + text->room - 4, "...", 4);
	text->used = text->room - 1;
}

void bounded_comma(struct bounded_text *text)
{
	if (text->used && text->at[text->used - 1] != '(')
		bounded_add(text, ",");
}
