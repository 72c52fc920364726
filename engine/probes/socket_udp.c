// SPDX-License-Identifier: BSD-2-Clause
#include "socket_udp.h"

#include <string.h>

#include "probe.h"
#include "session.h"
#include "socket_rows.h"

static const struct column_spec columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "family", COLUMN_KEY, NULL },
	{ "address", COLUMN_KEY, NULL },
	{ "port", COLUMN_KEY, NULL },
	{ "queued_bytes", COLUMN_VALUE, "bytes" },
	{ "rcvbuf", COLUMN_VALUE, "bytes" },
	{ "drops", COLUMN_COUNTER, "packets" },
	{ "sockets", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "sockets.udp", "UDP sockets that have packets waiting or have ever lost some", columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "socket_udp", "udp", NULL, HOOK_ITER, true },
	{ 0 },
};

static int read_sockets(const struct reading *reading, struct error *err);

const struct probe probe_socket_udp = {
	.name = "socket_udp",
	.summary = "UDP sockets and their receive buffers, in every namespace",
	.summary_zh = "每个命名空间中的 UDP 套接字及其接收缓冲",
	.facts = facts,
	.cost = COST_COUNTERS,
	.hooks = hooks,
	.read = read_sockets,
};

static void parse(const void *bytes, struct socket_row *ret_row)
{
	const struct udp_record *record = bytes;
	struct socket_row row = {
		.family = record->family,
		.port = record->port,
		.queued = record->queued,
		.limit = record->rcvbuf,
		.drops = record->drops,
		.sockets = 1,
	};

	memcpy(row.address, record->address, sizeof(row.address));
	*ret_row = row;
}

/* Without the iterator /proc tells all but the size of the buffer. */
static int read_sockets(const struct reading *reading, struct error *err)
{
	int link = session_iterator(reading->session, &probe_socket_udp, "socket_udp");
	cleanup_sockets struct socket_rows rows = { 0 };
	int r = link >= 0 ? socket_rows_iterate(link, sizeof(struct udp_record), parse, &rows, err)
			  : socket_rows_proc_udp(&rows, err);

	if (r < 0)
		return r;
	socket_rows_merge(&rows);
	socket_rows_report(&rows, reading);
	return 0;
}
