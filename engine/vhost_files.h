// SPDX-License-Identifier: BSD-2-Clause
/*
 * The taps and vhost-net files of all processes, as the iterator of bpf/vhost_queues.bpf.c tells
 * them: which queue of which tap each one is, who serves it, how its rings stand.
 *
 * Nothing here takes a lock of a process. A queue that several processes or descriptors share
 * (fork, passing on) is told once, for the lowest process.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "probe.h"
#include "vhost_queues.h"

#define VHOST_FILES_MAX 8192

struct vhost_files {
	struct vhost_record *records; /* taps first, then what serves them; each by its socket */
	size_t count;
	bool cut; /* there were more than VHOST_FILES_MAX */
};

/* Reads the iterator's link to its end and closes it. */
int vhost_files_read(int link, struct vhost_files *ret_files, struct error *err);
void vhost_files_clear(struct vhost_files *files);
/* What vhost-net serves a tap's queue with, or NULL. */
const struct vhost_record *vhost_files_pair(const struct vhost_files *files,
					    const struct vhost_record *tap);

/* "to_guest", "from_guest". */
const char *vhost_way_name(unsigned way);

#define cleanup_vhost_files __attribute__((cleanup(vhost_files_clear)))
