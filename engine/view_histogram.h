// SPDX-License-Identifier: BSD-2-Clause
/*
 * The text of a histogram cell ("least:count ..." of each bucket, `least` in nanoseconds) as one
 * line for a terminal: a block for each doubling of the time, as high as it is frequent.
 */
#pragma once

#include <stdio.h>

void view_histogram_print(FILE *out, const char *text);
