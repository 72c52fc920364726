// SPDX-License-Identifier: BSD-2-Clause
#include "vhost_traffic.h"

#include <stdio.h>
#include <string.h>

#include "bpf_map.h"
#include "cleanup.h"
#include "clock.h"
#include "histogram.h"
#include "vhost_files.h"
#include "vhost_queues.h"

enum {
	NETNS,
	DEVICE,
	QUEUE,
	RING,
	PACKETS,
	BATCHES,
	SIGNALS,
	KICKS,
	PUT,
	FULL,
	DEPTH,
	DEEPEST,
	STANDING,
	WINDOW,
	TIMES,
	TIME_COLUMNS = 3,
	WAKES = 0,
	WAITS,
	KINDS,
	COLUMNS = TIMES + KINDS * TIME_COLUMNS,
	DEPTH_SUM = COLUMNS,
	LOOKS,
	BUCKETS,
};

/* wakes: to the guest, until the worker runs; from the guest none. waits: to the guest from the tap
 * to its ring, from the guest from its kick to the tap. */
#define TRAFFIC_COLUMNS                                                                      \
	[NETNS] = { "netns", COLUMN_KEY, NULL }, [DEVICE] = { "device", COLUMN_KEY, NULL },  \
	[QUEUE] = { "queue", COLUMN_KEY, "count" }, [RING] = { "ring", COLUMN_KEY, NULL },   \
	[PACKETS] = { "packets", COLUMN_COUNTER, "packets" },                                \
	[BATCHES] = { "batches", COLUMN_COUNTER, "count" },                                  \
	[SIGNALS] = { "signals", COLUMN_COUNTER, "count" },                                  \
	[KICKS] = { "kicks", COLUMN_COUNTER, "count" },                                      \
	[PUT] = { "put", COLUMN_COUNTER, "packets" },                                        \
	[FULL] = { "full", COLUMN_COUNTER, "packets" },                                      \
	[DEPTH] = { "depth", COLUMN_VALUE, "slots" },                                        \
	[DEEPEST] = { "deepest", COLUMN_VALUE, "slots" },                                    \
	[STANDING] = { "standing_ms", COLUMN_VALUE, "ms" },                                  \
	[WINDOW] = { "window_ms", COLUMN_VALUE, "ms" },                                      \
	[TIMES] = { "wakes", COLUMN_VALUE, "count" }, { "wake_p50_us", COLUMN_VALUE, "us" }, \
	{ "wake_p99_us", COLUMN_VALUE, "us" }, { "waits", COLUMN_VALUE, "count" },           \
	{ "wait_p50_us", COLUMN_VALUE, "us" },                                               \
	{                                                                                    \
		"wait_p99_us", COLUMN_VALUE, "us"                                            \
	}

const struct column_spec vhost_traffic_columns[] = {
	TRAFFIC_COLUMNS,
	[COLUMNS] = { 0 },
};

/* With what the values of a window are made of, until vhost_traffic_told(). */
const struct column_spec vhost_traffic_counted[] = {
	TRAFFIC_COLUMNS,
	[DEPTH_SUM] = { "depth_sum", COLUMN_COUNTER, "slots" },
	[LOOKS] = { "looks", COLUMN_COUNTER, "count" },
	[BUCKETS] = { "wakes_buckets", COLUMN_VALUE, NULL },
	{ "waits_buckets", COLUMN_VALUE, NULL },
	{ 0 },
};

static void fill_times(struct cell *row, unsigned kind, const struct histogram *times)
{
	struct cell *cells = &row[TIMES + kind * TIME_COLUMNS];
	uint64_t count = histogram_samples(times);

	cell_count(&cells[0], count);
	cell_text(&cells[1], NULL);
	cell_text(&cells[2], NULL);
	histogram_text(times, &row[BUCKETS + kind]);
	if (!count)
		return;
	cell_real(&cells[1], (double)histogram_percentile(times, 0.5) / 1e3);
	cell_real(&cells[2], (double)histogram_percentile(times, 0.99) / 1e3);
}

static uint64_t standing_ms(const struct vhost_way *way, const struct probe_run *run)
{
	uint64_t window = run->end_ms - run->start_ms, now = clock_us() * 1000, since;

	if (!way->used_at || way->used_at > now)
		return way->used_at ? 0 : window;
	since = (now - way->used_at) / 1000000;
	return since < window ? since : window;
}

static void fill_way(struct cell *row, const struct vhost_value *value,
		     const struct vhost_times *times, unsigned way, const struct probe_run *run)
{
	const struct vhost_way *counted = &value->ways[way];

	cell_text(&row[RING], vhost_way_name(way));
	cell_count(&row[PACKETS], counted->packets);
	cell_count(&row[BATCHES], counted->batches);
	cell_count(&row[SIGNALS], counted->signals);
	cell_count(&row[KICKS], counted->kicks);
	cell_count(&row[STANDING], standing_ms(counted, run));
	cell_count(&row[WINDOW], run->end_ms - run->start_ms);
	if (way == VHOST_FROM_GUEST) {
		fill_times(row, WAITS, &times->hop);
		return;
	}
	cell_count(&row[PUT], value->put);
	cell_count(&row[FULL], value->full);
	cell_count(&row[DEPTH_SUM], value->depth_sum);
	cell_count(&row[LOOKS], value->looks);
	cell_count(&row[DEEPEST], value->deepest);
	fill_times(row, WAKES, &times->wake);
	fill_times(row, WAITS, &times->wait);
}

/* Of the pair with this number; NULL while nobody has it. */
static const struct vhost_value *value_of(const struct map_entries *pairs, const uint32_t *pair)
{
	const struct vhost_value *value = *pair < pairs->count ? map_value(pairs, *pair) : NULL;

	return value && value->socket ? value : NULL;
}

int vhost_traffic_collect(const struct session *session, const struct probe *probe,
			  const struct fact_spec *spec, struct evidence *out, struct error *err)
{
	const struct fact_spec counted = { spec->name, spec->summary, vhost_traffic_counted };
	const struct probe_run *run = session_run_of(session, probe);
	cleanup_map struct map_entries pairs = { 0 }, times = { 0 };
	struct fact *fact;

	if (map_read(session_map(session, probe, "vhost_pairs"), &pairs, err) < 0 ||
	    map_read(session_map(session, probe, "vhost_times"), &times, err) < 0)
		return -1;
	fact = evidence_add(out, probe->name, &counted);
	for (size_t i = 0; i < times.count; i++) {
		const struct vhost_value *value = value_of(&pairs, map_key(&times, i));

		if (!value)
			continue;
		for (unsigned way = 0; way < VHOST_WAYS; way++) {
			struct cell *row = table_add(fact->table);
			char text[64];

			cell_text(&row[NETNS], netns_name(session_namespaces(session), value->netns,
							  text, sizeof(text)));
			cell_text(&row[DEVICE], value->device);
			cell_count(&row[QUEUE], value->queue);
			fill_way(row, value, map_value(&times, i), way, run);
		}
	}
	table_sort(fact->table);
	return 0;
}

void vhost_traffic_since(size_t fact, struct cell *row, const struct cell *before)
{
	struct histogram now, then;

	(void)fact;
	for (unsigned kind = 0; kind < KINDS; kind++) {
		histogram_of_text(cell_as_text(&row[BUCKETS + kind]), &now);
		histogram_of_text(cell_as_text(&before[BUCKETS + kind]), &then);
		if (row[BUCKETS + kind].type == CELL_TEXT && histogram_subtract(&now, &then))
			fill_times(row, kind, &now);
	}
	if (row[DEEPEST].type == CELL_COUNT && !cell_compare(&row[DEEPEST], &before[DEEPEST]))
		cell_text(&row[DEEPEST], NULL);
}

void vhost_traffic_told(const struct session *session, struct evidence *evidence)
{
	const struct fact *fact = evidence_find(evidence, "vhost.traffic");
	struct table *table = fact ? fact->table : NULL;

	(void)session;
	for (size_t i = 0; table && i < table->rows; i++) {
		struct cell *row = table_row(table, i);
		double looks = (double)cell_as_count(&row[LOOKS]);

		if (row[LOOKS].type == CELL_COUNT)
			cell_real(&row[DEPTH],
				  looks > 0 ? (double)cell_as_count(&row[DEPTH_SUM]) / looks : 0);
	}
	if (table)
		table_narrow(table, COLUMNS);
}
