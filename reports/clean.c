// SPDX-License-Identifier: BSD-2-Clause
#include "clean.h"

#include <string.h>

#include <unictype.h>
#include <unistr.h>

#include "cleanup.h"
#include "memory.h"
#include "text_stream.h"

#define UNSHOWN                                                                                  \
	(UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Co | \
	 UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp)

bool clean_character(ucs4_t character)
{
	/* These choose between the text and the picture form of the character before them. */
	if (character >= 0xfe00 && character <= 0xfe0f)
		return true;
	return !uc_is_general_category_withtable(character, UNSHOWN) &&
	       !uc_is_property(character, UC_PROPERTY_DEFAULT_IGNORABLE_CODE_POINT);
}

static void put(FILE *out, const uint8_t *at, int length, ucs4_t character)
{
	if (length < 0)
		fprintf(out, "\\x%02x", *at);
	else if (clean_character(character))
		fwrite(at, 1, (size_t)length, out);
	else if (character < 0x80)
		fprintf(out, "\\x%02x", (unsigned)character);
	else
		fprintf(out, "\\u%04x", (unsigned)character);
}

char *clean_text(const char *hostile)
{
	const uint8_t *at = (const uint8_t *)(hostile ? hostile : "");
	size_t left = strlen((const char *)at), size;
	char *text = NULL;
	FILE *out = text_stream(&text, &size);

	while (left) {
		ucs4_t character = 0;
		int length = u8_mbtoucr(&character, at, left);
		size_t step = length > 0 ? (size_t)length : 1;

		put(out, at, length, character);
		at += step;
		left -= step;
	}
	fclose(out);
	return must_have(text);
}

bool clean_already(const char *hostile)
{
	cleanup_free char *text = clean_text(hostile);

	return !strcmp(text, hostile ? hostile : "");
}

static void put_escaped(FILE *out, ucs4_t character)
{
	if (character >= 0x10000) {
		character -= 0x10000;
		fprintf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + (character >> 10)),
			(unsigned)(0xdc00 + (character & 0x3ff)));
	} else {
		fprintf(out, "\\u%04x", (unsigned)character);
	}
}

void clean_print_json(FILE *out, const char *json, const char *also)
{
	const uint8_t *at = (const uint8_t *)json;
	size_t left = strlen(json);

	while (left) {
		ucs4_t character = 0;
		int length = u8_mbtoucr(&character, at, left);
		size_t step = length > 0 ? (size_t)length : 1;

		if (length < 0)
			put_escaped(out, 0xfffd);
		else if (character == '\n' || character == '\t' ||
			 (clean_character(character) && (step > 1 || !strchr(also, *at))))
			fwrite(at, 1, step, out);
		else
			put_escaped(out, character);
		at += step;
		left -= step;
	}
}
