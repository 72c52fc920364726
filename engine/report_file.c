// SPDX-License-Identifier: BSD-2-Clause
#include "report_file.h"

#include "cleanup.h"
#include "input.h"
#include "judge_child.h"

int report_from_file(const struct rule_files *files, const char *path, bool last,
		     cJSON **ret_report, struct error *err)
{
	cleanup_free char *bytes = NULL;
	size_t length;

	if (input_read(path, &bytes, &length, err) < 0)
		return -1;
	if (judge_child_report(files, bytes, length, last, ret_report, err) < 0)
		return error_prefix(err, "%s", path);
	return 0;
}
