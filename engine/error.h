// SPDX-License-Identifier: BSD-2-Clause
/*
 * Why something failed, as a value.
 *
 * A function that can fail takes a struct error * last, returns a negative number and fills it with
 * one plain sentence; on success it returns 0 or more and leaves it alone. Callers add context in
 * front while the error travels up. Nobody but main and the renderers prints. The same sentence
 * ends in the report when a probe cannot run, so it names the thing that failed and, where there is
 * one, the way out.
 *
 * An error owns no memory: it can be copied, and dropped without care.
 */
#pragma once

#define ERROR_TEXT_MAX 512

struct error {
	char text[ERROR_TEXT_MAX];
};

/* Sets the sentence; always returns -1, so that "return error_set(err, ...)" reads well. */
int error_set(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* As error_set, with ": " and the text of errno number `code` (positive) behind the sentence. */
int error_errno(struct error *err, int code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "context: " in front of the sentence that is there; always returns -1. */
int error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
