// SPDX-License-Identifier: BSD-2-Clause
/*
 * Numbers as sentences have them, in both languages: enough digits to tell one from another, no
 * more than a person reads. What is something is never 0, and what is not all never 100 %.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

void amount_print_count(FILE *out, uint64_t count);               /* 12,345 */
void amount_print_percent(FILE *out, double share, bool chinese); /* 0.4 % */
void amount_print_bytes(FILE *out, double bytes, bool chinese);   /* 2.0 MiB */
void amount_print_us(FILE *out, double us);                       /* 84 us, 1.2 ms */
