// SPDX-License-Identifier: BSD-2-Clause
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "chinese.h"
#include "cleanup.h"
#include "memory.h"
#include "options_parser.h"
#include "popt_end.h"

#define VALUE_ALIAS (2 * OPTIONS_MAX) /* added to the value of an option by its other name */
#define VALUE_HELP (OPTIONS_MAX + 1)
#define VALUE_VERSION (OPTIONS_MAX + 2)

static void add_to_table(struct options_parser *parser, size_t *row, const char *name, char letter,
			 bool takes_value, int value)
{
	parser->table[(*row)++] = (struct poptOption){
		.longName = name,
		.shortName = letter,
		.argInfo = takes_value ? POPT_ARG_STRING : POPT_ARG_NONE,
		.val = value,
	};
}

/* What popt returns for an option is its place + 1. */
static void make_table(struct options_parser *parser)
{
	size_t row = 0;

	parser->count = options_all(parser->specs);
	for (size_t i = 0; i < parser->count; i++) {
		const struct option_spec *spec = &parser->specs[i];

		add_to_table(parser, &row, spec->name, spec->letter, spec->argument, (int)i + 1);
		if (spec->alias)
			add_to_table(parser, &row, spec->alias, 0, spec->argument,
				     (int)i + 1 + VALUE_ALIAS);
	}
	add_to_table(parser, &row, "help", 'h', false, VALUE_HELP);
	add_to_table(parser, &row, "version", 'V', false, VALUE_VERSION);
	parser->table[row] = (struct poptOption)POPT_TABLEEND;
}

static int set_choice(const struct option_spec *spec, const char *value, unsigned *field,
		      struct error *err)
{
	for (unsigned i = 0; spec->choices[i]; i++)
		if (!strcmp(value, spec->choices[i])) {
			*field = i;
			return 0;
		}
	return error_set(err, "--%s: \"%s\" is none of %s", spec->name, value, spec->argument);
}

static int set_duration(const struct option_spec *spec, const char *value, uint64_t *field,
			struct error *err)
{
	int64_t ms = duration_parse(value);

	if (ms <= 0)
		return error_set(err,
				 "--%s: \"%s\" is no time between 1ms and 24h, such as 10, 500ms "
				 "or 5m",
				 spec->name, value);
	*field = (uint64_t)ms;
	return 0;
}

static int set_count(const struct option_spec *spec, const char *value, uint64_t *field,
		     struct error *err)
{
	char *end;
	unsigned long count = strtoul(value, &end, 10);

	if (*value < '0' || *value > '9' || *end || !count || count > OPTIONS_MAX_COUNT)
		return error_set(err, "--%s: \"%s\" is no number from 1 to %d", spec->name, value,
				 OPTIONS_MAX_COUNT);
	*field = count;
	return 0;
}

static int set_percent(const struct option_spec *spec, const char *value, double *field,
		       struct error *err)
{
	char *end;
	double percent = strtod(value, &end);

	if (*value < '0' || *value > '9' || *end || !(percent > 0 && percent <= 100))
		return error_set(err, "--%s: \"%s\" is no number above 0 and up to 100", spec->name,
				 value);
	*field = percent;
	return 0;
}

static bool is_output(const struct option_spec *spec)
{
	return spec->kind == OPTION_OUTPUT ||
	       (spec->kind == OPTION_TEXT && !strcmp(spec->name, "save-evidence"));
}

static int set_text(const struct option_spec *spec, const char *value, char **field,
		    struct error *err)
{
	if (!*value)
		return error_set(err, "--%s needs a %s that is not empty", spec->name,
				 spec->argument);
	/* The last one would win, and the other file never be written. */
	if (*field && is_output(spec) && strcmp(*field, value))
		return error_set(err, "--%s was given twice: it writes one file", spec->name);
	free(*field);
	*field = must_strdup(value);
	return 0;
}

static int set_option(struct options_parser *parser, const struct option_spec *spec,
		      const char *spelled, const char *value, struct error *err)
{
	char *field = (char *)&parser->options + spec->field;

	switch (spec->kind) {
	case OPTION_FLAG:
		*(bool *)field = true;
		return 0;
	case OPTION_TEXT:
		return set_text(spec, value, (char **)field, err);
	case OPTION_CHOICE:
		return set_choice(spec, value, (unsigned *)field, err);
	case OPTION_DURATION:
		return set_duration(spec, value, (uint64_t *)field, err);
	case OPTION_PERCENT:
		return set_percent(spec, value, (double *)field, err);
	case OPTION_COUNT:
		return set_count(spec, value, (uint64_t *)field, err);
	case OPTION_SCOPE:
		return scope_set(&parser->options.scope, spelled, value, err);
	case OPTION_OUTPUT:
		return set_text(spec, value, &parser->options.outputs[spec->field], err);
	case OPTION_LATER:
		break;
	}
	return error_set(err, "--%s: this version has no such option yet", spelled);
}

/* The command as far as it was read, for "'netdoctor run --help' lists them". */
static const char *help_of(const struct options_parser *parser)
{
	const char **words = poptGetArgs(parser->popt);

	for (size_t i = 0; words && i < COMMANDS; i++)
		if (!strcmp(words[0], command_specs[i].name))
			return command_specs[i].name;
	return NULL;
}

static int refuse_bad_option(const struct options_parser *parser, int code, struct error *err)
{
	const char *typed = poptBadOption(parser->popt, POPT_BADOPTION_NOALIAS);
	int length = (int)strcspn(typed, "=");
	const char *command = help_of(parser);

	if (code == POPT_ERROR_NOARG)
		return error_set(err, "%.*s needs a value", length, typed);
	if (code == POPT_ERROR_UNWANTEDARG)
		return error_set(err, "%.*s takes no value", length, typed);
	if (code != POPT_ERROR_BADOPT)
		return error_set(err, "%.*s: %s", length, typed, poptStrerror(code));
	return error_set(err, "unknown option %.*s; 'netdoctor%s%s --help' lists them", length,
			 typed, command ? " " : "", command ? command : "");
}

static int read_options(struct options_parser *parser, struct error *err)
{
	int got;

	while ((got = poptGetNextOpt(parser->popt)) > 0) {
		cleanup_free char *value = poptGetOptArg(parser->popt);
		bool alias = got > VALUE_ALIAS;
		size_t i = (size_t)(alias ? got - VALUE_ALIAS : got) - 1;

		if (got == VALUE_HELP || got == VALUE_VERSION) {
			if (parser->options.wish == WISH_COMMAND)
				parser->options.wish = got == VALUE_HELP ? WISH_HELP : WISH_VERSION;
			continue;
		}
		if (parser->specs[i].argument)
			must_have(value);
		parser->spelled[i] = alias ? parser->specs[i].alias : parser->specs[i].name;
		if (set_option(parser, &parser->specs[i], parser->spelled[i], value, err) < 0)
			return -1;
	}
	return got == -1 ? 0 : refuse_bad_option(parser, got, err);
}

static void read_words(struct options_parser *parser)
{
	const char **words = poptGetArgs(parser->popt);
	struct options *options = &parser->options;

	if (parser->has_word)
		must_have(words);

	for (size_t i = 0; words && words[0] && i < COMMANDS; i++)
		if (!strcmp(words[0], command_specs[i].name)) {
			options->command = (enum command)i;
			options->command_given = true;
		}
	if (options->command_given)
		words++;
	for (; words && *words; words++) {
		options->words = must_realloc(options->words,
					      (options->word_count + 1) * sizeof(*options->words));
		options->words[options->word_count++] = must_strdup(*words);
	}
}

static int parse(struct options_parser *parser, struct error *err)
{
	if (read_options(parser, err) < 0)
		return -1;
	read_words(parser);
	return parser->options.wish == WISH_COMMAND ? options_check(parser, err) : 0;
}

/* --json may stand without a file, as the last word or before another option: standard output. */
static const char **name_standard_output(int argc, const char **argv)
{
	const char **words = must_calloc((size_t)argc + 1, sizeof(*words));

	memcpy(words, argv, (size_t)argc * sizeof(*words));
	for (int i = 0; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;

		if (!strcmp(argv[i], "--"))
			break;
		if (!strcmp(argv[i], "--json") && (!next || (next[0] == '-' && next[1])))
			words[i] = "--json=-";
	}
	return words;
}

/* Before all else, so that what is refused is refused in the language that was asked for. */
static void read_language(int argc, const char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *value = NULL;

		if (!strncmp(argv[i], "--lang=", 7))
			value = argv[i] + 7;
		else if (!strcmp(argv[i], "--lang") && i + 1 < argc)
			value = argv[i + 1];
		if (value && (!strcmp(value, "en") || !strcmp(value, "zh")))
			say_in_chinese(!strcmp(value, "zh"));
	}
}

int options_parse(int argc, const char **argv, struct options *ret_options, struct error *err)
{
	cleanup_free const char **words = name_standard_output(argc, argv);
	struct options_parser parser = { .has_word = argc > 1 && *argv[1] != '-' };
	int r;

	read_language(argc, argv);
	/* popt heeds them, and would end the options at the first word. */
	unsetenv("POSIXLY_CORRECT");
	unsetenv("POSIX_ME_HARDER");
	parser.options.language = says_chinese() ? LANGUAGE_ZH : LANGUAGE_EN;
	make_table(&parser);
	popt_end_as_usage(true);
	parser.popt = must_have(poptGetContext(NULL, argc, words, parser.table, 0));
	r = parse(&parser, err);
	poptFreeContext(parser.popt);
	popt_end_as_usage(false);
	if (r < 0)
		options_clear(&parser.options);
	else
		*ret_options = parser.options;
	return r;
}

void options_clear(struct options *options)
{
	for (size_t i = 0; i < options->word_count; i++)
		free(options->words[i]);
	free(options->words);
	for (size_t i = 0; i < OPTIONS_MAX_OUTPUTS; i++)
		free(options->outputs[i]);
	free(options->output);
	free(options->save_evidence);
	free(options->rules);
	free(options->baseline);
	free(options->thresholds);
	free(options->when);
	scope_clear(&options->scope);
	*options = (struct options){ 0 };
}
