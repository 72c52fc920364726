// SPDX-License-Identifier: BSD-2-Clause
/* Of a host with more sockets than are read this must be said. */
#include "unit.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cleanup.h"
#include "in_child.h"
#include "socket_rows.h"

static void listen_on(int count)
{
	for (int i = 0; i < count; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		CHILD_ASSERT(fd >= 0 && !listen(fd, 1));
	}
}

static void says_what_is_cut(void)
{
	const struct rlimit files = { SOCKETS_MAX + 64, SOCKETS_MAX + 64 };
	cleanup_sockets struct socket_rows all = { 0 };
	cleanup_sockets struct socket_rows cut = { 0 };
	struct reading reading = { 0 };
	char *lacks = NULL;
	struct error err;

	CHILD_ASSERT(!unshare(CLONE_NEWNET) && !setrlimit(RLIMIT_NOFILE, &files));
	listen_on(SOCKETS_MAX);
	CHILD_ASSERT(!socket_rows_proc_listen(&all, &err));
	CHILD_ASSERT(all.count == SOCKETS_MAX && !all.cut);
	listen_on(1);
	CHILD_ASSERT(!socket_rows_proc_listen(&cut, &err));
	CHILD_ASSERT(cut.count == SOCKETS_MAX && cut.cut);
	reading.lacks = &lacks;
	all.count = cut.count = 0;
	socket_rows_report(&all, &reading);
	CHILD_ASSERT(!lacks);
	socket_rows_report(&cut, &reading);
	CHILD_ASSERT(!strcmp(lacks, "more than 4096 sockets; the others are not listed"));
}

static void test_cut(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(in_child(says_what_is_cut), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests_name("socket_rows", tests, NULL, NULL);
}
