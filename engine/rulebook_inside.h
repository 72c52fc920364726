// SPDX-License-Identifier: BSD-2-Clause
/*
 * The inside of a rulebook, shared by engine/rulebook*.c only: rulebook.c brings in the files one
 * by one, rulebook_data.c keeps what data and libraries return where rules find it.
 */
#pragma once

#include <stdbool.h>

#include "rulebook.h"

/* What files find as global names, in Lua's registry. */
#define WORDS_KEY "netdoctor.words"

/* Runs one file with the words of prelude.lua around it; leaves its table on the stack. */
int rulebook_run_file(struct rulebook *book, const struct rule_file *file, struct error *err);
/* drop.netfilter of drop/netfilter.lua; the caller frees it. */
char *rulebook_id(const char *path);
bool rulebook_in_folder(const char *path, const char *folder);

/* `group`: "lib" or "data", the folder that the file is in. */
int rulebook_load_library(struct rulebook *book, const struct rule_file *file, const char *group,
			  struct error *err);
/* A file with figures that cannot be used is refused as a whole: nobody may be judged by others
 * than those that were asked for. */
int rulebook_load_thresholds(struct rulebook *book, const struct rule_files *files,
			     struct error *err);
