// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whole commands as unit tests: WORDS("judge", …) says which one, in_child(perform) gives its exit
 * code. What they write lies in a folder of the test, and is forgotten before the next one.
 */
#pragma once

#include "unit.h"

#include <sys/stat.h>

#include "cleanup.h"
#include "command.h"
#include "in_child.h"
#include "input.h"
#include "json.h"

static char folder[] = "/tmp/netdoctor-commands-XXXXXX";

static const char *const outputs[] = { "said", "told",    "evidence", "report",       "page",
				       "both", "own.lua", "drop",     "drop/own.lua", "none" };
static char paths[10][64];

/* One of `outputs`. */
static inline const char *in_folder(const char *name)
{
	size_t i = 0;

	while (strcmp(outputs[i], name))
		i++;
	return paths[i];
}

static const char *const *asked;

static inline void perform(void)
{
	cleanup_options struct options options = { 0 };
	struct error err = { "" };
	int count = 0, r;

	while (asked[count])
		count++;
	CHILD_ASSERT(freopen(in_folder("said"), "w", stdout));
	CHILD_ASSERT(freopen(in_folder("told"), "w", stderr));
	r = options_parse(count, (const char **)asked, &options, &err);
	if (!r)
		r = command_do(&options, &err);
	if (r < 0)
		fprintf(stderr, "%s: %s\n", asked[1], err.text);
	fflush(stdout);
	fflush(stderr);
	_exit(r < 0 ? -r : r);
}

/* The words of the next command. */
#define WORDS(...) (asked = (const char *const[]){ "netdoctor", __VA_ARGS__, NULL })

/* A sanitizer's finding is none of the codes that commands have. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "exitcode=99";
}

static inline char *bytes_of(const char *name)
{
	struct error err = { "" };
	char *bytes = NULL;
	size_t length;

	if (input_read(in_folder(name), &bytes, &length, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	return bytes;
}

/* The command ends with one of these codes; what it says when it does not. */
static inline int run_to(int least, int most)
{
	int code = in_child(perform);

	if (code < least || code > most)
		fail_msg("%s ended with %d: %s", asked[1], code, bytes_of("told"));
	return code;
}

/* Done, or with a sentence that nothing could be measured here. */
static inline void run_to_done_or_blind(void)
{
	assert_int_not_equal(run_to(EXIT_HEALTHY, EXIT_BLIND), EXIT_FINDINGS);
}

static inline off_t size_of(const char *name)
{
	struct stat stat_;

	return stat(in_folder(name), &stat_) < 0 ? -1 : stat_.st_size;
}

static inline cJSON *read_json(const char *name)
{
	struct error err = { "" };
	cleanup_free char *bytes = bytes_of(name);
	cJSON *tree = NULL;

	if (json_parse(bytes, strlen(bytes), &tree, &err) < 0)
		fail_msg("%s: %s", name, err.text);
	return tree;
}

static inline int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
		snprintf(paths[i], sizeof(paths[i]), "%s/%s", folder, outputs[i]);
	return mkdir(in_folder("drop"), 0700);
}

/* No test passes by what one before it wrote. */
static inline int remove_outputs(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(outputs) / sizeof(outputs[0]); i++)
		unlink(paths[i]);
	return 0;
}

static inline int remove_folder(void **state)
{
	remove_outputs(state);
	rmdir(in_folder("drop"));
	return rmdir(folder);
}
