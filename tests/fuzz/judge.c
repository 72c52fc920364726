// SPDX-License-Identifier: BSD-2-Clause
/* Evidence that can be read, judged by all rules and shown by all renderers: no rule breaks, and a
 * terminal gets no control characters. */
#include "cleanup.h"
#include "evidence.h"
#include "fuzz.h"
#include "json.h"
#include "judge.h"
#include "renderer.h"
#include "report.h"
#include "rulebook.h"

static struct rule_files files;
static struct rulebook book;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct error err;

	(void)argc;
	(void)argv;
	FUZZ_ASSERT(rule_files_load(NULL, &files, &err) == 0);
	FUZZ_ASSERT(rulebook_open(&files, &book, &err) == 0);
	return 0;
}

static void show(const cJSON *report)
{
	struct render_style style = { .columns = 80, .verbose = true };
	struct error err = { "" };

	for (size_t i = 0; i < all_renderers_count; i++) {
		char *shown = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&shown, &size);

		FUZZ_ASSERT(all_renderers[i]->render(report, &style, out, &err) == 0);
		fclose(out);
		for (size_t k = 0; k < size; k++)
			FUZZ_ASSERT((unsigned char)shown[k] >= ' ' || shown[k] == '\n' ||
				    shown[k] == '\t');
		free(shown);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	cleanup_evidence struct evidence *evidence = NULL, *again = NULL;
	cleanup_json cJSON *findings = NULL, *report = NULL;
	const cJSON *finding;
	struct error err = { "" };

	if (evidence_load((const char *)bytes, size, &evidence, &err) < 0)
		return 0;
	findings = judge(&book, evidence);
	cJSON_ArrayForEach (finding, findings)
		if (json_get(finding, "error")) {
			fprintf(stderr, "%s\n", json_text(finding, "error"));
			FUZZ_ASSERT(!"a rule breaks");
		}
	FUZZ_ASSERT(evidence_load((const char *)bytes, size, &again, &err) == 0);
	report = report_make(again, findings);
	show(report);
	return 0;
}
