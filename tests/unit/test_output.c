// SPDX-License-Identifier: BSD-2-Clause
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "cleanup.h"
#include "in_child.h"
#include "output.h"

static char directory[] = "/tmp/test_output.XXXXXX";

static int enter(void **state)
{
	(void)state;
	return mkdtemp(directory) && !chdir(directory) ? 0 : -1;
}

static int leave(void **state)
{
	(void)state;
	return chdir("/") || rmdir(directory);
}

static unsigned count_files(void)
{
	DIR *here = opendir(".");
	unsigned count = 0;

	while (readdir(here))
		count++;
	closedir(here);
	return count - 2;
}

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void assert_content(const char *path, const char *text)
{
	char content[64] = "";
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	content[fread(content, 1, sizeof(content) - 1, file)] = 0;
	fclose(file);
	assert_string_equal(content, text);
}

static void test_new_file(void **state)
{
	struct output output;
	struct stat status;
	struct error err;

	(void)state;
	umask(0);
	assert_int_equal(output_open("new.json", &output, &err), 0);
	fputs("hello\n", output.stream);
	assert_int_equal(access("new.json", F_OK), -1);
	assert_int_equal(output_commit(&output, &err), 0);
	assert_content("new.json", "hello\n");
	assert_int_equal(stat("new.json", &status), 0);
	assert_int_equal(status.st_mode & 07777, 0600);
	assert_int_equal(count_files(), 1);
	unlink("new.json");
}

static void test_old_file(void **state)
{
	cleanup_free char *path = NULL;
	struct output output;
	struct error err;

	(void)state;
	put("old.json", "old");
	assert_true(asprintf(&path, "%s/old.json", directory) > 0);
	assert_int_equal(output_open(path, &output, &err), 0);
	fputs("half of the n", output.stream);
	fflush(output.stream);
	output_discard(&output);
	assert_content("old.json", "old");
	assert_int_equal(count_files(), 1);

	assert_int_equal(output_open("./old.json", &output, &err), 0);
	fputs("new", output.stream);
	assert_content("old.json", "old");
	assert_int_equal(output_commit(&output, &err), 0);
	assert_content("old.json", "new");
	assert_int_equal(count_files(), 1);
	unlink("old.json");
}

static void test_links_are_not_followed(void **state)
{
	struct output output;
	struct error err;

	(void)state;
	put("secret", "untouched");
	assert_int_equal(symlink("secret", "link"), 0);
	assert_int_equal(output_open("link", &output, &err), -1);
	assert_non_null(strstr(err.text, "cannot write link: it is a symbolic link"));
	assert_int_equal(output_open("target", &output, &err), 0);
	assert_int_equal(symlink("secret", "target"), 0);
	fputs("new", output.stream);
	assert_int_equal(output_commit(&output, &err), 0);
	assert_content("secret", "untouched");
	assert_content("target", "new");
	unlink("secret");
	unlink("link");
	unlink("target");
}

static void test_refusals(void **state)
{
	static const char *const paths[] = { "",    "sub/",   ".",   "no/such/directory/x",
					     "sub", "file/x", "pipe" };
	struct output output;

	(void)state;
	assert_int_equal(mkdir("sub", 0700), 0);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	put("file", "x");
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		struct error err = { "" };

		if (output_open(paths[i], &output, &err) != -1)
			fail_msg("\"%s\" was taken", paths[i]);
		assert_non_null(strstr(err.text, "cannot write"));
		assert_non_null(strstr(err.text, paths[i]));
	}
	assert_int_equal(count_files(), 3);
	rmdir("sub");
	unlink("file");
	unlink("pipe");
}

/* The device stays a device; writing to a full one is noticed. */
static void test_devices(void **state)
{
	struct output output;
	struct stat status;
	struct error err;

	(void)state;
	assert_int_equal(output_open("/dev/null", &output, &err), 0);
	fputs("x", output.stream);
	assert_int_equal(output_commit(&output, &err), 0);
	assert_int_equal(lstat("/dev/null", &status), 0);
	assert_true(S_ISCHR(status.st_mode));
	assert_int_equal(output_open("/dev/full", &output, &err), 0);
	fputs("x", output.stream);
	assert_int_equal(output_commit(&output, &err), -1);
	assert_non_null(strstr(err.text, "/dev/full"));
}

static void test_pipe(void **state)
{
	struct output output;
	struct error err;
	char byte = 0;
	int reader;

	(void)state;
	assert_int_equal(mkfifo("pipe", 0600), 0);
	reader = open("pipe", O_RDONLY | O_NONBLOCK);
	assert_int_equal(output_open("pipe", &output, &err), 0);
	fputs("x", output.stream);
	assert_int_equal(output_commit(&output, &err), 0);
	assert_int_equal(read(reader, &byte, 1), 1);
	assert_int_equal(byte, 'x');
	close(reader);
	unlink("pipe");
}

static void writes_to_full_stdout(void)
{
	struct output output;
	struct error err;

	CHILD_ASSERT(freopen("/dev/full", "w", stdout));
	CHILD_ASSERT(!output_open("-", &output, &err));
	CHILD_ASSERT(output.stream == stdout);
	fputs("x", output.stream);
	CHILD_ASSERT(output_commit(&output, &err) < 0);
	CHILD_ASSERT(strstr(err.text, "standard output"));
}

static void test_standard_output(void **state)
{
	struct output output = { .directory = -1 };

	(void)state;
	assert_int_equal(in_child(writes_to_full_stdout), 0);
	output_discard(&output);
	output_discard(&output);
}

/* Nobody but root may write there, whatever the mode says to root. */
static void cannot_write_here(void)
{
	struct output output;
	struct error err;

	CHILD_ASSERT(!mkdir("closed", 0755));
	CHILD_ASSERT(!setgid(65534) && !setuid(65534));
	CHILD_ASSERT(output_open("closed/x", &output, &err) < 0);
	CHILD_ASSERT(strstr(err.text, "cannot write closed/x: Permission denied"));
}

static void test_closed_directory(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	chmod(".", 0755);
	assert_int_equal(in_child(cannot_write_here), 0);
	rmdir("closed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new_file),
		cmocka_unit_test(test_old_file),
		cmocka_unit_test(test_links_are_not_followed),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_devices),
		cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_standard_output),
		cmocka_unit_test(test_closed_directory),
	};

	return cmocka_run_group_tests_name("output", tests, enter, leave);
}
