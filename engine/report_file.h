// SPDX-License-Identifier: BSD-2-Clause
/*
 * A report from a file of evidence or of a report, judged anew by the rules at hand.
 *
 * The file is untrusted: its size is limited here, its bytes are handed to the judging child
 * unseen. Old and new files that are compared have thus been judged by the same rules. All
 * refusals name the file and are unreadable input, exit code 2.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "rule_files.h"

/* The caller deletes. `last`: nothing is measured or judged afterwards (engine/judge_child.h). */
int report_from_file(const struct rule_files *files, const char *path, bool last,
		     cJSON **ret_report, struct error *err);
