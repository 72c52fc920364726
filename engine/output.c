// SPDX-License-Identifier: BSD-2-Clause
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "memory.h"

#define MODE 0600

static char *temporary_name(const char *name)
{
	uint64_t number = 0;
	char *text;

	if (getrandom(&number, sizeof(number), 0) < 0)
		number = (uint64_t)getpid();
	if (asprintf(&text, ".%.200s.%016llx", name, (unsigned long long)number) < 0)
		text = NULL;
	return must_have(text);
}

/* What must not be replaced by a file: NULL when it may be, or the reason. */
static const char *why_not(mode_t mode)
{
	if (S_ISDIR(mode))
		return "it is a directory";
	if (S_ISLNK(mode))
		return "it is a symbolic link; name the file itself, or - for standard output";
	return S_ISREG(mode) ? NULL : "it is no regular file";
}

static int open_directory(const char *path, const char *slash)
{
	cleanup_free char *directory = NULL;

	if (!slash)
		directory = must_strdup(".");
	else if (slash == path)
		directory = must_strdup("/");
	else
		directory = must_have(strndup(path, (size_t)(slash - path)));
	return open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* A pipe without a reader is refused at once instead of waiting for one. */
static int open_special(const struct output *output)
{
	int fd = openat(output->directory, output->name,
			O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		fcntl(fd, F_SETFL, O_WRONLY);
	return fd;
}

/* A file without a name gets one through /proc, which may not be there. */
static int open_temporary(struct output *output)
{
	int fd = -1;

	if (!access("/proc/self/fd", X_OK))
		fd = openat(output->directory, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, MODE);

	output->unnamed = fd >= 0;
	if (fd < 0)
		fd = openat(output->directory, output->temporary,
			    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, MODE);
	return fd;
}

static int open_named(struct output *output, struct error *err)
{
	struct stat status;
	bool exists = !fstatat(output->directory, output->name, &status, AT_SYMLINK_NOFOLLOW);
	int fd;

	if (exists && (S_ISCHR(status.st_mode) || S_ISFIFO(status.st_mode))) {
		fd = open_special(output);
		free(output->name);
		output->name = NULL;
	} else if (exists && why_not(status.st_mode)) {
		return error_set(err, "cannot write %s: %s", output->path, why_not(status.st_mode));
	} else {
		output->temporary = temporary_name(output->name);
		fd = open_temporary(output);
	}
	if (fd < 0)
		return error_errno(err, errno, "cannot write %s", output->path);
	output->stream = must_have(fdopen(fd, "w"));
	return 0;
}

int output_open(const char *path, struct output *ret_output, struct error *err)
{
	cleanup_output struct output output = { .path = must_strdup(path), .directory = -1 };
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	if (!strcmp(path, "-")) {
		output.stream = stdout;
	} else {
		if (!*name || !strcmp(name, ".") || !strcmp(name, ".."))
			return error_set(err, "cannot write \"%s\": it names no file", path);
		output.directory = open_directory(path, slash);
		if (output.directory < 0)
			return error_errno(err, errno, "cannot write %s", path);
		output.name = must_strdup(name);
		if (open_named(&output, err) < 0)
			return -1;
	}
	*ret_output = output;
	output = (struct output){ .directory = -1 };
	return 0;
}

/* What failed while the stream was filled is known only as having failed: trying again tells why.
 * The file is given up anyway. */
static int why_it_failed(FILE *stream)
{
	static const char page[4096];

	return write(fileno(stream), page, sizeof(page)) < 0 ? errno : EIO;
}

/* Pipes and devices cannot be synced, and say so. */
static int write_out(FILE *stream)
{
	if (fflush(stream))
		return errno ? errno : EIO;
	if (ferror(stream))
		return why_it_failed(stream);
	if (fsync(fileno(stream)) && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
		return errno;
	return 0;
}

static int give_name(struct output *output)
{
	char link[64];

	if (output->unnamed) {
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fileno(output->stream));
		if (linkat(AT_FDCWD, link, output->directory, output->temporary,
			   AT_SYMLINK_FOLLOW) < 0)
			return errno;
		output->unnamed = false;
	}
	if (renameat(output->directory, output->temporary, output->directory, output->name) < 0)
		return errno;
	free(output->temporary);
	output->temporary = NULL;
	return 0;
}

/* So that the new name survives a power failure; not every directory can be opened for it. */
static void sync_directory(const struct output *output)
{
	cleanup_fd int fd = openat(output->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		fsync(fd);
}

int output_commit(struct output *output, struct error *err)
{
	int code;

	errno = 0;
	code = write_out(output->stream);
	if (!code && output->name) {
		code = give_name(output);
		sync_directory(output);
	}
	if (code)
		error_errno(err, code, "cannot write %s",
			    output->stream == stdout ? "standard output" : output->path);
	output_discard(output);
	return code ? -1 : 0;
}

void output_discard(struct output *output)
{
	if (output->temporary && !output->unnamed)
		unlinkat(output->directory, output->temporary, 0);
	if (output->stream && output->stream != stdout)
		fclose(output->stream);
	if (output->path)
		close_descriptor(&output->directory);
	free(output->path);
	free(output->name);
	free(output->temporary);
	*output = (struct output){ .directory = -1 };
}
