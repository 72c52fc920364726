// SPDX-License-Identifier: BSD-2-Clause
/* The reader's child that stays: who is asked, who is not, and what is left. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <cmocka.h>

#include "error.h"
#include "in_child.h"
#include "netns.h"
#include "reader.h"
#include "reader_process.h"

static const struct column_spec columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "process", COLUMN_VALUE, NULL },
	{ "inode", COLUMN_VALUE, NULL },
	{ 0 },
};
static const struct fact_spec facts[] = { { "test.walks", "who walked", columns }, { 0 } };

static int read_who(const struct reading *reading, struct error *err)
{
	struct cell *row = reading_row(reading, 0);
	struct stat status;

	(void)err;
	stat("/proc/self/ns/net", &status);
	cell_count(&row[1], (uint64_t)getpid());
	cell_count(&row[2], status.st_ino);
	return 0;
}

static int read_crash(const struct reading *reading, struct error *err)
{
	(void)reading;
	(void)err;
	signal(SIGABRT, SIG_DFL);
	abort();
}

static const struct probe who = { .name = "who", .facts = facts, .read = read_who };
static const struct probe other = { .name = "other", .facts = facts, .read = read_who };
static const struct probe crash = { .name = "crash", .facts = facts, .read = read_crash };

/* The process that answered for the last namespace. */
static pid_t walked(struct reader_process *process, const struct netns_list *list,
		    const struct probe *const *probes, size_t count)
{
	struct reader_result results[2];
	pid_t pid;

	reader_run_again(process, NULL, list, probes, count, results);
	assert_true(results[count - 1].answered[list->count - 1]);
	assert_null(results[count - 1].why);
	pid = (pid_t)cell_as_count(table_cell(results[count - 1].tables[0], 0, "process"));
	for (size_t i = 0; i < count; i++)
		reader_result_clear(&results[i]);
	return pid;
}

static struct netns_list own_only(void)
{
	struct netns_list list;
	struct error err;

	assert_int_equal(netns_list_open("self", &list, &err), 0);
	return list;
}

static bool is_gone(pid_t pid)
{
	return kill(pid, 0) < 0 && errno == ESRCH;
}

static void test_the_same_is_asked_again(void **state)
{
	struct reader_process process = READER_PROCESS_NONE;
	const struct probe *probes[] = { &who, &other };
	struct netns_list list = own_only();
	pid_t first;

	(void)state;
	first = walked(&process, &list, probes, 2);
	assert_int_not_equal(first, getpid());
	for (int i = 0; i < 100; i++)
		assert_int_equal(walked(&process, &list, probes, 2), first);
	reader_process_end(&process);
	assert_true(is_gone(first));
	netns_list_close(&list);
}

static void test_any_probes_are_asked_of_it(void **state)
{
	struct reader_process process = READER_PROCESS_NONE;
	const struct probe *one[] = { &who }, *two[] = { &who, &other };
	struct netns_list list = own_only();
	pid_t first;

	(void)state;
	first = walked(&process, &list, one, 1);
	assert_int_equal(walked(&process, &list, two, 2), first);
	assert_int_equal(walked(&process, &list, one, 1), first);
	reader_process_end(&process);
	netns_list_close(&list);
}

static void test_one_that_was_killed_is_replaced(void **state)
{
	struct reader_process process = READER_PROCESS_NONE;
	const struct probe *probes[] = { &who };
	struct netns_list list = own_only();
	pid_t first, second;

	(void)state;
	first = walked(&process, &list, probes, 1);
	kill(first, SIGKILL);
	second = walked(&process, &list, probes, 1);
	assert_int_not_equal(first, second);
	assert_true(is_gone(first));
	reader_process_end(&process);
	netns_list_close(&list);
}

/* What one walk gave up is asked again in the next. */
static void test_giving_up_is_for_one_walk(void **state)
{
	struct reader_process process = READER_PROCESS_NONE;
	const struct probe *probes[] = { &crash, &who }, *only_who[] = { &who };
	struct netns_list list = own_only();
	struct reader_result results[2];
	pid_t went_on = 0;

	(void)state;
	for (int i = 0; i < 2; i++) {
		reader_run_again(&process, NULL, &list, probes, 2, results);
		assert_string_equal(results[0].why,
				    "reading crash in namespace self ended unexpectedly");
		assert_true(results[1].answered[0]);
		went_on = (pid_t)cell_as_count(table_cell(results[1].tables[0], 0, "process"));
		reader_result_clear(&results[0]);
		reader_result_clear(&results[1]);
	}
	assert_int_equal(walked(&process, &list, only_who, 1), went_on);
	reader_process_end(&process);
	netns_list_close(&list);
}

/* The second walk begins in the own namespace, though the first one ended in another. */
static void walks_from_home_again(void)
{
	struct reader_process process = READER_PROCESS_NONE;
	const struct probe *probes[] = { &who };
	struct netns_list list = { .entries = calloc(2, sizeof(struct netns)), .count = 2 };
	struct stat own, far;

	CHILD_ASSERT(unshare(CLONE_NEWNET) == 0);
	list.entries[1].name = "far";
	list.entries[1].fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	CHILD_ASSERT(unshare(CLONE_NEWNET) == 0);
	list.entries[0] = (struct netns){ .name = "self", .self = true };
	list.entries[0].fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	CHILD_ASSERT(!fstat(list.entries[0].fd, &own) && !fstat(list.entries[1].fd, &far));
	for (int i = 0; i < 3; i++) {
		struct reader_result result;

		reader_run_again(&process, NULL, &list, probes, 1, &result);
		CHILD_ASSERT(result.tables[0]->rows == 2);
		/* Sorted by name. */
		CHILD_ASSERT(cell_as_count(table_cell(result.tables[0], 0, "inode")) == far.st_ino);
		CHILD_ASSERT(cell_as_count(table_cell(result.tables[0], 1, "inode")) == own.st_ino);
		reader_result_clear(&result);
	}
	reader_process_end(&process);
}

static void test_walks_from_home_again(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(in_child(walks_from_home_again), 0);
}

/* Its CPU time is the parent's children's once it is ended. */
static void test_its_time_is_counted(void **state)
{
	struct reader_process process = READER_PROCESS_NONE;
	const struct probe *probes[] = { &who };
	struct netns_list list = own_only();
	struct rusage before, waiting, after;

	(void)state;
	getrusage(RUSAGE_CHILDREN, &before);
	for (int i = 0; i < 2000; i++)
		walked(&process, &list, probes, 1);
	getrusage(RUSAGE_CHILDREN, &waiting);
	reader_process_end(&process);
	getrusage(RUSAGE_CHILDREN, &after);
	assert_memory_equal(&before.ru_utime, &waiting.ru_utime, sizeof(before.ru_utime));
	assert_true(timercmp(&after.ru_utime, &before.ru_utime, >) ||
		    timercmp(&after.ru_stime, &before.ru_stime, >));
	netns_list_close(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_same_is_asked_again),
		cmocka_unit_test(test_any_probes_are_asked_of_it),
		cmocka_unit_test(test_one_that_was_killed_is_replaced),
		cmocka_unit_test(test_giving_up_is_for_one_walk),
		cmocka_unit_test(test_walks_from_home_again),
		cmocka_unit_test(test_its_time_is_counted),
	};

	return cmocka_run_group_tests_name("reader_process", tests, NULL, NULL);
}
