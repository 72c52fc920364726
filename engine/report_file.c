// SPDX-License-Identifier: BSD-2-Clause
#include "report_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "evidence.h"
#include "judge_child.h"
#include "memory.h"

static int read_input(const char *path, char **ret_bytes, size_t *ret_length, struct error *err)
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

int report_from_file(const struct rule_files *files, const char *path, cJSON **ret_report,
		     struct error *err)
{
	cleanup_free char *bytes = NULL;
	size_t length;

	if (read_input(path, &bytes, &length, err) < 0)
		return -1;
	if (judge_child_report(files, bytes, length, ret_report, err) < 0)
		return error_prefix(err, "%s", path);
	return 0;
}
