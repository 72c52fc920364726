// SPDX-License-Identifier: BSD-2-Clause
#include "queues.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"

/* What a queue did, before what it holds; sizes, indices and process ids say nothing side by side.
 */
static const struct {
	const char *fact, *column; /* NULL: of any fact */
} columns[] = {
	{ NULL, "packets" },
	{ NULL, "rx_packets" },
	{ NULL, "tx_packets" },
	{ NULL, "interrupts" },
	{ NULL, "polls" },
	{ "interrupts.counts", "count" },
	{ "virtnet.interrupts", "count" },
	{ NULL, "taken_moved" },
	{ NULL, "used_moved" },
	{ NULL, "avail_moved" },
	{ NULL, "got_moved" },
	{ NULL, "put_moved" },
	{ NULL, "drops" },
	{ NULL, "rx_lost" },
	{ NULL, "waiting" },
	{ NULL, "backlog_packets" },
};

struct entry {
	struct place place;
	int queue;
	const cJSON *row;
};

struct entries {
	struct entry *items;
	size_t count;
};

static int by_place(const struct entry *one, const struct entry *other)
{
	int order = strcmp(one->place.host, other->place.host);

	if (!order)
		order = strcmp(one->place.netns, other->place.netns);
	return order ? order : strcmp(one->place.device, other->place.device);
}

static int by_queue(const void *a, const void *b)
{
	const struct entry *one = a, *other = b;
	int order = by_place(one, other);

	return order ? order : (one->queue > other->queue) - (one->queue < other->queue);
}

static struct entries find_entries(const struct rows *rows, const struct place *wanted)
{
	struct entries found = { 0 };
	const cJSON *row;

	found.items = must_calloc((size_t)cJSON_GetArraySize(rows->list), sizeof(*found.items));
	cJSON_ArrayForEach (row, rows->list) {
		const cJSON *queue = rows_cell(rows, row, "queue");
		struct entry entry = { .place = place_of_row(rows, row), .row = row };

		entry.queue = cJSON_IsNumber(queue) ? queue->valueint : -1;
		if (entry.queue >= 0 && *entry.place.device &&
		    (!wanted || place_agrees(wanted, &entry.place)))
			found.items[found.count++] = entry;
	}
	qsort(found.items, found.count, sizeof(*found.items), by_queue);
	return found;
}

/* Adds up the rows of a queue, for there may be one for each CPU or direction. */
static void sum_up(const struct rows *rows, const struct entry *entries, size_t count,
		   struct device_queues *device)
{
	device->count = 0;
	device->most = 0;
	for (size_t i = 0; i < count; i++) {
		struct queue *queue;

		if (!i || entries[i].queue != entries[i - 1].queue)
			device->queues[device->count++] = (struct queue){ entries[i].queue, 0 };
		queue = &device->queues[device->count - 1];
		queue->value += rows_number(rows, entries[i].row, device->column);
		if (queue->value > device->most)
			device->most = queue->value;
	}
}

static const char *unit_of(const struct rows *rows, const char *column)
{
	int place = rows_column(rows, column);

	return place < 0 ? NULL : json_text(cJSON_GetArrayItem(rows->columns, place), "unit");
}

static bool find_column(const cJSON *fact, const struct rows *rows, const struct entry *entries,
			size_t count, struct device_queues *device)
{
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++) {
		const char *unit = unit_of(rows, columns[i].column);

		if (!unit || (columns[i].fact && strcmp(columns[i].fact, fact->string) != 0))
			continue;
		device->column = columns[i].column;
		device->unit = unit;
		sum_up(rows, entries, count, device);
		if (device->most > 0 && device->count > 1)
			return true;
	}
	return false;
}

static void add_device(struct queue_list *list, const cJSON *fact, const struct rows *rows,
		       const struct entry *entries, size_t count)
{
	struct device_queues device = { .place = entries->place };

	device.queues = must_calloc(count, sizeof(*device.queues));
	if (!find_column(fact, rows, entries, count, &device)) {
		free(device.queues);
		return;
	}
	list->devices = must_realloc(list->devices, (list->count + 1) * sizeof(*list->devices));
	list->devices[list->count++] = device;
}

struct queue_list queues_of(const cJSON *fact, const struct place *wanted, size_t most)
{
	struct queue_list list = { 0 };
	struct entries entries;
	struct rows rows;

	if (!rows_of_fact(fact, &rows) || rows_column(&rows, "queue") < 0 ||
	    rows_column(&rows, "device") < 0)
		return list;
	entries = find_entries(&rows, wanted);
	for (size_t i = 0, end; i < entries.count && list.count < most; i = end) {
		for (end = i + 1; end < entries.count; end++)
			if (by_place(&entries.items[i], &entries.items[end]) != 0)
				break;
		add_device(&list, fact, &rows, &entries.items[i], end - i);
	}
	free(entries.items);
	return list;
}

void queues_free(struct queue_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->devices[i].queues);
	free(list->devices);
	*list = (struct queue_list){ 0 };
}
