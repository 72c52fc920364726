// SPDX-License-Identifier: BSD-2-Clause
/*
 * The commands: one file each, engine/command_NAME.c.
 *
 * A command returns the exit code of the program, or its negative with a sentence in `err`, which
 * main prints.
 *   0  healthy, or below --fail-on      1  the verdict reaches --fail-on
 *   2  wrong usage, unreadable input, output that cannot be written
 *   3  undetermined, or nothing could be measured
 */
#pragma once

#include "error.h"
#include "options.h"

enum exit_code { EXIT_HEALTHY = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_BLIND = 3 };

/* The one that the command line names. */
int command_do(const struct options *options, struct error *err);

int command_run(const struct options *options, struct error *err);
int command_record(const struct options *options, struct error *err);
int command_judge(const struct options *options, struct error *err);
int command_merge(const struct options *options, struct error *err);
int command_diff(const struct options *options, struct error *err);
int command_watch(const struct options *options, struct error *err);
int command_list(const struct options *options, struct error *err);
int command_explain(const struct options *options, struct error *err);
int command_plan(const struct options *options, struct error *err);
int command_probe(const struct options *options, struct error *err);
int command_support(const struct options *options, struct error *err);
