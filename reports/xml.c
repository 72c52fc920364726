// SPDX-License-Identifier: BSD-2-Clause
#include "xml.h"

#include "clean.h"
#include "cleanup.h"

void xml_put(FILE *out, const char *hostile)
{
	cleanup_free char *text = clean_text(hostile);

	for (const char *c = text; *c; c++)
		switch (*c) {
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc(*c, out);
		}
}
