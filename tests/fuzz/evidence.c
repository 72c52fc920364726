// SPDX-License-Identifier: BSD-2-Clause
/* Evidence from a file: refused with a sentence, or taken; and what was taken is the same when it
 * is saved and read again. */
#include "cleanup.h"
#include "evidence.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	cleanup_evidence struct evidence *first = NULL, *second = NULL;
	cleanup_free char *saved = NULL, *again = NULL;
	struct error err = { "" };

	if (evidence_load((const char *)bytes, size, &first, &err) < 0) {
		FUZZ_ASSERT(*err.text && !strchr(err.text, '\n'));
		return 0;
	}
	saved = evidence_save(first);
	FUZZ_ASSERT(evidence_load(saved, strlen(saved), &second, &err) == 0);
	again = evidence_save(second);
	FUZZ_ASSERT(!strcmp(saved, again));
	return 0;
}
