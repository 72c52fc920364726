// SPDX-License-Identifier: BSD-2-Clause
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "error.h"
#include "in_child.h"
#include "netns.h"

static const struct netns *by_name(const struct netns_list *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->entries[i].name, name))
			return &list->entries[i];
	return NULL;
}

static size_t with_inode(const struct netns_list *list, uint32_t inode)
{
	size_t found = 0;

	for (size_t i = 0; i < list->count; i++)
		found += list->entries[i].inode == inode;
	return found;
}

static uint32_t own_inode(void)
{
	struct stat status;

	CHILD_ASSERT(!stat("/proc/self/ns/net", &status));
	return (uint32_t)status.st_ino;
}

static void bind_here(const char *path)
{
	int fd = open(path, O_CREAT | O_WRONLY, 0600);

	CHILD_ASSERT(fd >= 0);
	close(fd);
	CHILD_ASSERT(!mount("/proc/self/ns/net", path, NULL, MS_BIND, NULL));
}

/* A /run of the child's own, and a network namespace that nobody else has. */
static void enter_private_host(void)
{
	CHILD_ASSERT(!unshare(CLONE_NEWNS | CLONE_NEWNET));
	CHILD_ASSERT(!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	CHILD_ASSERT(!mount("tmpfs", "/run", "tmpfs", 0, NULL));
	CHILD_ASSERT(!mkdir("/run/netns", 0700));
}

static void finds_named_and_anonymous(void)
{
	struct netns_list list;
	struct error err;
	uint32_t named, process, own;
	int ready[2];
	char byte, name[32];
	pid_t pid;

	enter_private_host();
	bind_here("/run/netns/blue");
	bind_here("/run/netns/green"); /* the same one under a second name */
	named = own_inode();
	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(!pipe(ready));
	pid = fork();
	if (!pid) {
		unshare(CLONE_NEWNET);
		CHILD_ASSERT(write(ready[1], "x", 1) == 1);
		pause();
	}
	CHILD_ASSERT(read(ready[0], &byte, 1) == 1);
	own = own_inode();

	CHILD_ASSERT(!netns_list_open(NULL, &list, &err));
	CHILD_ASSERT(list.entries[0].self && list.entries[0].inode == own);
	CHILD_ASSERT(!strcmp(list.entries[0].name, "self"));
	CHILD_ASSERT(with_inode(&list, own) == 1);
	CHILD_ASSERT(with_inode(&list, named) == 1);
	CHILD_ASSERT(by_name(&list, "blue")->inode == named && !by_name(&list, "green"));
	snprintf(name, sizeof(name), "pid %d", pid);
	CHILD_ASSERT(by_name(&list, name));
	process = by_name(&list, name)->inode;
	CHILD_ASSERT(process != own && process != named);
	CHILD_ASSERT(netns_by_inode(&list, process) == by_name(&list, name));

	CHILD_ASSERT(!netns_enter(by_name(&list, "blue"), &err));
	CHILD_ASSERT(own_inode() == named);
	netns_list_close(&list);
	CHILD_ASSERT(!list.count);

	snprintf(name, sizeof(name), "%d", pid);
	CHILD_ASSERT(!netns_list_open(name, &list, &err));
	CHILD_ASSERT(list.count == 1 && list.entries[0].inode == process);
	CHILD_ASSERT(!strncmp(list.entries[0].name, "pid ", 4) && !list.entries[0].self);
	netns_list_close(&list);
	kill(pid, SIGKILL);
}

static void selects_by_name(void)
{
	struct netns_list list;
	struct error err;

	enter_private_host();
	bind_here("/run/netns/blue");
	CHILD_ASSERT(!netns_list_open("blue", &list, &err));
	CHILD_ASSERT(list.count == 1 && list.entries[0].self);
	CHILD_ASSERT(!strcmp(list.entries[0].name, "self"));
	netns_list_close(&list);
	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(!netns_list_open("blue", &list, &err));
	CHILD_ASSERT(list.count == 1 && !list.entries[0].self);
	CHILD_ASSERT(!strcmp(list.entries[0].name, "blue"));
	netns_list_close(&list);
	CHILD_ASSERT(!netns_list_open("self", &list, &err));
	CHILD_ASSERT(list.count == 1 && list.entries[0].inode == own_inode());
	netns_list_close(&list);
}

/* What anybody may leave in that directory neither stops the search nor poses as something else. */
static void survives_odd_files(void)
{
	struct netns_list list;
	struct error err;

	enter_private_host();
	CHILD_ASSERT(!mkfifo("/run/netns/pipe", 0600));
	CHILD_ASSERT(!close(open("/run/netns/stale", O_CREAT | O_WRONLY, 0600)));
	CHILD_ASSERT(!symlink("/dev/null", "/run/netns/link"));
	bind_here("/run/netns/self");
	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	bind_here("/run/netns/\xff\n");
	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(!netns_list_open("all", &list, &err));
	CHILD_ASSERT(by_name(&list, "self")->inode == own_inode());
	CHILD_ASSERT(by_name(&list, "/run/netns/self")->inode != own_inode());
	CHILD_ASSERT(by_name(&list, "\\xff\\x0a"));
	CHILD_ASSERT(!by_name(&list, "pipe") && !by_name(&list, "stale"));
	netns_list_close(&list);
	CHILD_ASSERT(netns_list_open("stale", &list, &err) < 0);
	CHILD_ASSERT(strstr(err.text, "stale"));
}

static void counts_those_beyond(void)
{
	const size_t made = NETNS_MAX + 4;
	struct netns_list list;
	struct error err;

	enter_private_host();
	for (size_t i = 0; i < made; i++) {
		char path[64];

		snprintf(path, sizeof(path), "/run/netns/n%03zu", i);
		bind_here(path);
		CHILD_ASSERT(!unshare(CLONE_NEWNET));
	}
	CHILD_ASSERT(!netns_list_open(NULL, &list, &err));
	CHILD_ASSERT(list.count == NETNS_MAX);
	CHILD_ASSERT(list.beyond >= made + 1 - NETNS_MAX);
	CHILD_ASSERT(list.entries[0].self);
	netns_list_close(&list);
}

static void as_root(void (*work)(void))
{
	if (geteuid())
		skip();
	assert_int_equal(in_child(work), 0);
}

static void test_named_and_anonymous(void **state)
{
	(void)state;
	as_root(finds_named_and_anonymous);
}

static void test_selection(void **state)
{
	(void)state;
	as_root(selects_by_name);
}

static void test_odd_files(void **state)
{
	(void)state;
	as_root(survives_odd_files);
}

static void test_beyond(void **state)
{
	(void)state;
	as_root(counts_those_beyond);
}

static void test_self_needs_no_root(void **state)
{
	struct netns_list list;
	struct error err;

	(void)state;
	assert_int_equal(netns_list_open("self", &list, &err), 0);
	assert_int_equal(list.count, 1);
	assert_true(list.entries[0].self);
	netns_list_close(&list);
}

static void test_refusals(void **state)
{
	static const char *const missing[] = { "no-such-namespace", "", "../../etc/passwd",
					       "4000000000", "." };
	struct netns_list list;
	struct error err;

	(void)state;
	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++) {
		assert_int_equal(netns_list_open(missing[i], &list, &err), -1);
		assert_non_null(strstr(err.text, "--netns"));
		assert_non_null(strstr(err.text, missing[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_named_and_anonymous), cmocka_unit_test(test_selection),
		cmocka_unit_test(test_odd_files),           cmocka_unit_test(test_beyond),
		cmocka_unit_test(test_self_needs_no_root),  cmocka_unit_test(test_refusals),
	};

	return cmocka_run_group_tests_name("netns", tests, NULL, NULL);
}
