// SPDX-License-Identifier: BSD-2-Clause
/*
 * The texts of rules, flows, libraries and data: those built in, and over them those of --rules
 * DIR.
 *
 * Paths are relative ("drop/netfilter.lua"); a file of the directory replaces the built-in one of
 * the same path. Only texts are handled here; Lua sees them in the judging child. A directory or
 * file that others than its owner can write is refused when the process is privileged.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "error.h"

#define RULE_FILE_MAX ((size_t)256 << 10)
#define RULE_FILES_MAX 1024

struct rule_file {
	char *path;
	char *text; /* ends with a zero byte */
	size_t size;
	bool built_in; /* comes with netdoctor, though a directory may have replaced its text */
};

struct rule_files {
	struct rule_file *entries; /* sorted by path */
	size_t count;
};

/* `directory` may be NULL. */
int rule_files_load(const char *directory, struct rule_files *ret_files, struct error *err);
/* Adds the figures of the site's own file, if there is one, and of `file`, which may be NULL. */
int rule_files_add_thresholds(struct rule_files *files, const char *file, struct error *err);
/* What people call it: a file of figures by its own path. */
const char *rule_file_name(const struct rule_file *file);
void rule_files_free(struct rule_files *files);

/*
 * For a look that asks for few rules: what all share (data, libraries, thresholds, flows), and the
 * rules that are wanted. When drop.unexplained is, they all are: its part is what no other rule is
 * for. The texts stay those of `all`; the caller frees the entries and nothing else.
 */
struct rule_files rule_files_some(const struct rule_files *all,
				  bool (*wanted)(const char *id, const void *data),
				  const void *data);

/* One file that make embedded. */
struct embedded_file {
	const char *path;
	const char *text;
	size_t size;
};
extern const struct embedded_file embedded_files[]; /* ends with a NULL path */
