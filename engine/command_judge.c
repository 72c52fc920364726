// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor judge FILE: the report from saved evidence, without any privilege. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "command.h"
#include "evidence.h"
#include "judge_child.h"
#include "memory.h"
#include "rule_files.h"
#include "show.h"

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

static int judge_file(const struct options *options, struct show *show, struct error *err)
{
	const char *path = options->words[0];
	cleanup_free char *bytes = NULL;
	cleanup_json cJSON *report = NULL;
	struct rule_files files = { 0 };
	size_t length;
	int r;

	if (read_input(path, &bytes, &length, err) < 0 ||
	    rule_files_load(options->rules, &files, err) < 0 ||
	    rule_files_add_thresholds(&files, options->thresholds, err) < 0)
		return -EXIT_USAGE;
	r = judge_child_report(&files, bytes, length, &report, err);
	rule_files_free(&files);
	if (r < 0) {
		error_prefix(err, "%s", path);
		return -EXIT_USAGE;
	}
	if (show_report(show, report, err) < 0)
		return -EXIT_USAGE;
	return show_exit_code(options, report);
}

int command_judge(const struct options *options, struct error *err)
{
	struct show show;
	int r;

	if (show_open(options, &show, err) < 0)
		return -EXIT_USAGE;
	r = judge_file(options, &show, err);
	show_close(&show);
	return r;
}
