// SPDX-License-Identifier: BSD-2-Clause
/*
 * A file that netdoctor writes: whole or not at all.
 *
 * It is written beside its final name, then synced and renamed over the old one, mode 0600; a
 * symbolic link of that name is replaced, never followed. Opening happens before anything is
 * measured, so that a path that cannot be written is wrong usage and not a lost run. What is not
 * committed leaves the old file as it was. "-" is standard output.
 */
#pragma once

#include <stdio.h>

#include "error.h"

struct output {
	FILE *stream;           /* write here */
	char *path;             /* as given, for sentences; NULL for standard output */
	char *directory;        /* of the file */
	char *name, *temporary; /* in it */
	int directory_fd;
};

int output_open(const char *path, struct output *ret_output, struct error *err);
/* Everything is on disk under its name, or an error and the old file. Closes it either way. */
int output_commit(struct output *output, struct error *err);
/* Closes without committing; harmless after output_commit and on one that is all zero. */
void output_discard(struct output *output);

static inline void discard_output(struct output *output)
{
	output_discard(output);
}
#define cleanup_output __attribute__((cleanup(discard_output)))
