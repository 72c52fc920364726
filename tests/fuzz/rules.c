// SPDX-License-Identifier: BSD-2-Clause
/* A site's own rule with any text at all, loaded beside nothing and judged over real evidence: it
 * ends within its budgets, and what is wrong with it is one line. */
#include "cleanup.h"
#include "evidence.h"
#include "fuzz.h"
#include "json.h"
#include "judge.h"
#include "rulebook.h"

static char *golden;
static size_t golden_size;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	golden = fuzz_file("tests/golden/evidence/drops.json", &golden_size);
	return 0;
}

static const char flow[] = "return flow { title = { 'a', 'b' }, stages = { { name = 'all', title = "
			   "{ 'a', 'b' }, ask = { '*' } } } }";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	cleanup_free char *text = fuzz_text(bytes, size);
	struct rule_file entries[] = {
		{ (char *)"drop/fuzzed.lua", text, size, false },
		{ (char *)"flows/drops.lua", (char *)flow, sizeof(flow) - 1, false },
	};
	const struct rule_files files = { entries, 2 };
	cleanup_evidence struct evidence *evidence = NULL;
	cleanup_json cJSON *findings = NULL;
	struct rulebook book;
	struct error err = { "" };

	if (size > RULE_FILE_MAX)
		return 0;
	FUZZ_ASSERT(rulebook_open(&files, &book, &err) == 0);
	FUZZ_ASSERT(evidence_load(golden, golden_size, &evidence, &err) == 0);
	findings = judge(&book, evidence);
	rulebook_close(&book);
	return 0;
}
