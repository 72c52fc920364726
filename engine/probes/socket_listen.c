// SPDX-License-Identifier: BSD-2-Clause
#include "socket_listen.h"

#include <string.h>

#include "probe.h"
#include "session.h"
#include "socket_rows.h"

static const struct column_spec columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "family", COLUMN_KEY, NULL },
	{ "address", COLUMN_KEY, NULL },
	{ "port", COLUMN_KEY, NULL },
	{ "backlog", COLUMN_VALUE, "slots" },
	{ "backlog_max", COLUMN_VALUE, "slots" },
	{ "drops", COLUMN_COUNTER, "packets" },
	{ "sockets", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "sockets.listen", "listening TCP sockets, their queues and what these refused", columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "socket_listen", "tcp", NULL, HOOK_ITER, true },
	{ 0 },
};

static int read_sockets(const struct reading *reading, struct error *err);

const struct probe probe_socket_listen = {
	.name = "socket_listen",
	.summary = "listening TCP sockets and their accept queues, in every namespace",
	.summary_zh = "每个命名空间中监听的 TCP 套接字及其 accept 队列",
	.facts = facts,
	.cost = COST_COUNTERS,
	.hooks = hooks,
	.read = read_sockets,
};

static void parse(const void *bytes, struct socket_row *ret_row)
{
	const struct listen_record *record = bytes;
	struct socket_row row = {
		.family = record->family,
		.port = record->port,
		.queued = record->backlog,
		.limit = record->backlog_max,
		.drops = record->drops,
		.sockets = 1,
	};

	memcpy(row.address, record->address, sizeof(row.address));
	*ret_row = row;
}

/* Without the iterator /proc tells who listens, not what was refused. */
static int read_sockets(const struct reading *reading, struct error *err)
{
	int link = session_iterator(reading->session, &probe_socket_listen, "socket_listen");
	cleanup_sockets struct socket_rows rows = { 0 };
	int r = link >= 0
			? socket_rows_iterate(link, sizeof(struct listen_record), parse, &rows, err)
			: socket_rows_proc_listen(&rows, err);

	if (r < 0)
		return r;
	socket_rows_merge(&rows);
	socket_rows_report(&rows, reading);
	return 0;
}
