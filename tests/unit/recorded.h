// SPDX-License-Identifier: BSD-2-Clause
/*
 * Files of /proc and /sys as other kernels wrote them, for the readers of such files.
 *
 * tests/recorded/KERNEL.txt holds many small files: "file PATH" and the lines of it behind a bar,
 * "link PATH TARGET", "dir PATH". They were recorded in a VM with three NICs (e1000e, vmxnet3 and
 * virtio_net) on Debian's kernels.
 */
#pragma once

#include <ftw.h>
#include <limits.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static inline void recorded_make_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
}

static inline FILE *recorded_line(char *line, const char *root, FILE *file)
{
	char path[PATH_MAX], name[1024], target[1024];

	line[strcspn(line, "\n")] = '\0';
	if (*line == '|') {
		fprintf(file, "%s\n", line + 1);
		return file;
	}
	if (file)
		fclose(file);
	if (sscanf(line, "link %1023s %1023s", name, target) == 2) {
		snprintf(path, sizeof(path), "%s%s", root, name);
		recorded_make_parents(path);
		if (symlink(target, path))
			abort();
		return NULL;
	}
	if (sscanf(line, "file %1023s", name) != 1 && sscanf(line, "dir %1023s", name) != 1)
		abort();
	snprintf(path, sizeof(path), "%s%s%s", root, name, *line == 'd' ? "/" : "");
	recorded_make_parents(path);
	return *line == 'd' ? NULL : fopen(path, "w");
}

/* Unpacks the files of a kernel below a new folder and returns it, to be given back. */
static inline char *recorded_unpack(const char *kernel)
{
	char *root = strdup("/tmp/netdoctor-recorded-XXXXXX"), *line = NULL;
	FILE *file = NULL, *from;
	char path[PATH_MAX];
	size_t room = 0;

	snprintf(path, sizeof(path), "tests/recorded/%s.txt", kernel);
	from = fopen(path, "r");
	if (!from || !mkdtemp(root)) {
		fprintf(stderr, "%s cannot be unpacked\n", path);
		abort();
	}
	while (getline(&line, &room, from) > 0)
		file = recorded_line(line, root, file);
	if (file)
		fclose(file);
	fclose(from);
	free(line);
	return root;
}

static inline int recorded_remove_one(const char *path, const struct stat *stat, int type,
				      struct FTW *ftw)
{
	(void)stat;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline void recorded_remove(char *root)
{
	nftw(root, recorded_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(root);
}

#define RECORDED_MESSAGE_MAX 4096

/* Calls `each` with the netlink messages of a file as the kernel sent them: one a line, in
 * hexadecimal. */
static inline void recorded_messages(const char *kernel, const char *file,
				     void (*each)(struct nlmsghdr *message, void *data), void *data)
{
	char *root = recorded_unpack(kernel), path[PATH_MAX], line[2 * RECORDED_MESSAGE_MAX];
	FILE *from;

	snprintf(path, sizeof(path), "%s/%s", root, file);
	from = fopen(path, "r");
	if (!from)
		abort();
	while (fgets(line, sizeof(line), from)) {
		union {
			struct nlmsghdr header;
			unsigned char bytes[RECORDED_MESSAGE_MAX];
		} message;
		size_t length = 0;

		for (; sscanf(line + 2 * length, "%2hhx", &message.bytes[length]) == 1; length++)
			;
		if (message.header.nlmsg_len != length)
			abort();
		each(&message.header, data);
	}
	fclose(from);
	recorded_remove(root);
}
