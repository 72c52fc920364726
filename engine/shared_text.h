// SPDX-License-Identifier: BSD-2-Clause
/*
 * Texts of cells: equal ones that come soon after one another are one, with a count of its owners.
 * Ten thousand devices have the same namespace and kind in each of their rows, and what copies a
 * row copies no text. Nobody writes into one.
 */
#pragma once

const char *shared_text_new(const char *text);   /* for one owner, who gives it back */
const char *shared_text_again(const char *text); /* for one more, of what the function above gave */
void shared_text_drop(const char *text);         /* by one of its owners; NULL is nothing */
