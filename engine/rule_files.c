// SPDX-License-Identifier: BSD-2-Clause
#include "rule_files.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "thresholds.h"

#include "cleanup.h"
#include "memory.h"

static void put(struct rule_files *files, const char *path, char *text, size_t size, bool built_in)
{
	for (size_t i = 0; i < files->count; i++)
		if (!strcmp(files->entries[i].path, path)) {
			free(files->entries[i].text);
			files->entries[i].text = text;
			files->entries[i].size = size;
			return;
		}
	files->entries = must_realloc(files->entries, (files->count + 1) * sizeof(*files->entries));
	files->entries[files->count++] =
		(struct rule_file){ must_strdup(path), text, size, built_in };
}

static int refuse_if_shared(const struct stat *status, const char *path, struct error *err)
{
	if (geteuid() != 0)
		return 0;
	if (status->st_mode & (S_IWGRP | S_IWOTH))
		return error_set(err, "%s can be written by others than its owner: chmod go-w it",
				 path);
	if (status->st_uid != 0)
		return error_set(err, "%s does not belong to root", path);
	return 0;
}

static int read_file(const char *path, char **ret_text, size_t *ret_size, struct error *err)
{
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	cleanup_free char *text = NULL;
	struct stat status;
	size_t size = 0;
	ssize_t got;

	if (fd < 0 || fstat(fd, &status) < 0)
		return error_errno(err, errno, "cannot read %s", path);
	if (!S_ISREG(status.st_mode) || (size_t)status.st_size > RULE_FILE_MAX)
		return error_set(err, "%s is no regular file of at most %zu KiB", path,
				 RULE_FILE_MAX >> 10);
	if (refuse_if_shared(&status, path, err) < 0)
		return -1;
	text = must_calloc(RULE_FILE_MAX + 1, 1);
	while (size < RULE_FILE_MAX && (got = read(fd, text + size, RULE_FILE_MAX - size)) > 0)
		size += (size_t)got;
	text[size] = 0;
	*ret_text = must_realloc(TAKE_PTR(text), size + 1);
	*ret_size = size;
	return 0;
}

static int add_entry(struct rule_files *files, const FTSENT *entry, size_t base, struct error *err)
{
	const char *dot = strrchr(entry->fts_name, '.');
	char *text = NULL;
	size_t size = 0;

	if (entry->fts_info == FTS_D)
		return refuse_if_shared(entry->fts_statp, entry->fts_path, err);
	if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR)
		return error_errno(err, entry->fts_errno, "cannot read %s", entry->fts_path);
	if (entry->fts_info != FTS_F || !dot || strcmp(dot, ".lua"))
		return 0;
	if (files->count >= RULE_FILES_MAX)
		return error_set(err, "more than %d rule files", RULE_FILES_MAX);
	if (read_file(entry->fts_path, &text, &size, err) < 0)
		return -1;
	put(files, entry->fts_path + base + 1, text, size, false);
	return 0;
}

/* The start of the walk is seen twice, before and after what is in it. */
static bool is_no_directory(const FTSENT *entry)
{
	return entry->fts_level == 0 && entry->fts_info != FTS_D && entry->fts_info != FTS_DP;
}

static int add_directory(struct rule_files *files, const char *directory, struct error *err)
{
	char *const paths[] = { (char *)directory, NULL };
	size_t base = strlen(directory);
	FTS *walk = fts_open(paths, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *entry;
	int r = 0;

	while (base > 1 && directory[base - 1] == '/')
		base--;
	if (!walk)
		return error_errno(err, errno, "--rules %s", directory);
	errno = 0;
	while (r == 0 && (entry = fts_read(walk)))
		r = is_no_directory(entry) ? error_set(err, "it is no directory that can be read")
					   : add_entry(files, entry, base, err);
	fts_close(walk);
	return r < 0 ? error_prefix(err, "--rules %s", directory) : 0;
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(((const struct rule_file *)a)->path, ((const struct rule_file *)b)->path);
}

int rule_files_load(const char *directory, struct rule_files *ret_files, struct error *err)
{
	struct rule_files files = { 0 };

	for (const struct embedded_file *file = embedded_files; file->path; file++)
		if (!strncmp(file->path, "rules/", 6)) {
			char *text = must_calloc(file->size + 1, 1);

			memcpy(text, file->text, file->size);
			put(&files, file->path + 6, text, file->size, true);
		}
	if (directory && add_directory(&files, directory, err) < 0) {
		rule_files_free(&files);
		return -1;
	}
	qsort(files.entries, files.count, sizeof(*files.entries), compare_paths);
	*ret_files = files;
	return 0;
}

/* Its path among the files is where its turn comes, and its own path behind that. */
#define TURN THRESHOLDS_FOLDER "/1/"

static int add_figures(struct rule_files *files, const char *file, int turn, struct error *err)
{
	cleanup_free char *path = NULL;
	char *text = NULL;
	size_t size = 0;

	if (read_file(file, &text, &size, err) < 0)
		return -1;
	if (asprintf(&path, THRESHOLDS_FOLDER "/%d/%s", turn, file) < 0)
		path = NULL;
	put(files, must_have(path), text, size, false);
	return 0;
}

int rule_files_add_thresholds(struct rule_files *files, const char *file, struct error *err)
{
	if (access(THRESHOLDS_SITE, F_OK) == 0 && add_figures(files, THRESHOLDS_SITE, 1, err) < 0)
		return -1;
	if (file && add_figures(files, file, 2, err) < 0)
		return error_prefix(err, "--thresholds");
	qsort(files->entries, files->count, sizeof(*files->entries), compare_paths);
	return 0;
}

const char *rule_file_name(const struct rule_file *file)
{
	const char *rest = file->path + strlen(THRESHOLDS_FOLDER "/");

	/* A file of that folder below --rules has no turn. */
	if (strncmp(file->path, THRESHOLDS_FOLDER "/", strlen(THRESHOLDS_FOLDER "/")) ||
	    !strchr("12", *rest) || !*rest || rest[1] != '/')
		return file->path;
	return file->path + strlen(TURN);
}

void rule_files_free(struct rule_files *files)
{
	for (size_t i = 0; i < files->count; i++) {
		free(files->entries[i].path);
		free(files->entries[i].text);
	}
	free(files->entries);
	*files = (struct rule_files){ 0 };
}

static bool in_any(const char *path, const char *const *folders)
{
	for (; *folders; folders++)
		if (!strncmp(path, *folders, strlen(*folders)))
			return true;
	return false;
}

static bool is_wanted(const char *path, bool (*wanted)(const char *id, const void *data),
		      const void *data)
{
	cleanup_free char *id = must_strdup(path);
	char *suffix = strrchr(id, '.');

	if (suffix)
		*suffix = '\0';
	for (char *c = id; *c; c++)
		if (*c == '/')
			*c = '.';
	return wanted(id, data);
}

struct rule_files rule_files_some(const struct rule_files *all,
				  bool (*wanted)(const char *id, const void *data),
				  const void *data)
{
	static const char *const shared[] = { "data/", "lib/", "thresholds/", "flows/", NULL };
	struct rule_files some = { .entries = must_calloc(all->count, sizeof(*all->entries)) };
	bool every = wanted("drop.unexplained", data);

	for (size_t i = 0; i < all->count; i++) {
		const char *path = all->entries[i].path;

		if (every || in_any(path, shared) || is_wanted(path, wanted, data))
			some.entries[some.count++] = all->entries[i];
	}
	return some;
}
