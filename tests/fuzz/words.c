// SPDX-License-Identifier: BSD-2-Clause
/* The command line: words apart by line feeds. Refused with one sentence, or taken. */
#include "cleanup.h"
#include "fuzz.h"
#include "options.h"

#define MOST 32

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	cleanup_free char *text = fuzz_text(bytes, size);
	cleanup_options struct options options = { 0 };
	const char *words[MOST + 2] = { "netdoctor" };
	struct error err = { "" };
	char *rest = text, *word;
	int count = 1;

	while (count <= MOST && (word = strsep(&rest, "\n")))
		words[count++] = word;
	if (options_parse(count, words, &options, &err) < 0)
		FUZZ_ASSERT(*err.text);
	return 0;
}
