// SPDX-License-Identifier: BSD-2-Clause
#include "conclude.h"

#include <string.h>

#include "cleanup.h"
#include "evidence.h"
#include "judge_child.h"
#include "report.h"

int conclude(const struct rule_files *files, const char *bytes, size_t length, cJSON **ret_report,
	     struct error *err)
{
	cleanup_evidence struct evidence *evidence = NULL;
	cleanup_json cJSON *findings = NULL;

	if (evidence_load(bytes, length, &evidence, err) < 0)
		return -1;
	if (judge_child_findings(files, bytes, length, &findings, err) < 0)
		return -1;
	*ret_report = report_make(evidence, findings);
	return 0;
}
