// SPDX-License-Identifier: BSD-2-Clause
/*
 * The command line, read from one table.
 *
 * The table (option_specs, with one option per renderer behind it, and command_specs) is all there
 * is: parsing, --help, the manual page and shell completion are made of it. Options may stand
 * before or after the command; without a command it is run. Everything that can be refused without
 * looking at the host is refused here, with one sentence that names it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "error.h"
#include "scope.h"

#define OPTIONS_MAX_OUTPUTS 16
#define OPTIONS_MAX 64
#define OPTIONS_DURATION_MS 10000
#define OPTIONS_QUICK_MS 3000
#define OPTIONS_INTERVAL_MS 1000
#define OPTIONS_TOP 10
#define OPTIONS_OVERHEAD 2 /* percent */
#define OPTIONS_MAX_COUNT 100000

enum command {
	COMMAND_RUN,
	COMMAND_RECORD,
	COMMAND_JUDGE,
	COMMAND_LIST,
	COMMAND_EXPLAIN,
	COMMAND_PLAN,
	COMMAND_SUPPORT,
	COMMAND_PROBE,
	COMMAND_DIFF,
	COMMAND_MERGE,
	COMMAND_WATCH,
	COMMANDS,
};

enum fail_on { FAIL_ON_ABNORMAL, FAIL_ON_ATTENTION, FAIL_ON_NEVER };
enum language { LANGUAGE_EN, LANGUAGE_ZH };
enum wish { WISH_COMMAND, WISH_HELP, WISH_VERSION };

struct options {
	enum command command;
	bool command_given; /* false: run, because nothing was named */
	enum wish wish;
	char **words; /* flows of run and record, the file of judge, what to list, the cause */
	size_t word_count;
	struct scope scope;
	uint64_t duration_ms, interval_ms;
	uint64_t before_ms, after_ms;       /* watch: around what happened; 0: as it likes */
	uint64_t segment_ms, rotate;        /* record: a file for each so long, so many kept */
	double max_overhead;                /* percent */
	uint64_t top;                       /* probe: rows of a table */
	char *outputs[OPTIONS_MAX_OUTPUTS]; /* in the order of all_renderers; NULL: not wanted */
	char *output;                       /* record: where the evidence goes */
	char *save_evidence;                /* run: the same beside the report */
	char *when;                         /* watch: what to wait for */
	char *baseline;                     /* a report or evidence to compare with, or NULL */
	char *rules;                        /* directory of own rules, or NULL */
	char *thresholds;                   /* file with own figures, or NULL */
	enum fail_on fail_on;
	enum language language;
	bool quick, no_color, quiet, verbose, redact, no_patch;
};

/* `argv` as main has it. On success the caller clears *ret_options. The sentence has no
 * "netdoctor: " in front; all refusals are wrong usage, exit code 2. */
int options_parse(int argc, const char **argv, struct options *ret_options, struct error *err);
void options_clear(struct options *options);

/* At most 80 columns: of the command when one was named, else of the whole program. */
void options_help(const struct options *options, FILE *out);

/* The number of milliseconds in "10", "500ms", "90s", "5m" or "1h", or -1; more than a day is none
 * either. A plain number is seconds. */
int64_t duration_parse(const char *text);

/* The table, for those who describe the command line. */

enum option_kind {
	OPTION_FLAG,
	OPTION_TEXT,
	OPTION_CHOICE,
	OPTION_DURATION,
	OPTION_COUNT,
	OPTION_PERCENT,
	OPTION_SCOPE,
	OPTION_OUTPUT, /* of a renderer */
	OPTION_LATER,  /* promised by the command line, refused until it does something */
};

struct option_spec {
	const char *name;
	const char *alias; /* another long name, or NULL */
	char letter;       /* or 0 */
	enum option_kind kind;
	unsigned commands;    /* bits: 1 << enum command */
	const char *argument; /* FILE, ...; NULL for a flag */
	size_t field;         /* offset in struct options; the renderer's place for an output */
	const char *const *choices; /* OPTION_CHOICE: the words, ended by NULL */
	const char *summary;
};

struct command_spec {
	const char *name;
	const char *words; /* as in "run [FLOW...]" */
	const char *summary;
	size_t least, most;          /* how many words it takes */
	const char *missing;         /* what to say when there are too few */
	const char *const *choices;  /* what the word may be, or NULL for anything */
	const char *const *examples; /* ended by NULL */
	bool later;                  /* promised, refused until it does something */
};

extern const struct command_spec command_specs[COMMANDS];
/* Fills in all options, those of the renderers included; returns how many. */
size_t options_all(struct option_spec ret_specs[OPTIONS_MAX]);

static inline void free_options(struct options *options)
{
	options_clear(options);
}
#define cleanup_options __attribute__((cleanup(free_options)))
