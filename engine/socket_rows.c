// SPDX-License-Identifier: BSD-2-Clause
#include "socket_rows.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "cleanup.h"
#include "memory.h"

void socket_rows_clear(struct socket_rows *rows)
{
	free(rows->rows);
	memset(rows, 0, sizeof(*rows));
}

static int compare(const void *one, const void *other)
{
	const struct socket_row *a = one, *b = other;
	int order = (int)a->family - (int)b->family;

	if (!order)
		order = memcmp(a->address, b->address, sizeof(a->address));
	return order ? order : (int)a->port - (int)b->port;
}

static void add(struct socket_row *into, const struct socket_row *row)
{
	into->queued += row->queued;
	into->limit += row->limit;
	into->drops += row->drops;
	into->sockets += row->sockets;
}

void socket_rows_merge(struct socket_rows *rows)
{
	size_t kept = 0;

	if (!rows->count)
		return;
	qsort(rows->rows, rows->count, sizeof(*rows->rows), compare);
	for (size_t i = 1; i < rows->count; i++) {
		if (compare(&rows->rows[kept], &rows->rows[i]))
			rows->rows[++kept] = rows->rows[i];
		else
			add(&rows->rows[kept], &rows->rows[i]);
	}
	rows->count = kept + 1;
}

/* A read gives whole records. EAGAIN is the program's word for "enough". */
static int read_records(int iterator, size_t record_size, socket_record parse,
			struct socket_rows *rows, struct error *err)
{
	char buffer[16384];

	for (;;) {
		ssize_t got = read(iterator, buffer, sizeof(buffer) / record_size * record_size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 && errno != EAGAIN)
			return error_errno(err, errno, "cannot read sockets");
		if (got <= 0)
			return 0;
		for (size_t at = 0; at + record_size <= (size_t)got; at += record_size) {
			if (rows->count == SOCKETS_MAX) {
				rows->cut = true;
				return 0;
			}
			parse(buffer + at, &rows->rows[rows->count++]);
		}
	}
}

int socket_rows_iterate(int link_fd, size_t record_size, socket_record parse,
			struct socket_rows *ret_rows, struct error *err)
{
	cleanup_fd int link = link_fd, iterator = bpf_iter_create(link);
	cleanup_sockets struct socket_rows rows = { 0 };

	if (iterator < 0)
		return error_errno(err, errno, "cannot list sockets");
	rows.rows = must_calloc(SOCKETS_MAX, sizeof(*rows.rows));
	if (read_records(iterator, record_size, parse, &rows, err) < 0)
		return -1;
	*ret_rows = rows;
	rows.rows = NULL;
	return 0;
}

void socket_rows_report(const struct socket_rows *rows, const struct reading *reading)
{
	if (rows->cut)
		reading_lacks(reading, "more than %d sockets; the others are not listed",
			      SOCKETS_MAX);
	for (size_t i = 0; i < rows->count; i++) {
		const struct socket_row *row = &rows->rows[i];
		struct cell *cells = reading_row(reading, 0);
		char text[INET6_ADDRSTRLEN];

		cell_text(&cells[1], row->family == 6 ? "ipv6" : "ipv4");
		cell_text(&cells[2], inet_ntop(row->family == 6 ? AF_INET6 : AF_INET, row->address,
					       text, sizeof(text)));
		cell_count(&cells[3], row->port);
		cell_count(&cells[4], row->queued);
		if (!row->no_limit)
			cell_count(&cells[5], row->limit);
		if (!row->no_drops)
			cell_count(&cells[6], row->drops);
		cell_count(&cells[7], row->sockets);
	}
}
