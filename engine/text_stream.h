// SPDX-License-Identifier: BSD-2-Clause
/*
 * A stream that writes a text into memory, as open_memstream() makes one, but that loses nothing:
 * when memory is out the program ends (engine/memory.h). That of the C library keeps what fitted
 * and says so to nobody: neither ferror() nor fclose() tells.
 */
#pragma once

#include <stddef.h>
#include <stdio.h>

/* *ret_text, which the caller frees, and *ret_size are set by fclose() and fflush(). */
FILE *text_stream(char **ret_text, size_t *ret_size);
