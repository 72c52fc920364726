// SPDX-License-Identifier: BSD-2-Clause
#include "guest_queues.h"

#include <string.h>

#include "cleanup.h"
#include "merge.h"

enum {
	NETNS,
	DEVICE,
	QUEUE,
	RX_PACKETS,
	TX_PACKETS,
	INTERRUPTS,
	POLLS,
	BUSY,
	EXHAUSTED,
	GUEST,
	GUEST_DEVICE,
	IRQ,
	DISABLED,
	SIZE,
	FREE,
	WAITING,
};

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[QUEUE] = { "queue", COLUMN_KEY, "count" },
	[RX_PACKETS] = { "rx_packets", COLUMN_COUNTER, "packets" },
	[TX_PACKETS] = { "tx_packets", COLUMN_COUNTER, "packets" },
	[INTERRUPTS] = { "interrupts", COLUMN_COUNTER, "count" },
	[POLLS] = { "polls", COLUMN_COUNTER, "count" },
	[BUSY] = { "busy", COLUMN_COUNTER, "count" },
	[EXHAUSTED] = { "exhausted", COLUMN_COUNTER, "count" },
	[GUEST] = { "guest", COLUMN_VALUE, NULL },
	[GUEST_DEVICE] = { "guest_device", COLUMN_VALUE, NULL },
	[IRQ] = { "irq", COLUMN_VALUE, "count" },
	[DISABLED] = { "disabled", COLUMN_VALUE, NULL },
	[SIZE] = { "size", COLUMN_VALUE, "slots" },
	[FREE] = { "free", COLUMN_VALUE, "slots" },
	[WAITING] = { "waiting", COLUMN_VALUE, "slots" },
	{ 0 },
};

const struct fact_spec guest_queues_facts[] = {
	{ GUEST_QUEUES,
	  "receive queues of a guest, by the tap and queue that they are behind; of merged runs "
	  "only",
	  columns },
	{ 0 },
};

/* Where each column comes from; only rows of the direction count where the fact has one. */
static const struct {
	int column;
	const char *fact, *from;
} sources[] = {
	{ RX_PACKETS, "nic.queue_traffic", "rx_packets" },
	{ TX_PACKETS, "nic.queue_traffic", "tx_packets" },
	{ INTERRUPTS, "virtnet.interrupts", "count" },
	{ IRQ, "virtnet.interrupts", "irq" },
	{ DISABLED, "virtnet.interrupts", "log_disabled" },
	{ POLLS, "virtnet.polls", "polls" },
	{ BUSY, "virtnet.polls", "busy" },
	{ EXHAUSTED, "virtnet.polls", "exhausted" },
	{ SIZE, "virtnet.rings", "size" },
	{ FREE, "virtnet.rings", "free" },
	{ WAITING, "virtnet.rings", "waiting" },
};

static struct cell *row_of(struct table *table, const struct merge_host *guest,
			   const struct cell *queue)
{
	struct cell *row;

	for (size_t i = 0; i < table->rows; i++) {
		row = table_row(table, i);
		if (!strcmp(cell_as_text(&row[DEVICE]), guest->tap) &&
		    !strcmp(cell_as_text(&row[GUEST]), guest->name) &&
		    !cell_compare(&row[QUEUE], queue))
			return row;
	}
	row = table_add(table);
	cell_text(&row[NETNS], guest->tap_netns);
	cell_text(&row[DEVICE], guest->tap);
	cell_copy(&row[QUEUE], queue);
	cell_text(&row[GUEST], guest->name);
	cell_text(&row[GUEST_DEVICE], guest->own_device);
	return row;
}

static bool is_receive(const struct table *from, size_t row)
{
	return table_column(from, "direction") < 0 ||
	       !strcmp(cell_as_text(table_cell(from, row, "direction")), "rx");
}

static void add_column(struct table *table, const struct merge_host *guest, size_t source)
{
	const struct fact *fact = evidence_find(guest->evidence, sources[source].fact);

	for (size_t i = 0; fact && !fact->absent && i < fact->table->rows; i++) {
		const struct cell *queue = table_cell(fact->table, i, "queue");
		struct cell *to;

		if (queue->type != CELL_COUNT || !is_receive(fact->table, i) ||
		    strcmp(cell_as_text(table_cell(fact->table, i, "device")), guest->own_device))
			continue;
		to = &row_of(table, guest, queue)[sources[source].column];
		cell_text(to, NULL);
		cell_copy(to, table_cell(fact->table, i, sources[source].from));
	}
}

void guest_queues_add(struct evidence *host, const struct merge_host *guest)
{
	struct fact *fact = evidence_find(host, GUEST_QUEUES);

	if (!fact || fact->absent)
		fact = evidence_add(host, "guest", &guest_queues_facts[0]);
	fact->start_ms = host->start_ms;
	fact->end_ms = host->end_ms;
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++)
		add_column(fact->table, guest, i);
	table_sort(fact->table);
}
