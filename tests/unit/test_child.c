// SPDX-License-Identifier: BSD-2-Clause
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "child.h"
#include "cleanup.h"
#include "in_child.h"

#define LONG_LINE 300000
#define PATIENT_MS 10000

static struct child start(void (*work)(int out, void *data))
{
	struct child child;
	struct error err;

	assert_int_equal(child_start(work, NULL, NULL, 0, &child, &err), 0);
	return child;
}

static void says(int out, const char *text)
{
	child_write(out, text, strlen(text));
}

static void speak_in_pieces(int out, void *data)
{
	char *line = malloc(LONG_LINE + 1);

	(void)data;
	memset(line, 'x', LONG_LINE);
	line[LONG_LINE] = '\n';
	says(out, "one\n\nth");
	says(out, "ree\n");
	child_write(out, line, LONG_LINE + 1);
	says(out, "never ended");
}

static void test_lines(void **state)
{
	cleanup_child struct child child = start(speak_in_pieces);
	static const char *const lines[] = { "one", "", "three" };
	char *line;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		assert_int_equal(child_read_line(&child, PATIENT_MS, &line), CHILD_LINE);
		assert_string_equal(line, lines[i]);
	}
	assert_int_equal(child_read_line(&child, PATIENT_MS, &line), CHILD_LINE);
	assert_int_equal(strlen(line), LONG_LINE);
	assert_int_equal(strspn(line, "x"), LONG_LINE);
	assert_int_equal(child_read_line(&child, PATIENT_MS, &line), CHILD_ENDED);
	assert_int_equal(child_read_line(&child, PATIENT_MS, &line), CHILD_ENDED);
}

static void be_silent(int out, void *data)
{
	(void)data;
	says(out, "begin\n");
	for (;;)
		pause();
}

/* Killed, and gone as soon as it can be: here at once. */
static void test_silence(void **state)
{
	struct child child = start(be_silent);
	pid_t pid = child.pid;
	char *line;
	int status;

	(void)state;
	assert_int_equal(child_read_line(&child, PATIENT_MS, &line), CHILD_LINE);
	assert_int_equal(child_read_line(&child, 10, &line), CHILD_SILENT);
	child_end(&child);
	if (waitpid(pid, &status, 0) == pid) {
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGKILL);
	}
	child_end(&child);
}

static void ignore_the_terminal(int out, void *data)
{
	(void)data;
	raise(SIGINT);
	raise(SIGQUIT);
	says(out, isatty(0) || isatty(1) || isatty(2) ? "terminal\n" : "still here\n");
}

static void test_signals_of_the_terminal(void **state)
{
	cleanup_child struct child child = start(ignore_the_terminal);
	char *line;

	(void)state;
	assert_int_equal(child_read_line(&child, PATIENT_MS, &line), CHILD_LINE);
	assert_string_equal(line, "still here");
}

static int kept, closed;

static void look_at_descriptors(int out, void *data)
{
	(void)data;
	says(out, fcntl(kept, F_GETFD) >= 0 ? "kept\n" : "kept is closed\n");
	says(out, fcntl(closed, F_GETFD) < 0 ? "closed\n" : "closed is open\n");
}

static void test_descriptors(void **state)
{
	struct child child;
	struct error err;
	char *line;

	(void)state;
	closed = dup(0);
	kept = dup(0);
	assert_int_equal(child_start(look_at_descriptors, NULL, &kept, 1, &child, &err), 0);
	assert_int_equal(child_read_line(&child, PATIENT_MS, &line), CHILD_LINE);
	assert_string_equal(line, "kept");
	assert_int_equal(child_read_line(&child, PATIENT_MS, &line), CHILD_LINE);
	assert_string_equal(line, "closed");
	child_end(&child);
	close(closed);
	close(kept);
}

static int survivor;

static void tell_when_ready(int out, void *data)
{
	(void)data;
	says(out, "ready\n");
	for (;;)
		pause();
}

/* The write end that only the grandchild holds closes when it dies with its parent. */
static void start_and_die(void)
{
	struct child child;
	struct error err;
	char *line;

	CHILD_ASSERT(!child_start(tell_when_ready, NULL, &survivor, 1, &child, &err));
	CHILD_ASSERT(child_read_line(&child, PATIENT_MS, &line) == CHILD_LINE);
	kill(getpid(), SIGKILL);
}

static void test_dies_with_its_parent(void **state)
{
	int ends[2];
	char byte;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	survivor = ends[1];
	assert_int_equal(in_child(start_and_die), 128 + SIGKILL);
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_silence),
		cmocka_unit_test(test_signals_of_the_terminal),
		cmocka_unit_test(test_descriptors),
		cmocka_unit_test(test_dies_with_its_parent),
	};

	return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
