// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "prune.h"
#include "snmp_text.h"

#define FACT "protocol.counters"
#define DIRECTORY "/proc/thread-self/net"
#define FILE_MAX_BYTES (256 << 10)

enum { NETNS, FAMILY, GROUP, NAME, COUNT };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },        [FAMILY] = { "family", COLUMN_KEY, NULL },
	[GROUP] = { "group", COLUMN_KEY, NULL },        [NAME] = { "name", COLUMN_KEY, NULL },
	[COUNT] = { "count", COLUMN_COUNTER, "count" }, { 0 },
};

static const struct fact_spec facts[] = {
	{ FACT,
	  "the kernel's counters of IP, ICMP, TCP, UDP and IPsec; a counter that stood still has "
	  "no row",
	  columns },
	{ 0 },
};

static int read_counters(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_snmp = {
	.name = "snmp",
	.summary = "protocol counters (snmp, netstat, snmp6, xfrm_stat), in every namespace",
	.summary_zh = "每个命名空间的协议计数器（snmp、netstat、snmp6、xfrm_stat）",
	.facts = facts,
	.cost = COST_COUNTERS,
	.read = read_counters,
	.collect = collect,
};

/* What shares are taken of: these rows are there even when they are zero. */
static const struct {
	const char *group, *name;
} always[] = {
	{ "Ip", "InReceives" },
	{ "Ip", "InDelivers" },
	{ "Ip", "OutRequests" },
	{ "Icmp", "InMsgs" },
	{ "Icmp", "OutMsgs" },
	{ "Tcp", "InSegs" },
	{ "Tcp", "OutSegs" },
	{ "Tcp", "RetransSegs" },
	{ "Tcp", "PassiveOpens" },
	{ "Udp", "InDatagrams" },
	{ "Udp", "OutDatagrams" },
	{ "TcpExt", "ListenDrops" },
	{ "TcpExt", "ListenOverflows" },
};

static bool always_kept(const char *group, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(always); i++)
		if (!strcmp(always[i].group, group) && !strcmp(always[i].name, name))
			return true;
	return false;
}

/* A counter that is zero now is left out: a row that comes later counts from zero anyway. */
static void add_row(const struct snmp_counter *counter, void *data)
{
	struct cell *row;

	if (!counter->count && !always_kept(counter->group, counter->name))
		return;
	row = reading_row(data, 0);
	cell_text(&row[FAMILY], counter->family);
	cell_text(&row[GROUP], counter->group);
	cell_text(&row[NAME], counter->name);
	cell_count(&row[COUNT], counter->count);
}

/* Returns 0 and ends the text with a zero byte, or an errno number. */
static int read_file(const char *path, char *ret_text, size_t room)
{
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t got;

	if (fd < 0)
		return errno;
	while ((got = read(fd, ret_text + used, room - 1 - used)) > 0)
		used += (size_t)got;
	ret_text[used] = '\0';
	if (got < 0)
		return errno;
	return used == room - 1 ? EFBIG : 0;
}

struct source {
	const char *path;
	int (*parse)(const char *text, snmp_each each, void *data, struct error *err);
	bool optional; /* a kernel may run without IPv6 or IPsec */
};

static const struct source sources[] = {
	{ DIRECTORY "/snmp", snmp_parse, false },
	{ DIRECTORY "/netstat", snmp_parse, false },
	{ DIRECTORY "/snmp6", snmp6_parse, true },
	{ DIRECTORY "/xfrm_stat", snmp6_parse, true },
};

static int read_counters(const struct reading *reading, struct error *err)
{
	static char text[FILE_MAX_BYTES];

	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		int code = read_file(sources[i].path, text, sizeof(text));

		if (code == ENOENT && sources[i].optional)
			continue;
		if (code)
			return error_errno(err, code, "cannot read %s", sources[i].path);
		if (sources[i].parse(text, add_row, (void *)reading, err) < 0)
			return error_prefix(err, "%s", sources[i].path);
	}
	return 0;
}

static bool is_used(const struct table *table, size_t row, const void *data)
{
	const struct cell *cells = table_row(table, row);

	(void)data;
	return row_counted(table, row) ||
	       always_kept(cell_as_text(&cells[GROUP]), cell_as_text(&cells[NAME]));
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *fact = evidence_find(out, FACT);

	(void)session;
	(void)err;
	if (fact && fact->table)
		table_keep_if(fact->table, is_used, NULL);
	return 0;
}
