// SPDX-License-Identifier: BSD-2-Clause
/*
 * The process boundary between measuring and judging.
 *
 * Lua never runs with root's rights: a child without capabilities, under resource limits and with
 * no descriptor but its pipe loads the rules and answers in bytes, which the parent reads as
 * untrusted JSON. Evidence from a file is first read there too: the parent, which may be root,
 * hands on its bytes unseen. The same child serves `run` and `judge`, and nothing but the bytes
 * goes in, so live equals replay.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "merge.h"
#include "rule_files.h"

/* What the rules ask for, as data (engine/rulebook.h: the catalogue). The caller deletes. */
int judge_child_catalogue(const struct rule_files *files, cJSON **ret_catalogue, struct error *err);
/* The report from bytes of evidence, or of the JSON report of a run. The caller deletes. After the
 * last question nothing is measured or judged: while its answer is read, this process has given up
 * all but PRIVILEGE_SHOW, for good. */
int judge_child_report(const struct rule_files *files, const char *evidence, size_t length,
		       bool last, cJSON **ret_report, struct error *err);
/* One report from the runs of several hosts (engine/merge.h). The caller deletes. */
int judge_child_merge(const struct rule_files *files, const struct merge_input *inputs,
		      size_t count, cJSON **ret_report, struct error *err);
/* Findings alone (engine/judge.h), for a look in mid-run, from the bytes of evidence. The caller
 * deletes. */
int judge_child_findings(const struct rule_files *files, const char *evidence, size_t length,
			 cJSON **ret_findings, struct error *err);
