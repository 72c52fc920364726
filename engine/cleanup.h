// SPDX-License-Identifier: BSD-2-Clause
/*
 * Ownership that can be checked by reading one function.
 *
 * A local that owns something wears a cleanup attribute and starts out empty; what it owns leaves
 * the function only through TAKE_PTR or TAKE_FD. Each owning type's header ends with its own
 * cleanup_X.
 *
 * Never hold such a local across a call that can raise a Lua error: the long jump skips the
 * cleanup.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cjson/cJSON.h>

static inline void free_pointer(void *where)
{
	free(*(void **)where);
}

static inline void close_descriptor(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void close_stream(FILE **stream)
{
	if (*stream)
		fclose(*stream);
}

static inline void delete_json(cJSON **json)
{
	cJSON_Delete(*json);
}

#define cleanup_free __attribute__((cleanup(free_pointer)))
#define cleanup_fd __attribute__((cleanup(close_descriptor)))
#define cleanup_file __attribute__((cleanup(close_stream)))
#define cleanup_json __attribute__((cleanup(delete_json)))

#define TAKE_PTR(pointer)                       \
	({                                      \
		__auto_type taken_ = (pointer); \
		(pointer) = NULL;               \
		taken_;                         \
	})

#define TAKE_FD(fd)                \
	({                         \
		int taken_ = (fd); \
		(fd) = -1;         \
		taken_;            \
	})

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
