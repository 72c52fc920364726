// SPDX-License-Identifier: BSD-2-Clause
/* The terminal, if output is one: its size, and a picture on it that is drawn anew. */
#pragma once

#include <stdio.h>

/* Columns of the terminal behind `out`; 0 when it is none, where lines may be as long as they are.
 */
int screen_columns(FILE *out);
/* Writes the text; on a terminal that it fits on, over what stands there. */
void screen_show(FILE *out, const char *text);
