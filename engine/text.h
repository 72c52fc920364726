// SPDX-License-Identifier: BSD-2-Clause
/*
 * Names that come from the system (devices, namespaces, processes) as text that JSON can carry.
 *
 * The kernel lets such names hold any bytes. What is no UTF-8, every control character, and the
 * backslash of a name that holds \x itself is written as \xNN: nothing of a name is lost.
 */
#pragma once

#include "table.h"

/* The caller frees. */
char *text_from_system(const char *bytes);
/* Sets a text cell to it; NULL makes it CELL_NONE. */
void cell_system_text(struct cell *cell, const char *bytes);
