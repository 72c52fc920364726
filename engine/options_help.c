// SPDX-License-Identifier: BSD-2-Clause
#include "options.h"

#include <string.h>

#include "cleanup.h"

#define WIDTH 80
#define COLUMN 30 /* where summaries begin */

/* The words of `text` from the column `at` on, in lines that begin at COLUMN. */
static void put_wrapped(FILE *out, int at, const char *text)
{
	while (*text) {
		int length = (int)strcspn(text, " ");

		if (at > COLUMN && at + 1 + length > WIDTH)
			at = fprintf(out, "\n") - 1;
		if (at < COLUMN)
			at += fprintf(out, "%*s", COLUMN - at, "");
		else if (at > COLUMN)
			at += fprintf(out, " ");
		at += fprintf(out, "%.*s", length, text);
		text += length;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

static void put_entry(FILE *out, const char *left, const char *summary)
{
	int at = fprintf(out, "  %s", left);

	if (at >= COLUMN)
		at = fprintf(out, "\n") - 1;
	put_wrapped(out, at, summary);
}

static void put_option(FILE *out, const struct option_spec *spec)
{
	char letter[8] = "    ", left[128];

	if (spec->letter)
		snprintf(letter, sizeof(letter), "-%c, ", spec->letter);
	snprintf(left, sizeof(left), "%s--%s%s%s", letter, spec->name, spec->argument ? " " : "",
		 spec->argument ? spec->argument : "");
	put_entry(out, left, spec->summary);
}

static void put_options(FILE *out, unsigned commands)
{
	struct option_spec specs[OPTIONS_MAX];
	size_t count = options_all(specs);

	fprintf(out, "\nOptions:\n");
	for (size_t i = 0; i < count; i++)
		if (specs[i].commands & commands && specs[i].kind != OPTION_LATER)
			put_option(out, &specs[i]);
	put_entry(out, "-h, --help", "this text, or that of one command");
	put_entry(out, "-V, --version", "print the version");
}

static void put_examples(FILE *out, const struct command_spec *command)
{
	for (size_t i = 0; command->examples[i]; i++)
		fprintf(out, "  %s\n", command->examples[i]);
}

static void help_of_command(FILE *out, enum command which)
{
	const struct command_spec *command = &command_specs[which];

	fprintf(out, "Usage: netdoctor %s %s\n\n", command->name,
		command->words ? command->words : "");
	if (command->later) {
		fprintf(out, "This version has no such command yet.\n");
		return;
	}
	fprintf(out, "%c%s.\n", command->summary[0] - 'a' + 'A', command->summary + 1);
	put_options(out, 1U << which);
	fprintf(out, "\nExamples:\n");
	put_examples(out, command);
}

static void help_of_program(FILE *out)
{
	fprintf(out, "Usage: netdoctor [COMMAND] [WORD...] [OPTION...]\n\n"
		     "Finds out why the network of this host is slow, lossy or uneven: one ranked\n"
		     "report of root causes, each with its evidence and what to do about it.\n"
		     "\nCommands:\n");
	for (size_t i = 0; i < COMMANDS; i++)
		if (!command_specs[i].later) {
			char left[128];

			snprintf(left, sizeof(left), "%s %s", command_specs[i].name,
				 command_specs[i].words);
			put_entry(out, left, command_specs[i].summary);
		}
	fprintf(out,
		"\n'netdoctor COMMAND --help' lists the options of a command; those of run:\n");
	put_options(out, 1U << COMMAND_RUN);
	fprintf(out, "\nExamples:\n");
	for (size_t i = 0; i < COMMANDS; i++)
		put_examples(out, &command_specs[i]);
	fprintf(out, "\nExit codes: 0 healthy, 1 the verdict reaches --fail-on, 2 wrong usage or a "
		     "file\n"
		     "that cannot be read or written, 3 undetermined: it could not look.\n");
}

void options_help(const struct options *options, FILE *out)
{
	if (options->command_given)
		help_of_command(out, options->command);
	else
		help_of_program(out);
}
