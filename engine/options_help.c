// SPDX-License-Identifier: BSD-2-Clause
#include "options.h"

#include <string.h>

#include <unilbrk.h>
#include <uniwidth.h>

#include "chinese.h"
#include "cleanup.h"

#define WIDTH 80
#define COLUMN 30 /* where summaries begin */

/* Up to where a line may break: a word, or a Chinese character with the mark behind it. */
static size_t piece_of(const char *text)
{
	char breaks[512] = { 0 };
	size_t length = strnlen(text, sizeof(breaks)), end = 1;

	u8_possible_linebreaks((const uint8_t *)text, length, "UTF-8", breaks);
	while (end < length && text[end] != ' ' &&
	       (breaks[end] != UC_BREAK_POSSIBLE || !(text[end - 1] & 0x80)))
		end++;
	return end;
}

/* The words of `text` from the column `at` on, in lines that begin at COLUMN. */
static void put_wrapped(FILE *out, int at, const char *text)
{
	bool spaced = false;

	while (*text) {
		size_t length = piece_of(text);
		int width = u8_width((const uint8_t *)text, length, "UTF-8");

		if (at > COLUMN && at + 1 + width > WIDTH)
			at = fprintf(out, "\n") - 1;
		if (at < COLUMN)
			at += fprintf(out, "%*s", COLUMN - at, "");
		else if (at > COLUMN && spaced)
			at += fprintf(out, " ");
		fwrite(text, 1, length, out);
		at += width;
		text += length;
		spaced = *text == ' ';
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
	put_entry(out, left, say(spec->summary));
}

static void put_options(FILE *out, unsigned commands)
{
	struct option_spec specs[OPTIONS_MAX];
	size_t count = options_all(specs);

	fputs(say("\nOptions:\n"), out);
	for (size_t i = 0; i < count; i++)
		if (specs[i].commands & commands && specs[i].kind != OPTION_LATER)
			put_option(out, &specs[i]);
	put_entry(out, "-h, --help", say("this text, or that of one command"));
	put_entry(out, "-V, --version", say("print the version"));
}

static void put_examples(FILE *out, const struct command_spec *command)
{
	for (size_t i = 0; command->examples[i]; i++)
		fprintf(out, "  %s\n", command->examples[i]);
}

static void put_sentence(FILE *out, const char *summary)
{
	bool latin = *summary >= 'a' && *summary <= 'z';

	fputc(latin ? *summary - 'a' + 'A' : *summary, out);
	fprintf(out, "%s%s\n", summary + 1, says_chinese() ? "。" : ".");
}

static void help_of_command(FILE *out, enum command which)
{
	const struct command_spec *command = &command_specs[which];

	fprintf(out, say("Usage: netdoctor %s %s\n\n"), command->name,
		command->words ? command->words : "");
	if (command->later) {
		fputs(say("This version has no such command yet.\n"), out);
		return;
	}
	put_sentence(out, say(command->summary));
	put_options(out, 1U << which);
	fputs(say("\nExamples:\n"), out);
	put_examples(out, command);
}

static void help_of_program(FILE *out)
{
	fputs(say("Usage: netdoctor [COMMAND] [WORD...] [OPTION...]\n\n"
		  "Finds out why the network of this host is slow, lossy or uneven: one ranked\n"
		  "report of root causes, each with its evidence and what to do about it.\n"
		  "\nCommands:\n"),
	      out);
	for (size_t i = 0; i < COMMANDS; i++)
		if (!command_specs[i].later) {
			char left[128];

			snprintf(left, sizeof(left), "%s %s", command_specs[i].name,
				 command_specs[i].words);
			put_entry(out, left, say(command_specs[i].summary));
		}
	fputs(say("\n'netdoctor COMMAND --help' lists the options of a command; those of run:\n"),
	      out);
	put_options(out, 1U << COMMAND_RUN);
	fputs(say("\nExamples:\n"), out);
	for (size_t i = 0; i < COMMANDS; i++)
		put_examples(out, &command_specs[i]);
	fputs(say("\nExit codes: 0 healthy, 1 the verdict reaches --fail-on, 2 wrong usage or a "
		  "file\n"
		  "that cannot be read or written, 3 undetermined: it could not look.\n"),
	      out);
}

void options_help(const struct options *options, FILE *out)
{
	if (options->command_given)
		help_of_command(out, options->command);
	else
		help_of_program(out);
}
