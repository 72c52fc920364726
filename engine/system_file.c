// SPDX-License-Identifier: BSD-2-Clause
#include "system_file.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"

static const char *root = "";

void system_root(const char *new_root)
{
	root = new_root;
}

bool system_is_live(void)
{
	return !*root;
}

static bool make_path(char path[PATH_MAX], const char *format, va_list args)
{
	int start = snprintf(path, PATH_MAX, "%s", root);
	int rest;

	if (start >= PATH_MAX)
		return false;
	rest = vsnprintf(path + start, PATH_MAX - (size_t)start, format, args);
	if (rest < PATH_MAX - start)
		return true;
	errno = ENAMETOOLONG;
	return false;
}

FILE *system_open(const char *format, ...)
{
	char path[PATH_MAX];
	va_list args;
	bool fits;

	va_start(args, format);
	fits = make_path(path, format, args);
	va_end(args);
	return fits ? fopen(path, "re") : NULL;
}

int system_text(char *ret_text, size_t room, const char *format, ...)
{
	cleanup_file FILE *file = NULL;
	char path[PATH_MAX];
	va_list args;
	size_t length;
	bool fits;

	va_start(args, format);
	fits = make_path(path, format, args);
	va_end(args);
	file = fits ? fopen(path, "re") : NULL;
	if (!file)
		return -1;
	length = fread(ret_text, 1, room - 1, file);
	if (ferror(file))
		return -1;
	if (length && ret_text[length - 1] == '\n')
		length--;
	ret_text[length] = '\0';
	return 0;
}

bool system_number(uint64_t *ret_number, const char *format, ...)
{
	cleanup_file FILE *file = NULL;
	char path[PATH_MAX], text[32];
	char *end;
	va_list args;
	uint64_t number;
	bool fits;

	va_start(args, format);
	fits = make_path(path, format, args);
	va_end(args);
	file = fits ? fopen(path, "re") : NULL;
	if (!file || !fgets(text, sizeof(text), file) || *text < '0' || *text > '9')
		return false;
	errno = 0;
	number = strtoull(text, &end, 10);
	if (errno)
		return false;
	*ret_number = number;
	return true;
}

int system_link(char *ret_name, size_t room, const char *format, ...)
{
	char path[PATH_MAX], target[PATH_MAX];
	const char *name;
	va_list args;
	ssize_t length;
	bool fits;

	va_start(args, format);
	fits = make_path(path, format, args);
	va_end(args);
	length = fits ? readlink(path, target, sizeof(target) - 1) : -1;
	if (length <= 0)
		return -1;
	target[length] = '\0';
	name = strrchr(target, '/') ? strrchr(target, '/') + 1 : target;
	return snprintf(ret_name, room, "%s", name) < (int)room ? 0 : -1;
}

bool system_names(bool (*each)(const char *name, void *data), void *data, const char *format, ...)
{
	char path[PATH_MAX];
	struct dirent **entries;
	bool more = true, fits;
	va_list args;
	int count;

	va_start(args, format);
	fits = make_path(path, format, args);
	va_end(args);
	count = fits ? scandir(path, &entries, NULL, alphasort) : -1;
	if (count < 0)
		return false;
	for (int i = 0; i < count; i++) {
		if (more && entries[i]->d_name[0] != '.')
			more = each(entries[i]->d_name, data);
		free(entries[i]);
	}
	free(entries);
	return true;
}
