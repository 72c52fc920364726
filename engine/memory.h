// SPDX-License-Identifier: BSD-2-Clause
/*
 * Allocation that ends the program when memory is out: a short-lived diagnosis has nothing better
 * to do, and every loader limits sizes before it comes here.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline void *must_have(void *memory)
{
	if (!memory) {
		fputs("netdoctor: out of memory\n", stderr);
		exit(3);
	}
	return memory;
}

static inline void *must_calloc(size_t count, size_t size)
{
	return must_have(calloc(count ? count : 1, size));
}

static inline void *must_realloc(void *memory, size_t size)
{
	return must_have(realloc(memory, size ? size : 1));
}

static inline char *must_strdup(const char *text)
{
	return must_have(strdup(text));
}

/* NULL stays NULL. */
static inline char *maybe_strdup(const char *text)
{
	return text ? must_strdup(text) : NULL;
}
