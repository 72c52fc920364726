// SPDX-License-Identifier: BSD-2-Clause
#include "netns.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "memory.h"
#include "text.h"

#define NAMED_DIRECTORY "/run/netns"

struct search {
	struct netns_list list;
	uint32_t *seen; /* inodes, listed or beyond */
	size_t seen_count, seen_room;
};

static void close_directory(DIR **directory)
{
	if (*directory)
		closedir(*directory);
}
#define cleanup_directory __attribute__((cleanup(close_directory)))

static void free_search(struct search *search)
{
	netns_list_close(&search->list);
	free(search->seen);
}

/* Most processes share a namespace with the one before them, so the latest is looked at first. */
static bool first_sight(struct search *search, uint32_t inode)
{
	for (size_t i = search->seen_count; i--;)
		if (search->seen[i] == inode) {
			search->seen[i] = search->seen[search->seen_count - 1];
			search->seen[search->seen_count - 1] = inode;
			return false;
		}
	if (search->seen_count == search->seen_room) {
		search->seen_room = search->seen_room ? 2 * search->seen_room : NETNS_MAX;
		search->seen =
			must_realloc(search->seen, search->seen_room * sizeof(*search->seen));
	}
	search->seen[search->seen_count++] = inode;
	return true;
}

/* Anybody may leave a pipe or a plain file under /run/netns: it is never waited for. */
static int open_namespace(int directory, const char *path, uint32_t *ret_inode)
{
	cleanup_fd int fd = openat(directory, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;

	if (fd < 0)
		return -errno;
	if (ioctl(fd, NS_GET_NSTYPE) != CLONE_NEWNET)
		return -EINVAL;
	if (fstat(fd, &status) < 0)
		return -errno;
	*ret_inode = (uint32_t)status.st_ino;
	return TAKE_FD(fd);
}

static void list_add(struct netns_list *list, const char *name, uint32_t inode, int fd, bool self)
{
	list->entries = must_realloc(list->entries, (list->count + 1) * sizeof(*list->entries));
	list->entries[list->count++] = (struct netns){ must_strdup(name), inode, fd, self };
}

static void search_add(struct search *search, const char *name, uint32_t inode, int fd)
{
	if (search->list.count == NETNS_MAX) {
		search->list.beyond++;
		close(fd);
		return;
	}
	list_add(&search->list, name, inode, fd, false);
}

static int search_own(struct search *search, struct error *err)
{
	uint32_t inode = 0;
	int fd = open_namespace(AT_FDCWD, "/proc/self/ns/net", &inode);

	if (fd < 0)
		return error_errno(err, -fd, "cannot open the own network namespace");
	first_sight(search, inode);
	list_add(&search->list, NETNS_SELF, inode, fd, true);
	return 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_no_dot(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* A file there that is called like our own words must not pass for them. */
static char *name_of_file(const char *file)
{
	cleanup_free char *clean = text_from_system(file);
	char *name;

	if (strcmp(clean, NETNS_SELF) != 0 && strncmp(clean, "pid ", strlen("pid ")) != 0)
		return TAKE_PTR(clean);
	if (asprintf(&name, NAMED_DIRECTORY "/%s", clean) < 0)
		name = NULL;
	return must_have(name);
}

static void search_named(struct search *search)
{
	cleanup_fd int directory = open(NAMED_DIRECTORY, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent **entries = NULL;
	int count =
		directory < 0 ? 0 : scandirat(directory, ".", &entries, is_no_dot, compare_names);

	for (int i = 0; i < count; i++) {
		cleanup_free struct dirent *entry = entries[i];
		cleanup_free char *name = name_of_file(entry->d_name);
		uint32_t inode = 0;
		int fd = open_namespace(directory, entry->d_name, &inode);

		if (fd == -EACCES || fd == -EPERM)
			search->list.beyond++;
		if (fd < 0)
			continue;
		if (first_sight(search, inode))
			search_add(search, name, inode, fd);
		else
			close(fd);
	}
	free(entries);
}

/* readlink of /proc/PID/ns/net takes no lock that a stuck process could hold. */
static bool inode_of_process(int proc, int pid, char *ret_path, size_t size, uint32_t *ret_inode)
{
	char target[64] = { 0 };

	snprintf(ret_path, size, "%d/ns/net", pid);
	return readlinkat(proc, ret_path, target, sizeof(target) - 1) > 0 &&
	       sscanf(target, "net:[%u]", ret_inode) == 1;
}

static void search_process(struct search *search, int proc, int pid)
{
	char path[64], name[64];
	uint32_t inode = 0, opened = 0;
	int fd;

	if (!inode_of_process(proc, pid, path, sizeof(path), &inode) || !first_sight(search, inode))
		return;
	fd = open_namespace(proc, path, &opened);
	snprintf(name, sizeof(name), "pid %d", pid);
	if (fd < 0)
		search->list.beyond++;
	else if (opened == inode || first_sight(search, opened))
		search_add(search, name, opened, fd);
	else
		close(fd);
}

/* /proc lists processes by rising number, so that the first one seen is the lowest. */
static int search_processes(struct search *search, struct error *err)
{
	cleanup_directory DIR *proc = opendir("/proc");
	const struct dirent *entry;

	if (!proc)
		return error_errno(err, errno, "cannot list processes in /proc");
	while ((entry = readdir(proc)))
		if (isdigit((unsigned char)entry->d_name[0]))
			search_process(search, dirfd(proc), atoi(entry->d_name));
	return 0;
}

static int search_all(struct search *search, struct error *err)
{
	if (search_own(search, err) < 0)
		return -1;
	search_named(search);
	return search_processes(search, err);
}

static int open_selected(const char *selector, uint32_t *ret_inode)
{
	char path[512];
	int fd;

	if (strchr(selector, '/') || selector[0] == '.' || !*selector)
		return -ENOENT;
	snprintf(path, sizeof(path), NAMED_DIRECTORY "/%s", selector);
	fd = open_namespace(AT_FDCWD, path, ret_inode);
	if (fd != -ENOENT || strspn(selector, "0123456789") != strlen(selector))
		return fd;
	snprintf(path, sizeof(path), "/proc/%s/ns/net", selector);
	return open_namespace(AT_FDCWD, path, ret_inode);
}

/* The name is the one that a full search gives, so that reports of both kinds of run agree. */
static int select_one(const struct search *search, const char *selector,
		      struct netns_list *ret_list, struct error *err)
{
	const struct netns *known;
	cleanup_fd int fd = -1;
	uint32_t inode = 0;
	int r = open_selected(selector, &inode);

	if (r == -ENOENT)
		return error_set(err,
				 "--netns %s: there is neither %s/%s nor a process of that number",
				 selector, NAMED_DIRECTORY, selector);
	if (r < 0)
		return error_errno(err, -r, "--netns %s: cannot open that network namespace",
				   selector);
	fd = r;
	known = netns_by_inode(&search->list, inode);
	if (known)
		list_add(ret_list, known->name, inode, TAKE_FD(fd), known->self);
	else
		list_add(ret_list, selector, inode, TAKE_FD(fd), false);
	return 0;
}

int netns_list_open(const char *selector, struct netns_list *ret_list, struct error *err)
{
	__attribute__((cleanup(free_search))) struct search search = { 0 };
	struct netns_list list = { 0 };

	if (selector && !strcmp(selector, NETNS_SELF)) {
		if (search_own(&search, err) < 0)
			return -1;
	} else if (search_all(&search, err) < 0) {
		return -1;
	}
	if (selector && strcmp(selector, NETNS_SELF) != 0 && strcmp(selector, "all") != 0) {
		if (select_one(&search, selector, &list, err) < 0)
			return -1;
		*ret_list = list;
		return 0;
	}
	*ret_list = search.list;
	search.list = (struct netns_list){ 0 };
	return 0;
}

void netns_list_close(struct netns_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->entries[i].name);
		close_descriptor(&list->entries[i].fd);
	}
	free(list->entries);
	*list = (struct netns_list){ 0 };
}

const struct netns *netns_by_inode(const struct netns_list *list, uint32_t inode)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].inode == inode)
			return &list->entries[i];
	return NULL;
}

int netns_enter(const struct netns *ns, struct error *err)
{
	if (setns(ns->fd, CLONE_NEWNET) < 0)
		return error_errno(err, errno, "cannot enter network namespace %s", ns->name);
	return 0;
}
