// SPDX-License-Identifier: BSD-2-Clause
/*
 * Names that come from the system (devices, namespaces, processes) as text that JSON can carry.
 *
 * The kernel lets such names hold any bytes. What is no UTF-8, and every control character, is
 * written as \xNN, so that equal names stay equal and nothing else of them is lost.
 */
#pragma once

#include "table.h"

/* The caller frees. */
char *text_from_system(const char *bytes);
/* Sets a text cell to it; NULL makes it CELL_NONE. */
void cell_system_text(struct cell *cell, const char *bytes);
