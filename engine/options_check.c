// SPDX-License-Identifier: BSD-2-Clause
#include "options_parser.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "cleanup.h"

static const char *given(const struct options_parser *parser, const char *name)
{
	for (size_t i = 0; i < parser->count; i++)
		if (!strcmp(parser->specs[i].name, name))
			return parser->spelled[i];
	return NULL;
}

static int check_taken(const struct options_parser *parser, struct error *err)
{
	const char *command = command_specs[parser->options.command].name;

	for (size_t i = 0; i < parser->count; i++)
		if (parser->spelled[i] &&
		    !(parser->specs[i].commands & 1U << parser->options.command))
			return error_set(err,
					 "%s does not take --%s; 'netdoctor %s --help' lists what "
					 "it takes",
					 command, parser->spelled[i], command);
	return 0;
}

static int check_word(const struct command_spec *command, const char *word, struct error *err)
{
	if (!command->choices)
		return 0;
	for (size_t i = 0; command->choices[i]; i++)
		if (!strcmp(word, command->choices[i]))
			return 0;
	return error_set(err, "%s: \"%s\" is none of %s", command->name, word, command->words);
}

static int check_words(const struct options *options, struct error *err)
{
	const struct command_spec *command = &command_specs[options->command];

	if (options->word_count < command->least)
		return error_set(err, "%s: %s", command->name, command->missing);
	if (options->word_count > command->most)
		return error_set(err, "%s: \"%s\" is one word too many", command->name,
				 options->words[command->most]);
	for (size_t i = 0; i < options->word_count; i++) {
		if (!*options->words[i])
			return error_set(err, "%s: an empty word stands for nothing",
					 command->name);
		if (check_word(command, options->words[i], err) < 0)
			return -1;
	}
	return 0;
}

/* What cannot be the name of a flow must have been meant as a command. */
static int check_implied(const struct options *options, struct error *err)
{
	const char *word = options->word_count ? options->words[0] : "";

	if (options->command_given)
		return 0;
	for (const char *c = word; *c; c++)
		if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) && !strchr("_-", *c))
			return error_set(err,
					 "there is no command or flow \"%s\"; 'netdoctor --help' "
					 "lists the commands",
					 word);
	return 0;
}

static int check_times(struct options_parser *parser, struct error *err)
{
	struct options *options = &parser->options;

	if (options->quick && options->duration_ms)
		return error_set(err, "--quick and --duration exclude each other");
	if (!options->duration_ms &&
	    (options->quick || (options->command != COMMAND_WATCH && !options->segment_ms)))
		options->duration_ms = options->quick ? OPTIONS_QUICK_MS : OPTIONS_DURATION_MS;
	if (options->duration_ms && options->interval_ms > options->duration_ms)
		return error_set(err, "--interval is longer than the whole run (%g s)",
				 (double)options->duration_ms / 1000);
	if (!options->interval_ms)
		options->interval_ms = OPTIONS_INTERVAL_MS;
	if (options->duration_ms && options->interval_ms > options->duration_ms)
		options->interval_ms = options->duration_ms;
	if (!options->top)
		options->top = OPTIONS_TOP;
	if (options->max_overhead <= 0)
		options->max_overhead = OPTIONS_OVERHEAD;
	return 0;
}

/* The path that an option writes to, or NULL. */
static const char *written_by(const struct options_parser *parser, size_t option)
{
	const struct option_spec *spec = &parser->specs[option];

	if (spec->kind == OPTION_OUTPUT)
		return parser->options.outputs[spec->field];
	if (spec->field == offsetof(struct options, save_evidence) && spec->kind == OPTION_TEXT)
		return parser->options.save_evidence;
	return NULL;
}

static int check_outputs(const struct options_parser *parser, struct error *err)
{
	for (size_t i = 0; i < parser->count; i++)
		for (size_t k = 0; k < i; k++) {
			const char *one = written_by(parser, k), *other = written_by(parser, i);

			if (one && other && !strcmp(one, other))
				return error_set(err, "--%s and --%s both write to %s",
						 parser->specs[k].name, parser->specs[i].name,
						 strcmp(one, "-") ? one : "standard output");
		}
	if (parser->options.command == COMMAND_RECORD && !given(parser, "output"))
		return error_set(err, "record: -o FILE is missing, where the evidence goes");
	if (parser->options.command == COMMAND_WATCH && !given(parser, "when"))
		return error_set(err, "watch: --when is missing, what to wait for");
	if (given(parser, "rotate") && !given(parser, "segment"))
		return error_set(err, "--rotate needs --segment, the time that a file is for");
	return 0;
}

int options_check(struct options_parser *parser, struct error *err)
{
	const struct command_spec *command = &command_specs[parser->options.command];

	if (command->later)
		return error_set(err, "this version has no command %s yet", command->name);
	if (check_implied(&parser->options, err) < 0 || check_taken(parser, err) < 0 ||
	    check_words(&parser->options, err) < 0 || check_times(parser, err) < 0 ||
	    check_outputs(parser, err) < 0)
		return -1;
	if (parser->options.quiet && parser->options.verbose)
		return error_set(err, "--quiet and --verbose exclude each other");
	return scope_check(&parser->options.scope, err);
}
