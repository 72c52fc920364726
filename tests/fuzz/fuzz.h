// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the fuzz targets share (libFuzzer calls LLVMFuzzerTestOneInput of each).
 *
 * A target fails by a crash, a sanitizer's finding, or FUZZ_ASSERT: a property that holds for all
 * bytes. Targets run in the tree's folder.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

#define FUZZ_ASSERT(condition)                                                           \
	do {                                                                             \
		if (!(condition)) {                                                      \
			fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, \
				#condition);                                             \
			abort();                                                         \
		}                                                                        \
	} while (0)

/* The bytes with a zero behind them; to be freed. */
static inline char *fuzz_text(const uint8_t *bytes, size_t size)
{
	char *text = malloc(size + 1);

	memcpy(text, bytes, size);
	text[size] = '\0';
	return text;
}

static inline char *fuzz_file(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "r");
	char *bytes = NULL, chunk[4096];
	FILE *out = open_memstream(&bytes, ret_size);
	size_t got;

	FUZZ_ASSERT(file);
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		fwrite(chunk, 1, got, out);
	fclose(file);
	fclose(out);
	return bytes;
}
