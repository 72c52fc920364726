// SPDX-License-Identifier: BSD-2-Clause
#include "text_stream.h"

#include <stdbool.h>
#include <string.h>

#include "memory.h"

#define FIRST_ROOM 256

struct text_stream {
	char **text;
	size_t *size;
	size_t room;
};

/* exit() flushes all streams, this one too: then nobody reads it any more. */
static bool grow(struct text_stream *stream, size_t room)
{
	static bool ending;
	char *larger = ending ? NULL : realloc(*stream->text, room);

	if (!larger && ending)
		return false;
	ending = !larger;
	*stream->text = must_have(larger);
	stream->room = room;
	return true;
}

static ssize_t add(void *cookie, const char *bytes, size_t length)
{
	struct text_stream *stream = cookie;
	size_t needed = *stream->size + length + 1;

	if (needed > stream->room && !grow(stream, 2 * needed))
		return (ssize_t)length;
	memcpy(*stream->text + *stream->size, bytes, length);
	*stream->size += length;
	(*stream->text)[*stream->size] = '\0';
	return (ssize_t)length;
}

/* For ftell() only: nothing is written elsewhere than at the end. */
static int tell(void *cookie, off64_t *place, int whence)
{
	const struct text_stream *stream = cookie;

	if (*place || whence == SEEK_SET)
		return -1;
	*place = (off64_t)*stream->size;
	return 0;
}

static int end(void *cookie)
{
	free(cookie);
	return 0;
}

FILE *text_stream(char **ret_text, size_t *ret_size)
{
	static const cookie_io_functions_t functions = { .write = add, .seek = tell, .close = end };
	struct text_stream *stream = must_calloc(1, sizeof(*stream));

	*ret_text = must_calloc(FIRST_ROOM, 1);
	*ret_size = 0;
	*stream = (struct text_stream){ ret_text, ret_size, FIRST_ROOM };
	return must_have(fopencookie(stream, "w", functions));
}
