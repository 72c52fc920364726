// SPDX-License-Identifier: BSD-2-Clause
/*
 * The program's own words in Chinese: help, progress, errors, reasons.
 *
 * engine/chinese.text has pairs of English and Chinese; the English text in the source is the key,
 * and stays what is shown where a pair is missing. Two ways lead to it:
 *
 * say() gives a text, or a printf format, in the language of this run. chinese_of() finds the
 * Chinese of a sentence that was filled in long before, an error that travelled up or a reason in a
 * report: the words between the holes tell which format it was made of, and what stood in the holes
 * is translated in turn. So errors stay plain English values, and reports have both languages.
 *
 * The texts of rules, flows and probes have their Chinese beside them and are not looked for here.
 */
#pragma once

#include <stdbool.h>

/* Chooses Chinese for say(); English until then. */
void say_in_chinese(bool chinese);
bool says_chinese(void);
/* Lives as long as the program. */
const char *say(const char *english) __attribute__((format_arg(1)));

/* The caller frees; NULL when no format fits. */
char *chinese_of(const char *sentence);
/* True when messages are wanted in Chinese, by LC_ALL, LC_MESSAGES and LANG. */
bool chinese_by_locale(void);
