// SPDX-License-Identifier: BSD-2-Clause
/*
 * Devices that got another name or namespace in the window, in tables with the columns netns,
 * device and ifindex: the kernel's number tells which are the same. A new device has a number
 * larger than those before it; one that moves keeps its number or its name where these are free.
 */
#pragma once

#include "table.h"

/* A copy of `start` whose rows have the name that their device has in `end`, so that they are found
 * by it. NULL when all have it already, or without these columns. */
struct table *table_renamed_devices(const struct table *start, const struct table *end);
/* Takes the counters out of rows of a difference whose device is not new and was nowhere known by
 * that number in that namespace: it came from another one, and how much was before nobody knows.
 * Both are sorted by these names. */
void table_empty_moved(const struct table *start, struct table *difference);
