// SPDX-License-Identifier: BSD-2-Clause
/*
 * A file that netdoctor writes: whole or not at all.
 *
 * It is written into a file of its own in the same directory, mode 0600 (without a name until it is
 * complete, where the file system can do that), then synced and renamed over the old one. A
 * symbolic link of that name is refused: neither followed nor replaced. Opening happens before
 * anything is measured, so that a path that cannot be written is wrong usage and not a lost run.
 * What is not committed leaves the old file as it was. "-" is standard output; pipes and character
 * devices are written to directly.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "error.h"

struct output {
	FILE *stream;    /* write here */
	char *path;      /* as given, for sentences */
	char *name;      /* in the directory; NULL: nothing is to be renamed */
	char *temporary; /* the other name in it */
	bool unnamed;    /* it has no name yet */
	int directory;
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
