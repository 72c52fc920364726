// SPDX-License-Identifier: BSD-2-Clause
#include "virtnet.h"

#include "bpf_map.h"
#include "cleanup.h"
#include "memory.h"
#include "probe.h"
#include "route.h"
#include "session.h"
#include "symbols.h"
#include "text.h"
#include "virtnet_list.h"

enum {
	NETNS,
	DEVICE,
	DIRECTION,
	QUEUE,
	LOOKS,
	STUCK,
	SIZE,
	FREE,
	WAITING,
	POSTED,
	AVAIL,
	USED,
	TAKEN,
	EVENT_INDEX,
	NOTIFY,
	PACKED,
	BROKEN,
};

/* All are values: the programs count from the start of the run themselves, and since() from that of
 * the window. */
static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[DIRECTION] = { "direction", COLUMN_KEY, NULL },
	[QUEUE] = { "queue", COLUMN_KEY, "count" },
	[LOOKS] = { "looks", COLUMN_VALUE, "count" },
	[STUCK] = { "stuck", COLUMN_VALUE, "count" },
	[SIZE] = { "size", COLUMN_VALUE, "slots" },
	[FREE] = { "free", COLUMN_VALUE, "slots" },
	[WAITING] = { "waiting", COLUMN_VALUE, "slots" },
	[POSTED] = { "posted", COLUMN_VALUE, "slots" },
	[AVAIL] = { "avail_moved", COLUMN_VALUE, "count" },
	[USED] = { "used_moved", COLUMN_VALUE, "count" },
	[TAKEN] = { "taken_moved", COLUMN_VALUE, "count" },
	[EVENT_INDEX] = { "event_index", COLUMN_VALUE, NULL },
	[NOTIFY] = { "notify", COLUMN_VALUE, NULL },
	[PACKED] = { "packed", COLUMN_VALUE, NULL },
	[BROKEN] = { "broken", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "virtnet.rings",
	  "rings of a guest's virtio-net queues: descriptors free, buffers that the device has "
	  "(posted) and has given back (waiting to be taken), how far the indices came modulo "
	  "65,536, "
	  "looks at which nothing that waited was taken (stuck), and whether an interrupt is asked "
	  "for",
	  columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "virtnet_ring", "dev_get_stats", NULL, HOOK_FENTRY, false },
	{ 0 },
};

static const char *const maps[] = { "virtnet_rings", NULL };
static const char *const types[] = { "virtio_net", "virtio_ring", NULL };

static int read_rings(const struct reading *reading, struct error *err);
static void since(size_t fact, struct cell *row, const struct cell *before);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_virtnet_ring = {
	.name = "virtnet_ring",
	.summary =
		"rings of a guest's virtio-net queues: what waits, what moves, who is to be told",
	.summary_zh = "虚拟机 virtio-net 队列的环：积压、进展与通知状态",
	.facts = facts,
	.cost = COST_COUNTERS,
	.hooks = hooks,
	.maps = maps,
	.types = types,
	.once = true,
	.configure = virtnet_configure,
	.read = read_rings,
	.since = since,
	.collect = collect,
};

static void ignore_link(struct nlmsghdr *message, void *data)
{
	(void)message;
	(void)data;
}

static void begin(void *data)
{
	(void)data;
}

/* Being asked for its statistics makes the program look at a device's rings. */
static int read_rings(const struct reading *reading, struct error *err)
{
	cleanup_route struct nl_sock *socket = NULL;

	(void)reading;
	if (route_open(&socket, err) < 0)
		return -1;
	return route_dump_links(socket, begin, ignore_link, NULL, err);
}

/* The driver asks for an interrupt by a flag, or by the index that it waits for. */
static bool wants_interrupt(const struct virtnet_ring *ring)
{
	return ring->event_index ? (uint16_t)(ring->used_event - ring->taken) < ring->size
				 : !(ring->avail_flags & 1);
}

static void fill_split(struct cell *row, const struct virtnet_ring *ring)
{
	cell_count(&row[STUCK], ring->stuck);
	cell_count(&row[SIZE], ring->size);
	cell_count(&row[WAITING], (uint16_t)(ring->used - ring->taken));
	cell_count(&row[POSTED], (uint16_t)(ring->avail - ring->used));
	cell_count(&row[AVAIL], ring->avail_moved);
	cell_count(&row[USED], ring->used_moved);
	cell_count(&row[TAKEN], ring->taken_moved);
	cell_bool(&row[NOTIFY], wants_interrupt(ring));
}

static void add_row(struct table *table, const struct session *session,
		    const struct nic_list *devices, const struct virtnet_ring_key *key,
		    const struct virtnet_ring *ring)
{
	const struct nic *nic = virtnet_by_ifindex(devices, key->ifindex);
	char text[SYMBOL_MAX];
	struct cell *row;

	if (!nic)
		return;
	row = table_add(table);
	cell_text(&row[NETNS],
		  netns_name(session_namespaces(session), key->netns, text, sizeof(text)));
	cell_system_text(&row[DEVICE], nic->name);
	cell_text(&row[DIRECTION], virtnet_direction(key->direction));
	cell_count(&row[QUEUE], key->queue);
	cell_count(&row[LOOKS], ring->looks);
	cell_count(&row[FREE], ring->free);
	cell_bool(&row[EVENT_INDEX], ring->event_index);
	cell_bool(&row[PACKED], ring->packed);
	cell_bool(&row[BROKEN], ring->broken);
	if (!ring->packed)
		fill_split(row, ring);
}

static void since(size_t fact, struct cell *row, const struct cell *before)
{
	static const int counted[] = { LOOKS, STUCK, AVAIL, USED, TAKEN };

	(void)fact;
	for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++) {
		struct cell *cell = &row[counted[i]];
		uint64_t then = cell_as_count(&before[counted[i]]);

		if (cell_as_count(cell) >= then && then)
			cell_count(cell, cell_as_count(cell) - then);
	}
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	cleanup_free struct nic_list *devices = must_calloc(1, sizeof(*devices));
	cleanup_map struct map_entries rings = { 0 };
	struct fact *fact;

	if (map_read(session_map(session, &probe_virtnet_ring, "virtnet_rings"), &rings, err) < 0)
		return -1;
	virtnet_list(devices, false);
	fact = evidence_add(out, probe_virtnet_ring.name, &facts[0]);
	for (size_t i = 0; i < rings.count; i++)
		add_row(fact->table, session, devices, map_key(&rings, i), map_value(&rings, i));
	if (devices->count && !rings.count)
		session_lacks(
			session, &probe_virtnet_ring,
			"this kernel does not describe the types of its modules virtio_net and "
			"virtio_ring");
	table_sort(fact->table);
	return 0;
}
