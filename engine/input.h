// SPDX-License-Identifier: BSD-2-Clause
/* A file of evidence or a report as bytes, unread: who parses them is the judging child. */
#pragma once

#include <stddef.h>

#include "error.h"

/* Regular files of at most EVIDENCE_MAX_BYTES, never waiting for anybody; by root only those that
 * nobody but their owner (and the group root) can write. The caller frees. */
int input_read(const char *path, char **ret_bytes, size_t *ret_length, struct error *err);
