// SPDX-License-Identifier: BSD-2-Clause
/*
 * Paper for the terminal: lines that wrap at words, labels in a column of their own, colour when
 * the terminal has it.
 *
 * All text goes through here and is neutralised here (clean.h). Widths are columns of a terminal: a
 * Chinese character takes two. Nothing but a command is ever wider than the page, and a command is
 * never wrapped, so that it can be pasted.
 */
#pragma once

#include "phrase.h"
#include "renderer.h"

#define TEXT_INDENT 3 /* below a heading */
#define TEXT_BODY 13  /* behind a label */
#define TEXT_COMMAND 15

enum text_tone {
	TONE_PLAIN,
	TONE_STRONG,
	TONE_DIM,
	TONE_GOOD,
	TONE_ATTENTION,
	TONE_ABNORMAL,
	TONE_UNKNOWN,
	TONE_COMMAND,
};

struct text_page {
	FILE *out;
	int columns;
	int column; /* where the next character goes */
	int spaces; /* owed before it, unless a new line comes first */
	bool colour, chinese, verbose;
};

void text_open(struct text_page *page, const struct render_style *style, FILE *out);
/* Ends the line if one was begun. */
void text_end(struct text_page *page);
/* An empty line. */
void text_gap(struct text_page *page);
/* Goes on to a column; a new line when it is passed already. */
void text_to(struct text_page *page, int column);

/* Writes hostile text from here on; lines that follow start at the column `indent`. */
void text_put(struct text_page *page, enum text_tone tone, int indent, const char *text);
void text_put_phrase(struct text_page *page, enum text_tone tone, int indent, struct phrase phrase);
/* As text_put, with a format in the page's language. The result is wrapped and neutralised. */
void text_say(struct text_page *page, enum text_tone tone, int indent, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* A text grown piece by piece, so that it is wrapped as one: print to `out`, then text_put_draft.
 */
struct text_draft {
	FILE *out;
	char *text;
	size_t size;
};
void text_draft(struct text_draft *draft);
/* Prints ", " (or its Chinese twin) unless the draft is empty. */
void text_draft_comma(struct text_draft *draft, bool chinese);
void text_put_draft(struct text_page *page, enum text_tone tone, int indent,
		    struct text_draft *draft);

/* A label at TEXT_INDENT; what follows is to be put with the indent TEXT_BODY. */
void text_label(struct text_page *page, struct phrase label);
/* The heading of a section, with a count behind it when that is not negative. */
void text_heading(struct text_page *page, struct phrase heading, int count);
/* A command to be pasted, up to the end of its line; one that cannot be shown unharmed is not. */
void text_command(struct text_page *page, const char *command);

/* The tone of a verdict, a severity or a state. */
enum text_tone text_tone_of(const char *state);
/* A word as a sign: upper case, reversed where there is colour. */
void text_badge(struct text_page *page, const char *state);
int text_width(const char *text);
