// SPDX-License-Identifier: BSD-2-Clause
/*
 * describe man|bash: the manual page and the shell completion, out of the table that --help and
 * parsing use (engine/options.h), so that none of them can lag behind.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "options.h"
#include "version.h"

/* Text of a manual page: nothing of it is a request, no hyphen is typographic. */
static void roff(const char *text)
{
	bool begins = true;

	for (const char *c = text; *c; c++) {
		if (*c == '\\')
			fputs("\\e", stdout);
		else if (*c == '-')
			fputs("\\-", stdout);
		else if (begins && (*c == '.' || *c == '\''))
			printf("\\&%c", *c);
		else
			putchar(*c);
		begins = *c == '\n';
	}
}

static void man_option(const struct option_spec *spec)
{
	fputs(".TP\n", stdout);
	if (spec->letter)
		printf("\\fB\\-%c\\fR, ", spec->letter);
	fputs("\\fB\\-\\-", stdout);
	roff(spec->name);
	fputs("\\fR", stdout);
	if (spec->argument) {
		fputs(" \\fI", stdout);
		roff(spec->argument);
		fputs("\\fR", stdout);
	}
	if (spec->alias) {
		fputs(" (or \\fB\\-\\-", stdout);
		roff(spec->alias);
		fputs("\\fR)", stdout);
	}
	putchar('\n');
	roff(spec->summary);
	fputs(".\n.br\nOf:", stdout);
	for (unsigned i = 0; i < COMMANDS; i++)
		if (spec->commands & 1U << i)
			printf(" %s", command_specs[i].name);
	fputs(".\n", stdout);
}

static void man_command(const struct command_spec *command)
{
	printf(".TP\n\\fBnetdoctor %s\\fR ", command->name);
	roff(command->words);
	putchar('\n');
	roff(command->summary);
	fputs(".\n", stdout);
	for (size_t i = 0; command->examples[i]; i++) {
		fputs(".RS\n.nf\n", stdout);
		roff(command->examples[i]);
		fputs("\n.fi\n.RE\n", stdout);
	}
}

static void man(void)
{
	struct option_spec specs[OPTIONS_MAX];
	size_t count = options_all(specs);

	printf(".TH NETDOCTOR 8 \"\" \"netdoctor %s\" \"System Administration\"\n",
	       NETDOCTOR_VERSION);
	fputs(".SH NAME\nnetdoctor \\- find out why the network of a host is slow, lossy or "
	      "uneven\n"
	      ".SH SYNOPSIS\n.B netdoctor\n[\\fICOMMAND\\fR] [\\fIWORD\\fR...] "
	      "[\\fIOPTION\\fR...]\n"
	      ".SH DESCRIPTION\nReads counters, watches packets where they die with eBPF, and "
	      "lets rules judge what was measured: one ranked report of root causes of a KVM or "
	      "Open vSwitch hypervisor or of a guest on it, each with its evidence and what to "
	      "do about it. It changes nothing and leaves nothing behind. Measuring needs "
	      "CAP_NET_ADMIN and CAP_BPF (or root); judging, comparing and listing need "
	      "nothing.\n"
	      ".SH COMMANDS\n",
	      stdout);
	for (size_t i = 0; i < COMMANDS; i++)
		if (!command_specs[i].later)
			man_command(&command_specs[i]);
	fputs(".SH OPTIONS\n", stdout);
	for (size_t i = 0; i < count; i++)
		if (specs[i].kind != OPTION_LATER)
			man_option(&specs[i]);
	fputs(".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nHelp, or that of one command.\n"
	      ".TP\n\\fB\\-V\\fR, \\fB\\-\\-version\\fR\nThe version.\n"
	      ".SH EXIT STATUS\n"
	      ".TP\n0\nhealthy, or below \\-\\-fail\\-on\n"
	      ".TP\n1\nthe verdict reaches \\-\\-fail\\-on; with \\-\\-baseline and of diff: "
	      "something is new or worse\n"
	      ".TP\n2\nwrong usage, or a file that cannot be read or written\n"
	      ".TP\n3\nundetermined, or it could not look\n",
	      stdout);
}

static void bash_options(unsigned commands)
{
	struct option_spec specs[OPTIONS_MAX];
	size_t count = options_all(specs);

	for (size_t i = 0; i < count; i++)
		if (specs[i].commands & commands && specs[i].kind != OPTION_LATER)
			printf(" --%s", specs[i].name);
	fputs(" --help", stdout);
}

/* What stands after an option: a choice, a file, a device, or what nobody can guess. */
static void bash_value(const struct option_spec *spec)
{
	if (!spec->argument)
		return;
	printf("\t--%s", spec->name);
	if (spec->letter)
		printf(" | -%c", spec->letter);
	fputs(") ", stdout);
	if (spec->choices) {
		fputs("words='", stdout);
		for (size_t i = 0; spec->choices[i]; i++)
			printf("%s ", spec->choices[i]);
		fputs("' ;;\n", stdout);
	} else if (!strcmp(spec->argument, "FILE")) {
		fputs("files=-f ;;\n", stdout);
	} else if (!strcmp(spec->argument, "DIR")) {
		fputs("files=-d ;;\n", stdout);
	} else if (!strncmp(spec->argument, "DEVICE", 6)) {
		fputs("words=$(ls /sys/class/net 2>/dev/null) ;;\n", stdout);
	} else {
		fputs("return ;;\n", stdout);
	}
}

static void bash_words(const struct command_spec *command)
{
	printf("\t%s) options='", command->name);
	bash_options(1U << (command - command_specs));
	fputs("' ", stdout);
	if (command->choices) {
		fputs("words='", stdout);
		for (size_t i = 0; command->choices[i]; i++)
			printf("%s ", command->choices[i]);
		fputs("' ;;\n", stdout);
	} else if (!strncmp(command->words, "[FLOW", 5)) {
		fputs("words=$(netdoctor list flows 2>/dev/null | awk '/^[a-z]/ { print $1 }') "
		      ";;\n",
		      stdout);
	} else if (!strcmp(command->words, "CAUSE")) {
		fputs("words=$(netdoctor list causes 2>/dev/null | awk '{ print $1 }') ;;\n",
		      stdout);
	} else if (!strcmp(command->words, "NAME")) {
		fputs("words=$(netdoctor list probes 2>/dev/null | awk '/^[a-z]/ { print $1 }') "
		      ";;\n",
		      stdout);
	} else {
		fputs(*command->words ? "files=-f ;;\n" : ";;\n", stdout);
	}
}

static void bash(void)
{
	struct option_spec specs[OPTIONS_MAX];
	size_t count = options_all(specs);

	fputs("# bash completion of netdoctor, made from its table of options.\n"
	      "_netdoctor()\n{\n"
	      "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
	      "\tlocal command='' words='' files='' options=''\n\tlocal i\n"
	      "\tCOMPREPLY=()\n"
	      "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tcase ${COMP_WORDS[i]} in\n\t\t",
	      stdout);
	for (size_t i = 0; i < COMMANDS; i++)
		printf("%s%s", i ? " | " : "", command_specs[i].name);
	fputs(") command=${COMP_WORDS[i]} && break ;;\n\t\tesac\n\tdone\n\tcase $before in\n",
	      stdout);
	for (size_t i = 0; i < count; i++)
		if (specs[i].kind != OPTION_LATER)
			bash_value(&specs[i]);
	fputs("\t*)\n\t\tcase ${command:-none} in\n", stdout);
	for (size_t i = 0; i < COMMANDS; i++)
		if (!command_specs[i].later)
			bash_words(&command_specs[i]);
	fputs("\tnone) options='", stdout);
	bash_options(1U << COMMAND_RUN);
	fputs("' words='", stdout);
	for (size_t i = 0; i < COMMANDS; i++)
		if (!command_specs[i].later)
			printf("%s ", command_specs[i].name);
	fputs("' ;;\n\t\tesac\n\t\t;;\n\tesac\n"
	      "\tif [[ $word == -* ]]; then\n\t\twords=$options\n\tfi\n"
	      "\tif [[ $files && $word != -* ]]; then\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen \"$files\" -- \"$word\")\n"
	      "\t\tcompopt -o filenames 2>/dev/null\n\telse\n"
	      "\t\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n\tfi\n}\n"
	      "complete -F _netdoctor netdoctor\n",
	      stdout);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "man"))
		man();
	else if (argc == 2 && !strcmp(argv[1], "bash"))
		bash();
	else
		return fputs("usage: describe man|bash\n", stderr), 2;
	return 0;
}
