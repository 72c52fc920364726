// SPDX-License-Identifier: BSD-2-Clause
#include "vhost_queues.h"

#include <string.h>

#include "bpf_map.h"
#include "bpf_object.h"
#include "cleanup.h"
#include "probe.h"
#include "session.h"
#include "system_file.h"
#include "text.h"
#include "vhost_files.h"
#include "vhost_traffic.h"

enum tap_column {
	TAP_NETNS,
	TAP_DEVICE,
	TAP_QUEUE,
	TAP_PID,
	TAP_QUEUES,
	TAP_READER,
	TAP_SIZE,
	TAP_WAITING,
	TAP_FULL,
	TAP_OFFLOADS,
	TAP_PUT,
	TAP_GOT,
	TAP_PUT_MOVED,
	TAP_GOT_MOVED,
	TAP_COLUMNS,
};

static const struct column_spec tap_columns[] = {
	[TAP_NETNS] = { "netns", COLUMN_KEY, NULL },
	[TAP_DEVICE] = { "device", COLUMN_KEY, NULL },
	[TAP_QUEUE] = { "queue", COLUMN_KEY, "count" },
	[TAP_PID] = { "pid", COLUMN_VALUE, "count" },
	[TAP_QUEUES] = { "queues", COLUMN_VALUE, "count" },
	[TAP_READER] = { "reader", COLUMN_VALUE, NULL }, /* vhost, or the process itself */
	[TAP_SIZE] = { "size", COLUMN_VALUE, "slots" },
	[TAP_WAITING] = { "waiting", COLUMN_VALUE, "slots" },
	[TAP_FULL] = { "full", COLUMN_VALUE, NULL },
	[TAP_OFFLOADS] = { "offloads", COLUMN_VALUE, NULL }, /* its reader takes some */
	[TAP_PUT] = { "put_at", COLUMN_VALUE, "slots" },
	[TAP_GOT] = { "got_at", COLUMN_VALUE, "slots" },
	/* How far these went in the window, which is less than that when they went round. */
	[TAP_PUT_MOVED] = { "put_moved", COLUMN_VALUE, "slots" },
	[TAP_GOT_MOVED] = { "got_moved", COLUMN_VALUE, "slots" },
	[TAP_COLUMNS] = { 0 },
};

enum ring_column {
	RING_NETNS,
	RING_DEVICE,
	RING_QUEUE,
	RING_RING,
	RING_PID,
	RING_WORKER,
	RING_SIZE,
	RING_HELD,
	RING_TAKEN,
	RING_USED,
	RING_TAKEN_MOVED,
	RING_USED_MOVED,
	RING_AVAILABLE,
	RING_EVENT_INDEX,
	RING_COLUMNS,
};

static const struct column_spec ring_columns[] = {
	[RING_NETNS] = { "netns", COLUMN_KEY, NULL },
	[RING_DEVICE] = { "device", COLUMN_KEY, NULL },
	[RING_QUEUE] = { "queue", COLUMN_KEY, "count" },
	[RING_RING] = { "ring", COLUMN_KEY, NULL },
	[RING_PID] = { "pid", COLUMN_VALUE, "count" },
	[RING_WORKER] = { "worker", COLUMN_VALUE, "count" },
	[RING_SIZE] = { "size", COLUMN_VALUE, "slots" },
	[RING_HELD] = { "held", COLUMN_VALUE, "packets" },
	/* Buffers taken and given back, counted modulo 65,536 as the rings do. */
	[RING_TAKEN] = { "taken_at", COLUMN_VALUE, "count" },
	[RING_USED] = { "used_at", COLUMN_VALUE, "count" },
	[RING_TAKEN_MOVED] = { "taken_moved", COLUMN_VALUE, "count" },
	[RING_USED_MOVED] = { "used_moved", COLUMN_VALUE, "count" },
	/* Those that vhost knows of; the guest may have posted more, see vhost.guest. */
	[RING_AVAILABLE] = { "known_available", COLUMN_VALUE, "slots" },
	[RING_EVENT_INDEX] = { "event_index", COLUMN_VALUE, NULL },
	[RING_COLUMNS] = { 0 },
};

enum { FACT_TAPS, FACT_RINGS, FACT_TRAFFIC };

static const struct fact_spec facts[] = {
	[FACT_TAPS] = { "tap.queues", "queues of taps: who reads them, what waits in their rings",
			tap_columns },
	[FACT_RINGS] = { "vhost.rings", "virtqueues that vhost-net serves, and how far they came",
			 ring_columns },
	[FACT_TRAFFIC] = { "vhost.traffic",
			   "packets, notifications and times of each virtqueue that vhost-net "
			   "serves",
			   vhost_traffic_columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "vhost_files", "task_file", "tun vhost_net", HOOK_ITER, true },
	{ "vhost_put", "tun_net_xmit", "tun", HOOK_FENTRY, true },
	{ "vhost_run", "handle_rx", "vhost_net", HOOK_FENTRY, true },
	{ "vhost_used", "vhost_add_used_and_signal_n", "vhost", HOOK_FENTRY, true },
	{ "vhost_kicked", "vhost_poll_wakeup", "vhost", HOOK_FENTRY, true },
	{ "vhost_called", "eventfd_signal|eventfd_signal_mask", NULL, HOOK_FENTRY, true, "vhost" },
	{ 0 },
};

static const char *const maps[] = { "vhost_slots", "vhost_pairs",    "vhost_times",
				    "vhost_blank", "vhost_counters", NULL };

static void configure(struct netdoctor_bpf *bpf, const struct session *session);
static int read_files(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_vhost_queues = {
	.name = "vhost_queues",
	.summary = "queues of virtual machines: taps, vhost-net and their rings, end to end",
	.summary_zh = "虚拟机队列：TAP、vhost-net 及其环，端到端",
	.facts = facts,
	.cost = COST_PACKETS,
	.hooks = hooks,
	.maps = maps,
	.once = true,
	.configure = configure,
	.read = read_files,
	.collect = collect,
	.since = vhost_traffic_since,
	.join = vhost_traffic_told,
};

static void configure(struct netdoctor_bpf *bpf, const struct session *session)
{
	unsigned arguments = session_arguments(session, &probe_vhost_queues, "vhost_used");

	bpf->rodata->vhost_enters = true;
	if (arguments)
		bpf->rodata->used_arguments = arguments;
}

static void fill_keys(struct cell *row, const struct reading *reading,
		      const struct vhost_record *record)
{
	char text[64];

	cell_text(&row[0], netns_name(session_namespaces(reading->session), record->netns, text,
				      sizeof(text)));
	cell_system_text(&row[1], record->device);
	cell_count(&row[2], record->queue);
}

static void add_tap(const struct reading *reading, const struct vhost_files *files,
		    const struct vhost_record *tap)
{
	struct cell *row = table_add(reading->tables[FACT_TAPS]);

	fill_keys(row, reading, tap);
	cell_count(&row[TAP_PID], tap->pid);
	cell_count(&row[TAP_QUEUES], tap->queues);
	cell_text(&row[TAP_READER], vhost_files_pair(files, tap) ? "vhost" : "process");
	cell_count(&row[TAP_SIZE], tap->ring_size);
	cell_count(&row[TAP_WAITING], tap->waiting);
	cell_bool(&row[TAP_FULL], tap->full);
	cell_bool(&row[TAP_OFFLOADS], tap->offloads);
	cell_count(&row[TAP_PUT], tap->put);
	cell_count(&row[TAP_GOT], tap->got);
}

static void add_ring(const struct reading *reading, const struct vhost_record *pair, unsigned way)
{
	struct cell *row = table_add(reading->tables[FACT_RINGS]);
	const struct vhost_ring *ring = &pair->rings[way];

	fill_keys(row, reading, pair);
	cell_text(&row[RING_RING], vhost_way_name(way));
	cell_count(&row[RING_PID], pair->pid);
	if (ring->tid)
		cell_count(&row[RING_WORKER], ring->tid);
	cell_count(&row[RING_SIZE], ring->size);
	if (way == VHOST_TO_GUEST)
		cell_count(&row[RING_HELD], pair->held);
	cell_count(&row[RING_TAKEN], ring->taken_index);
	cell_count(&row[RING_USED], ring->used_index);
	cell_count(&row[RING_AVAILABLE], (uint16_t)(ring->avail_index - ring->taken_index));
	cell_bool(&row[RING_EVENT_INDEX], ring->event_index);
}

/* Without its module there is no vhost-net, and no iterator is needed to know that. */
static int read_without(struct error *err)
{
	uint64_t ignored;
	char name[8];

	if (system_link(name, sizeof(name), "/sys/module/vhost_net") < 0 &&
	    !system_number(&ignored, "/sys/module/vhost_net/refcnt") &&
	    !system_number(&ignored, "/sys/module/tun/refcnt"))
		return 0;
	return error_set(err, "the rings of taps and vhost-net cannot be read without an iterator "
			      "over files that knows the types of their modules");
}

static int read_files(const struct reading *reading, struct error *err)
{
	int link = session_iterator(reading->session, &probe_vhost_queues, "vhost_files");
	cleanup_vhost_files struct vhost_files files = { 0 };

	if (link < 0)
		return read_without(err);
	if (vhost_files_read(link, &files, err) < 0)
		return -1;
	if (files.cut)
		reading_lacks(reading, "more than %d queues", VHOST_FILES_MAX);
	for (size_t i = 0; i < files.count; i++) {
		if (files.records[i].kind == VHOST_TAP) {
			add_tap(reading, &files, &files.records[i]);
			continue;
		}
		for (unsigned way = 0; way < VHOST_WAYS; way++)
			add_ring(reading, &files.records[i], way);
	}
	return 0;
}

static const struct cell *row_before(const struct probe_run *run, size_t fact,
				     const struct cell *row, size_t keys)
{
	return run && run->first ? table_find(run->first[fact], row, keys) : NULL;
}

static void fill_moved(struct cell *moved, const struct cell *before, const struct cell *now,
		       uint64_t modulus)
{
	if (before && modulus && before->type == CELL_COUNT)
		cell_count(moved, (cell_as_count(now) + modulus - cell_as_count(before) % modulus) %
					  modulus);
}

static void fill_all_moved(const struct probe_run *run, struct evidence *out)
{
	struct fact *taps = evidence_find(out, facts[FACT_TAPS].name);
	struct fact *rings = evidence_find(out, facts[FACT_RINGS].name);

	for (size_t i = 0; taps && taps->table && i < taps->table->rows; i++) {
		struct cell *row = table_row(taps->table, i);
		const struct cell *before = row_before(run, FACT_TAPS, row, TAP_PID);
		uint64_t size = cell_as_count(&row[TAP_SIZE]);

		fill_moved(&row[TAP_PUT_MOVED], before ? &before[TAP_PUT] : NULL, &row[TAP_PUT],
			   size);
		fill_moved(&row[TAP_GOT_MOVED], before ? &before[TAP_GOT] : NULL, &row[TAP_GOT],
			   size);
	}
	for (size_t i = 0; rings && rings->table && i < rings->table->rows; i++) {
		struct cell *row = table_row(rings->table, i);
		const struct cell *before = row_before(run, FACT_RINGS, row, RING_PID);

		fill_moved(&row[RING_TAKEN_MOVED], before ? &before[RING_TAKEN] : NULL,
			   &row[RING_TAKEN], 65536);
		fill_moved(&row[RING_USED_MOVED], before ? &before[RING_USED] : NULL,
			   &row[RING_USED], 65536);
	}
}

static bool counts(const struct session *session)
{
	struct hook_state states[8];
	size_t count = session_hooks(session, &probe_vhost_queues, states, 8);

	for (size_t i = 0; i < count; i++)
		if (!states[i].attached)
			return false;
	return count > 0;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	const struct probe_run *run = session_run_of(session, &probe_vhost_queues);
	struct vhost_counters counters;

	fill_all_moved(run, out);
	if (!counts(session)) {
		evidence_absent(out, probe_vhost_queues.name, facts[FACT_TRAFFIC].name,
				ABSENT_UNAVAILABLE, run->why);
		return 0;
	}
	if (map_read_counters(session_map(session, &probe_vhost_queues, "vhost_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters, err) < 0)
		return -1;
	session_count(session, &probe_vhost_queues, counters.seen, counters.lost);
	return vhost_traffic_collect(session, &probe_vhost_queues, &facts[FACT_TRAFFIC], out, err);
}
