// SPDX-License-Identifier: BSD-2-Clause
/*
 * Names for addresses in the kernel, from /proc/kallsyms.
 *
 * The list has up to 200,000 lines and costs the kernel half a second to write, so it is read as a
 * stream, once: the kernel's own functions are kept (engine/kernel_text.h), of those of modules
 * only what was asked for. Modules come and go, so that it is read again for an address in one that
 * was not named before.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct symbols;

struct symbols *symbols_new(void);
void symbols_free(struct symbols *symbols);

/* Announces an address; asking twice is free. */
void symbols_want(struct symbols *symbols, uint64_t address);
/* Names all that were announced and have no name yet; does not read when there are none. */
void symbols_resolve(struct symbols *symbols);
void symbols_resolve_from(struct symbols *symbols, FILE *list);

/* The kernel names its functions but not where they are (kptr_restrict, no CAP_SYSLOG), or has no
 * list: every address stays unknown. Looks once. */
bool symbols_hidden(struct symbols *symbols);
bool symbols_hidden_in(FILE *list);

/* Size of a buffer that holds any name. */
#define SYMBOL_MAX 256

/* The function that holds the address, without what the compiler put behind its name (.isra.0,
 * .cold ...); "unknown" when the kernel does not tell. */
const char *symbols_function(const struct symbols *symbols, uint64_t address, char *buffer);
/* "function+offset", as in a stack. */
const char *symbols_frame(const struct symbols *symbols, uint64_t address, char *buffer);
