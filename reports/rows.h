// SPDX-License-Identifier: BSD-2-Clause
/*
 * The tables of a report's evidence, read by the names of their columns.
 *
 * A fact that is absent, or that has no such column, reads as nothing: views draw what is there.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

struct rows {
	const cJSON *columns, *list;
};

/* False when the report has no such table, or it has no rows. */
bool rows_of(const cJSON *report, const char *fact, struct rows *ret_rows);
/* The table of a fact that is at hand. */
bool rows_of_fact(const cJSON *fact, struct rows *ret_rows);
/* Place of a column, or -1. */
int rows_column(const struct rows *rows, const char *name);
const cJSON *rows_cell(const struct rows *rows, const cJSON *row, const char *column);
/* "" for anything that is no text. */
const char *rows_text(const struct rows *rows, const cJSON *row, const char *column);
/* 0 for anything that is no number. */
double rows_number(const struct rows *rows, const cJSON *row, const char *column);
/* A number or a string of digits as a double; 0 for anything else. */
double number_of(const cJSON *item);

/* What a row or a `where` is about; "" for what it does not tell. A device's name means a device
 * only together with its host, in a merged report, and its namespace. */
struct place {
	const char *host, *netns, *device;
};

struct place place_of_row(const struct rows *rows, const cJSON *row);
struct place place_of(const cJSON *where);
/* They differ in nothing that both tell. */
bool place_agrees(const struct place *one, const struct place *other);

/*
 * Whether what was measured at `where` tells of the object `of` (both as in the report): they share
 * a device, queue, CPU, VM, reason or location, and differ in none of these, nor in namespace and
 * host.
 */
bool where_tells_of(const cJSON *where, const cJSON *of);
