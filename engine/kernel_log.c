// SPDX-License-Identifier: BSD-2-Clause
#include "kernel_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "system_file.h"

#define RECORD_MAX 8192 /* the kernel refuses a read that is too short for a record */

/* "4,123,5000000,-;text\n KEY=value\n" */
static const char *text_of(char *record)
{
	char *text = strchr(record, ';');

	if (!text)
		return NULL;
	text[strcspn(text, "\n")] = '\0';
	return text + 1;
}

static bool read_live(void (*each)(const char *text, void *data), void *data)
{
	cleanup_fd int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	char record[RECORD_MAX + 1];
	size_t total = 0;

	if (fd < 0)
		return false;
	while (total < KERNEL_LOG_MAX_BYTES) {
		ssize_t got = read(fd, record, RECORD_MAX);
		const char *text;

		if (got < 0 && errno == EPIPE) /* overwritten meanwhile; the next one is there */
			continue;
		if (got < 0 && errno == EAGAIN)
			return true;
		if (got <= 0)
			return total > 0;
		record[got] = '\0';
		total += (size_t)got;
		text = text_of(record);
		if (text)
			each(text, data);
	}
	return true;
}

/* Recorded: the lines of dmesg. */
static bool read_recorded(void (*each)(const char *text, void *data), void *data)
{
	cleanup_file FILE *file = system_open("/dev/kmsg");
	char line[RECORD_MAX];

	if (!file)
		return false;
	while (fgets(line, sizeof(line), file))
		each(line, data);
	return true;
}

bool kernel_log_each(void (*each)(const char *text, void *data), void *data)
{
	return system_is_live() ? read_live(each, data) : read_recorded(each, data);
}

int kernel_log_disabled_irq(const char *text)
{
	const char *at = strstr(text, "Disabling IRQ #");
	int irq;

	return at && sscanf(at, "Disabling IRQ #%d", &irq) == 1 ? irq : -1;
}
