// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor: the command line to one command; the only place that prints errors. */
#include <fcntl.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <unistd.h>

#include "chinese.h"
#include "clean.h"
#include "cleanup.h"
#include "command.h"
#include "memory.h"
#include "options.h"
#include "version.h"

/* From this size on memory is given back when it is freed. */
#define MAPPED_BYTES (128 * 1024)

/* A file that is opened must not become one of the standard streams: children close those. What
 * stands in for a closed one can be read only, so that writing fails as it would have. */
static void fill_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			return;
}

static int fail(int code, const struct error *err)
{
	cleanup_free char *chinese = says_chinese() ? chinese_of(err->text) : NULL;
	cleanup_free char *text = clean_text(chinese ? chinese : err->text);

	fprintf(stderr, "netdoctor: %s\n", text);
	return code;
}

/* What could not be written was not said. */
static int finish(int code, struct error *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return code;
	error_set(err, "cannot write to standard output");
	return fail(EXIT_USAGE, err);
}

/* Out of memory ends the program also in the library that builds trees; a tree that lacks
 * something would be a report that says too little. */
static void *allocate_tree(size_t size)
{
	return must_have(malloc(size));
}

int main(int argc, char **argv)
{
	cleanup_options struct options options = { 0 };
	struct error err = { "" };
	int r;

	/* Said once and for all: else glibc raises it with each large table that is freed, and the
	 * next ones leave holes. */
	mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES);
	fill_standard_streams();
	cJSON_InitHooks(&(cJSON_Hooks){ allocate_tree, free });
	/* Only the language of messages: a decimal comma would break numbers in Lua and JSON. */
	setlocale(LC_MESSAGES, "");
	setlocale(LC_CTYPE, "C.UTF-8");
	say_in_chinese(chinese_by_locale());
	if (options_parse(argc, (const char **)argv, &options, &err) < 0)
		return fail(EXIT_USAGE, &err);
	if (options.wish == WISH_HELP) {
		options_help(&options, stdout);
		return finish(0, &err);
	}
	if (options.wish == WISH_VERSION) {
		puts("netdoctor " NETDOCTOR_VERSION);
		return finish(0, &err);
	}
	r = command_do(&options, &err);
	return r < 0 ? fail(-r, &err) : finish(r, &err);
}
