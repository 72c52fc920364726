// SPDX-License-Identifier: BSD-2-Clause
/*
 * Text that came from the system, made harmless to look at.
 *
 * Names of devices, processes and VMs can hold terminal escapes, characters that turn the reading
 * direction round, and characters that nobody sees. What cannot be shown as itself is shown as its
 * escape: \x1b for a byte, \u202e for a character. Everything else stays as it is, so a name can
 * still be recognised.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <unitypes.h>

/* True for a character that may be shown as itself. */
bool clean_character(ucs4_t character);
/* A copy that can be shown; the caller frees. NULL is shown as nothing. */
char *clean_text(const char *hostile);
/* True when clean_text() would change nothing: what is shown can be copied and used. */
bool clean_already(const char *hostile);
/* Prints JSON text so that it means the same and does nothing: unshown characters, and the ASCII
 * characters of `also`, become \u escapes. (None of them can be outside a JSON string.) */
void clean_print_json(FILE *out, const char *json, const char *also);
