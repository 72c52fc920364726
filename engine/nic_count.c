// SPDX-License-Identifier: BSD-2-Clause
#include "nic_count.h"

#include <string.h>

#include "cleanup.h"
#include "ethtool.h"
#include "nic_facts.h"
#include "nic_statistics.h"
#include "prune.h"
#include "text.h"

struct counting {
	const struct reading *reading;
	const struct nic *nic;
	struct nic_namer namer;
	size_t statistics; /* the first row of this device */
};

static struct cell *device_row(const struct counting *counting, enum nic_fact fact)
{
	struct cell *row = reading_row(counting->reading, fact);

	cell_system_text(&row[NIC_DEVICE], counting->nic->name);
	return row;
}

static struct cell *queue_row(const struct counting *counting, uint32_t queue)
{
	const struct table *table = counting->reading->tables[NIC_QUEUE_TRAFFIC];
	struct cell *row;

	for (size_t i = table->rows; i > 0; i--) {
		row = table_row(table, i - 1);
		if (cell_as_count(&row[QUEUE_QUEUE]) == queue &&
		    !strcmp(cell_as_text(&row[NIC_DEVICE]), counting->nic->name))
			return row;
	}
	row = device_row(counting, NIC_QUEUE_TRAFFIC);
	cell_count(&row[QUEUE_QUEUE], queue);
	return row;
}

static void count_queue(const struct counting *counting, const struct nic_statistic *statistic,
			uint64_t count)
{
	static const struct {
		const char *meaning;
		int column;
	} counted[] = {
		{ "rx_packets", QUEUE_RX_PACKETS },
		{ "tx_packets", QUEUE_TX_PACKETS },
		{ "rx_ring_lost", QUEUE_RX_LOST },
		{ "tx_timeout", QUEUE_TX_TIMEOUTS },
	};

	for (size_t i = 0; i < ARRAY_SIZE(counted); i++) {
		struct cell *cell;

		if (strcmp(counted[i].meaning, statistic->meaning))
			continue;
		cell = &queue_row(counting, statistic->queue)[counted[i].column];
		cell_count(cell, cell_as_count(cell) + count);
	}
}

/* Some drivers use a name twice: these are added up. */
static struct cell *statistic_row(const struct counting *counting, const char *name,
				  const struct nic_statistic *statistic)
{
	const struct table *table = counting->reading->tables[NIC_STATISTICS];
	cleanup_free char *text = text_from_system(name);
	struct cell *row;

	for (size_t i = counting->statistics; i < table->rows; i++) {
		row = table_row(table, i);
		if (!strcmp(cell_as_text(&row[STATISTIC_NAME]), text) &&
		    cell_as_count(&row[STATISTIC_QUEUE]) == statistic->queue)
			return row;
	}
	row = device_row(counting, NIC_STATISTICS);
	cell_text(&row[STATISTIC_NAME], text);
	if (statistic->of_queue)
		cell_count(&row[STATISTIC_QUEUE], statistic->queue);
	cell_text(&row[STATISTIC_MEANING], statistic->meaning ? statistic->meaning : "");
	return row;
}

/* One that is zero has no row: a row that comes later counts from zero anyway. */
static void take_statistic(const char *name, uint64_t count, void *data)
{
	struct counting *counting = data;
	struct nic_statistic statistic;
	struct cell *cell;

	name += strspn(name, " \t");
	statistic = nic_namer_next(&counting->namer, name, count);
	if (statistic.meaning && statistic.of_queue)
		count_queue(counting, &statistic, count);
	if (!count || (statistic.meaning && strstr(statistic.meaning, "_packets")))
		return;
	cell = &statistic_row(counting, name, &statistic)[STATISTIC_COUNT];
	cell_count(cell, cell_as_count(cell) + count);
}

size_t nic_count(const struct reading *reading, const struct nic *nic)
{
	struct counting counting = { .reading = reading, .nic = nic };

	counting.statistics = reading->tables[NIC_STATISTICS]->rows;
	nic_namer_begin(&counting.namer, nic->driver);
	return ethtool_statistics(nic->name, take_statistic, &counting);
}

static bool was_told(const struct table *table, size_t row, const void *data)
{
	const struct cell *link = table_find(data, table_row(table, row), NIC_FIRST);

	return link && cell_as_count(&link[LINK_STATISTICS]);
}

size_t nic_keep_told(const struct table *first_links, struct table *counted)
{
	return table_keep_if(counted, was_told, first_links);
}
