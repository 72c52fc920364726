// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a guest really posted: vhost's own copy of the available index is renewed only when it runs
 * dry, so the guest's is read, and beside it whether and where it wants to be called: six bytes of
 * each ring. Nothing else of a guest is ever looked at.
 *
 * Reading waits for the memory lock of the VM's process, so this is a probe of its own: when that
 * lock is stuck, only these facts are missing.
 */
#include <string.h>
#include <sys/uio.h>

#include "cleanup.h"
#include "probe.h"
#include "session.h"
#include "text.h"
#include "vhost_files.h"

enum { NETNS, DEVICE, QUEUE, RING, PID, AVAILABLE, AVAIL, AVAIL_MOVED, WANTS };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[QUEUE] = { "queue", COLUMN_KEY, "count" },
	[RING] = { "ring", COLUMN_KEY, NULL },
	[PID] = { "pid", COLUMN_VALUE, "count" },
	[AVAILABLE] = { "available", COLUMN_VALUE, "slots" }, /* posted, and not taken by vhost */
	[AVAIL] = { "avail_at", COLUMN_VALUE, "count" },      /* modulo 65,536 */
	[AVAIL_MOVED] = { "avail_moved", COLUMN_VALUE, "count" },
	[WANTS] = { "wants_calls", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "vhost.guest", "what guests posted in their rings, and whether they want to be called",
	  columns },
	{ 0 },
};

static int read_guests(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

static const struct hook hooks[] = {
	{ "vhost_files", "task_file", "tun vhost_net", HOOK_ITER, true },
	{ 0 },
};

const struct probe probe_vhost_guest = {
	.name = "vhost_guest",
	.summary = "buffers that guests really posted, six bytes of each ring",
	.summary_zh = "客户机实际提供的缓冲区（每个环仅读六字节）",
	.facts = facts,
	.cost = COST_COUNTERS,
	.hooks = hooks,
	.once = true,
	.read = read_guests,
	.collect = collect,
};

struct avail {
	uint16_t flags, index, event;
};

/* The event index stands behind the ring's last entry. */
static bool read_avail(uint32_t pid, const struct vhost_ring *ring, struct avail *ret_avail)
{
	uint16_t head[2], event;
	const struct iovec own[] = { { head, sizeof(head) }, { &event, sizeof(event) } };
	/* Addresses of the other process. NOLINTBEGIN(performance-no-int-to-ptr) */
	const struct iovec remote[] = {
		{ (void *)ring->avail, sizeof(head) },
		{ (void *)(ring->avail + sizeof(head) + sizeof(uint16_t) * ring->size),
		  sizeof(event) },
	};
	/* NOLINTEND(performance-no-int-to-ptr) */

	if (!ring->avail || process_vm_readv((pid_t)pid, own, 2, remote, 2, 0) !=
				    (ssize_t)(sizeof(head) + sizeof(event)))
		return false;
	*ret_avail = (struct avail){ head[0], head[1], event };
	return true;
}

/* With an event index: called when the used index passes it. It is behind when the call was made
 * already. */
static bool wants_calls(const struct vhost_ring *ring, const struct avail *avail)
{
	if (!ring->event_index)
		return !(avail->flags & 1);
	return (uint16_t)(avail->event - ring->used_index) < ring->size;
}

static bool add_row(const struct reading *reading, const struct vhost_record *pair, unsigned way)
{
	const struct vhost_ring *ring = &pair->rings[way];
	struct avail avail;
	struct cell *row;
	char text[64];

	if (!read_avail(pair->pid, ring, &avail))
		return false;
	row = table_add(reading->tables[0]);
	cell_text(&row[NETNS], netns_name(session_namespaces(reading->session), pair->netns, text,
					  sizeof(text)));
	cell_system_text(&row[DEVICE], pair->device);
	cell_count(&row[QUEUE], pair->queue);
	cell_text(&row[RING], vhost_way_name(way));
	cell_count(&row[PID], pair->pid);
	cell_count(&row[AVAILABLE], (uint16_t)(avail.index - ring->taken_index));
	cell_count(&row[AVAIL], avail.index);
	cell_bool(&row[WANTS], wants_calls(ring, &avail));
	return true;
}

static int read_guests(const struct reading *reading, struct error *err)
{
	int link = session_iterator(reading->session, &probe_vhost_guest, "vhost_files");
	cleanup_vhost_files struct vhost_files files = { 0 };

	if (link < 0)
		return error_set(err, "rings of guests cannot be found without an iterator over "
				      "files that knows the types of tun and vhost_net");
	if (vhost_files_read(link, &files, err) < 0)
		return -1;
	for (size_t i = 0; i < files.count; i++)
		for (unsigned way = 0; files.records[i].kind == VHOST_PAIR && way < VHOST_WAYS;
		     way++)
			if (!add_row(reading, &files.records[i], way))
				reading_lacks(reading, "the rings of process %u cannot be read",
					      files.records[i].pid);
	return 0;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	const struct probe_run *run = session_run_of(session, &probe_vhost_guest);
	struct fact *fact = evidence_find(out, facts[0].name);

	(void)err;
	for (size_t i = 0; fact && fact->table && i < fact->table->rows; i++) {
		struct cell *row = table_row(fact->table, i);
		const struct cell *before =
			run && run->first ? table_find(run->first[0], row, PID) : NULL;

		if (before)
			cell_count(&row[AVAIL_MOVED],
				   (cell_as_count(&row[AVAIL]) - cell_as_count(&before[AVAIL])) &
					   0xffff);
	}
	return 0;
}
