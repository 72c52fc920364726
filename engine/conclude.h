// SPDX-License-Identifier: BSD-2-Clause
/*
 * From evidence bytes to the report: the half of netdoctor that needs no privilege.
 *
 * `run` comes here with the bytes that it has just measured, `judge` with those of a file; nothing
 * else goes in, so both give the same report.
 */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "rule_files.h"

/* `bytes`: evidence, or the JSON report of a run. The caller deletes the report. */
int conclude(const struct rule_files *files, const char *bytes, size_t length, cJSON **ret_report,
	     struct error *err);
