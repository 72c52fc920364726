// SPDX-License-Identifier: BSD-2-Clause
#include "vhost_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "cleanup.h"
#include "memory.h"

void vhost_files_clear(struct vhost_files *files)
{
	free(files->records);
	memset(files, 0, sizeof(*files));
}

const char *vhost_way_name(unsigned way)
{
	return way == VHOST_TO_GUEST ? "to_guest" : "from_guest";
}

static int compare(const void *one, const void *other)
{
	const struct vhost_record *a = one, *b = other;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->socket != b->socket)
		return a->socket < b->socket ? -1 : 1;
	return a->pid < b->pid ? -1 : a->pid > b->pid;
}

static int read_records(int iterator, struct vhost_files *files, struct error *err)
{
	struct vhost_record buffer[64];

	for (;;) {
		ssize_t got = read(iterator, buffer, sizeof(buffer));

		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got < 0)
			return error_errno(err, errno, "cannot read the files of processes");
		if (!got)
			return 0;
		for (size_t i = 0; i < (size_t)got / sizeof(*buffer); i++) {
			if (files->count == VHOST_FILES_MAX) {
				files->cut = true;
				return 0;
			}
			files->records[files->count++] = buffer[i];
		}
	}
}

static void keep_each_once(struct vhost_files *files)
{
	size_t kept = 0;

	if (!files->count)
		return;
	qsort(files->records, files->count, sizeof(*files->records), compare);
	for (size_t i = 1; i < files->count; i++)
		if (files->records[kept].kind != files->records[i].kind ||
		    files->records[kept].socket != files->records[i].socket)
			files->records[++kept] = files->records[i];
	files->count = kept + 1;
}

int vhost_files_read(int link_fd, struct vhost_files *ret_files, struct error *err)
{
	cleanup_fd int link = link_fd, iterator = bpf_iter_create(link);
	cleanup_vhost_files struct vhost_files files = { 0 };

	if (iterator < 0)
		return error_errno(err, errno, "cannot list the files of processes");
	files.records = must_calloc(VHOST_FILES_MAX, sizeof(*files.records));
	if (read_records(iterator, &files, err) < 0)
		return -1;
	keep_each_once(&files);
	*ret_files = files;
	files.records = NULL;
	return 0;
}

const struct vhost_record *vhost_files_pair(const struct vhost_files *files,
					    const struct vhost_record *tap)
{
	for (size_t i = 0; i < files->count; i++)
		if (files->records[i].kind == VHOST_PAIR && files->records[i].socket == tap->socket)
			return &files->records[i];
	return NULL;
}
