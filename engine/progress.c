// SPDX-License-Identifier: BSD-2-Clause
#include "progress.h"

#include <stdarg.h>
#include <string.h>

#include <unistr.h>
#include <uniwidth.h>

#include "chinese.h"
#include "cleanup.h"
#include "memory.h"

#define COLUMNS 79

/* As many characters as fit: a line that wraps could not be rewritten. */
static size_t fitting(const char *text)
{
	size_t length = strlen(text), kept = 0;

	while (kept < length) {
		int step = u8_mblen((const uint8_t *)text + kept, length - kept);

		if (step <= 0 ||
		    u8_width((const uint8_t *)text, kept + (size_t)step, "UTF-8") > COLUMNS)
			break;
		kept += (size_t)step;
	}
	return kept;
}

static void put(const struct progress *progress, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void put(const struct progress *progress, const char *format, ...)
{
	cleanup_free char *text = NULL, *line = NULL;
	va_list arguments;
	int r;

	va_start(arguments, format);
	r = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (r < 0 || asprintf(&line, "netdoctor: %s", text) < 0)
		return;
	if (progress->live)
		fprintf(progress->out, "\r%.*s\033[K", (int)fitting(line), line);
	else
		fprintf(progress->out, "%s\n", line);
	fflush(progress->out);
}

void progress_starts(struct progress *progress, size_t probes)
{
	progress->probes += probes;
	if (progress->out)
		put(progress, say("starting %zu probes"), probes);
}

void progress_joins(struct progress *progress, const char *stage)
{
	progress->stage = stage;
	if (!progress->out)
		return;
	put(progress, say("joining: %s"), stage);
	if (progress->live)
		fputc('\n', progress->out);
}

void progress_joined(const struct progress *progress)
{
	if (progress->out && !progress->live)
		put(progress, say("joined: %zu probes"), progress->probes);
}

void progress_begins(const struct progress *progress, uint64_t duration_ms)
{
	if (progress->out && !progress->live)
		put(progress, say("watching for %llu ms"), (unsigned long long)duration_ms);
}

void progress_watches(const struct progress *progress, uint64_t left_ms)
{
	if (progress->out && progress->live)
		put(progress, say("watching, %llu s left, %zu probes: %s"),
		    (unsigned long long)(left_ms + 999) / 1000, progress->probes,
		    progress->stage ? progress->stage : "");
}

void progress_reads(const struct progress *progress)
{
	if (progress->out && progress->live)
		put(progress, "%s", say("reading and judging"));
}

void progress_ends(const struct progress *progress)
{
	if (progress->out && progress->live)
		fputs("\r\033[K", progress->out);
}
