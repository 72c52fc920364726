// SPDX-License-Identifier: BSD-2-Clause
#include "nic_lost.h"

#include <stdbool.h>
#include <string.h>

#include "cleanup.h"
#include "nic_facts.h"

/* The meanings (engine/nic_statistics.h) that are packets lost, and the link's counter of the same.
 */
static const struct {
	const char *meaning;
	int link_column; /* 0: none */
} losses[] = {
	{ "rx_ring_lost", LINK_RX_MISSED },
	{ "rx_port_lost", 0 },
};

static bool is_of(const struct table *table, size_t row, const struct cell *link)
{
	const struct cell *cells = table_row(table, row);

	return !cell_compare(&cells[NIC_NETNS], &link[NIC_NETNS]) &&
	       !cell_compare(&cells[NIC_DEVICE], &link[NIC_DEVICE]);
}

static uint64_t largest(const struct table *statistics, const struct cell *link,
			const char *meaning)
{
	uint64_t device = 0, queues = 0;

	for (size_t i = 0; i < statistics->rows; i++) {
		const struct cell *row = table_row(statistics, i);
		uint64_t count = cell_as_count(&row[STATISTIC_COUNT]);

		if (!is_of(statistics, i, link) ||
		    strcmp(cell_as_text(&row[STATISTIC_MEANING]), meaning) != 0)
			continue;
		if (row[STATISTIC_QUEUE].type == CELL_COUNT)
			queues += count;
		else if (count > device)
			device = count;
	}
	return device > queues ? device : queues;
}

static void add_row(struct table *lost, const struct cell *link, const char *meaning,
		    uint64_t packets)
{
	struct cell *row = table_add(lost);

	cell_text(&row[NIC_NETNS], cell_as_text(&link[NIC_NETNS]));
	cell_text(&row[NIC_DEVICE], cell_as_text(&link[NIC_DEVICE]));
	cell_text(&row[LOST_MEANING], meaning);
	cell_count(&row[LOST_PACKETS], packets);
}

void nic_lost(const struct table *links, const struct table *statistics, struct table *lost)
{
	for (size_t i = 0; i < links->rows; i++) {
		const struct cell *link = table_row(links, i);

		for (size_t j = 0; j < ARRAY_SIZE(losses); j++) {
			uint64_t packets = largest(statistics, link, losses[j].meaning);
			uint64_t same = losses[j].link_column
						? cell_as_count(&link[losses[j].link_column])
						: 0;

			packets = packets > same ? packets : same;
			if (packets)
				add_row(lost, link, losses[j].meaning, packets);
		}
	}
}
