// SPDX-License-Identifier: BSD-2-Clause
#include "text.h"

#include <stdio.h>
#include <string.h>

#include <unistr.h>

#include "cleanup.h"
#include "memory.h"

#define ESCAPED_LENGTH 4 /* \xNN */

static bool is_control(ucs4_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

char *text_from_system(const char *bytes)
{
	size_t left = strlen(bytes), used = 0;
	char *text = must_calloc(ESCAPED_LENGTH * left + 1, 1);

	while (left) {
		ucs4_t character;
		int length = u8_mbtoucr(&character, (const uint8_t *)bytes, left);

		if (length > 0 && !is_control(character) && strncmp(bytes, "\\x", 2)) {
			memcpy(text + used, bytes, (size_t)length);
			used += (size_t)length;
		} else {
			length = 1;
			used += (size_t)sprintf(text + used, "\\x%02x", (unsigned char)*bytes);
		}
		bytes += length;
		left -= (size_t)length;
	}
	return text;
}

void cell_system_text(struct cell *cell, const char *bytes)
{
	cleanup_free char *text = bytes ? text_from_system(bytes) : NULL;

	cell_text(cell, text);
}
