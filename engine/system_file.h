// SPDX-License-Identifier: BSD-2-Clause
/*
 * Files of /proc and /sys, found below a root that tests can move to a folder of recorded files.
 *
 * Paths are given as a format with its arguments. A path that gets too long is one that is not
 * there. Nothing here waits or retries; reading may wait for a kernel lock all the same, so it
 * belongs into a reader's child.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "error.h"

/* "" (the beginning) is this host; the text must outlive its use. */
void system_root(const char *root);
bool system_is_live(void);

/* The stream, to be closed, or NULL with errno. */
FILE *system_open(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The whole of a small file as text without its last newline, or -1; cut at `room` - 1 bytes. */
int system_text(char *ret_text, size_t room, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* False when the file is not there or does not begin with a number of 0 or more. */
bool system_number(uint64_t *ret_number, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The last part of what a symbolic link points to, or -1. */
int system_link(char *ret_name, size_t room, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Calls `each` with every name in a folder, sorted, without those that begin with a dot, until it
 * returns false. False when there is no such folder. */
bool system_names(bool (*each)(const char *name, void *data), void *data, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
