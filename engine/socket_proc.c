// SPDX-License-Identifier: BSD-2-Clause
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "memory.h"
#include "socket_rows.h"

#define LISTENING 0x0a

/* One line of /proc/net/{tcp,udp}*, as far as it is used. */
struct line {
	struct socket_row row;
	unsigned state;
	uint64_t waiting; /* to be read, or to be accepted */
};

/* Addresses are written as 32-bit words of the machine's byte order. */
static int parse_address(const char *text, struct socket_row *row)
{
	size_t words = strlen(text) / 8;

	if (strlen(text) % 8 || (words != 1 && words != 4))
		return -1;
	for (size_t i = 0; i < words; i++) {
		uint32_t word;

		if (sscanf(text + 8 * i, "%8" SCNx32, &word) != 1)
			return -1;
		memcpy(row->address + 4 * i, &word, sizeof(word));
	}
	row->family = words == 4 ? 6 : 4;
	return 0;
}

/* "sl local:port remote:port st tx:rx tr:when retr uid timeout inode ref pointer drops" */
static int parse_line(const char *text, struct line *ret_line)
{
	struct line line = { .row = { .sockets = 1, .no_limit = true } };
	char address[33];
	unsigned port;

	if (sscanf(text, " %*u: %32[0-9A-F]:%x %*[0-9A-F]:%*x %x %*x:%" SCNx64, address, &port,
		   &line.state, &line.waiting) != 4 ||
	    parse_address(address, &line.row) < 0)
		return -1;
	line.row.port = (uint16_t)port;
	line.row.queued = line.waiting;
	*ret_line = line;
	return 0;
}

/* UDP's last column. */
static uint64_t last_number(const char *text)
{
	size_t end = strcspn(text, "\n");

	while (end && text[end - 1] == ' ')
		end--;
	while (end && text[end - 1] >= '0' && text[end - 1] <= '9')
		end--;
	return strtoull(text + end, NULL, 10);
}

enum taken { TAKEN, SKIPPED, ENOUGH };

static enum taken take_listening(const char *text, struct socket_row *ret_row)
{
	struct line line;

	if (parse_line(text, &line) < 0)
		return SKIPPED;
	if (line.state != LISTENING)
		return ENOUGH;
	line.row.no_drops = true;
	*ret_row = line.row;
	return TAKEN;
}

static enum taken take_udp(const char *text, struct socket_row *ret_row)
{
	struct line line;

	if (parse_line(text, &line) < 0)
		return SKIPPED;
	line.row.drops = last_number(text);
	if (!line.row.queued && !line.row.drops)
		return SKIPPED;
	*ret_row = line.row;
	return TAKEN;
}

/* A kernel without IPv6 has no such file. */
static int read_file(const char *path, enum taken (*take)(const char *text, struct socket_row *row),
		     struct socket_rows *rows, struct error *err)
{
	cleanup_file FILE *file = fopen(path, "re");
	enum taken taken = SKIPPED;
	char text[512];

	if (!file)
		return errno == ENOENT ? 0 : error_errno(err, errno, "cannot read %s", path);
	while (taken != ENOUGH && !rows->cut && fgets(text, sizeof(text), file)) {
		struct socket_row row;

		taken = take(text, &row);
		if (taken == TAKEN && rows->count < SOCKETS_MAX)
			rows->rows[rows->count++] = row;
		else if (taken == TAKEN)
			rows->cut = true;
	}
	return 0;
}

static int read_both(const char *four, const char *six,
		     enum taken (*take)(const char *text, struct socket_row *row),
		     struct socket_rows *ret_rows, struct error *err)
{
	cleanup_sockets struct socket_rows rows = { 0 };

	rows.rows = must_calloc(SOCKETS_MAX, sizeof(*rows.rows));
	if (read_file(four, take, &rows, err) < 0 || read_file(six, take, &rows, err) < 0)
		return -1;
	*ret_rows = rows;
	rows.rows = NULL;
	return 0;
}

int socket_rows_proc_listen(struct socket_rows *ret_rows, struct error *err)
{
	return read_both("/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6", take_listening,
			 ret_rows, err);
}

int socket_rows_proc_udp(struct socket_rows *ret_rows, struct error *err)
{
	return read_both("/proc/thread-self/net/udp", "/proc/thread-self/net/udp6", take_udp,
			 ret_rows, err);
}
