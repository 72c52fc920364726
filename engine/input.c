// SPDX-License-Identifier: BSD-2-Clause
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "evidence.h"
#include "memory.h"

/* What root judges must be what its owner wrote; a group of root's own is trusted. */
static int refuse_if_shared(const struct stat *status, const char *path, struct error *err)
{
	bool by_others = status->st_mode & S_IWOTH;
	bool by_group = status->st_mode & S_IWGRP && status->st_gid;

	if (geteuid() || (!by_others && !by_group))
		return 0;
	return error_set(err,
			 "%s can be written by others than its owner: chmod go-w it, or judge it "
			 "as its owner",
			 path);
}

int input_read(const char *path, char **ret_bytes, size_t *ret_length, struct error *err)
{
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	cleanup_free char *bytes = NULL;
	struct stat status;
	size_t length = 0;
	ssize_t got = 0;

	if (fd < 0 || fstat(fd, &status) < 0)
		return error_errno(err, errno, "cannot read %s", path);
	if (!S_ISREG(status.st_mode))
		return error_set(err, "%s is no regular file", path);
	if (refuse_if_shared(&status, path, err) < 0)
		return -1;
	if ((size_t)status.st_size > EVIDENCE_MAX_BYTES)
		return error_set(err, "%s is larger than %zu MiB", path, EVIDENCE_MAX_BYTES >> 20);
	bytes = must_calloc((size_t)status.st_size + 1, 1);
	while (length < (size_t)status.st_size &&
	       (got = read(fd, bytes + length, (size_t)status.st_size - length)) > 0)
		length += (size_t)got;
	if (got < 0)
		return error_errno(err, errno, "cannot read %s", path);
	*ret_bytes = TAKE_PTR(bytes);
	*ret_length = length;
	return 0;
}
