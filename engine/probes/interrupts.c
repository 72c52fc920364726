// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cleanup.h"
#include "interrupt_lines.h"
#include "memory.h"
#include "nic_list.h"
#include "prune.h"
#include "system_file.h"
#include "text.h"

#define FACT "interrupts.counts"
#define KEEP_ROWS 4096

enum { IRQ, CPU, COUNT, DEVICE, QUEUE, DIRECTION, ACTION, AFFINITY, NODE };

static const struct column_spec columns[] = {
	[IRQ] = { "irq", COLUMN_KEY, "count" },
	[CPU] = { "cpu", COLUMN_LASTING, "count" },
	[COUNT] = { "count", COLUMN_COUNTER_32, "count" },
	[DEVICE] = { "device", COLUMN_VALUE, NULL },
	[QUEUE] = { "queue", COLUMN_VALUE, "count" },
	[DIRECTION] = { "direction", COLUMN_VALUE, NULL },
	[ACTION] = { "action", COLUMN_VALUE, NULL },
	[AFFINITY] = { "affinity", COLUMN_VALUE, NULL },
	[NODE] = { "numa", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ FACT, "interrupts of NICs, by CPU; one that no CPU saw in the window has no row",
	  columns },
	{ 0 },
};

static int read_interrupts(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_interrupts = {
	.name = "interrupts",
	.summary = "which CPU serves which queue of which NIC",
	.summary_zh = "各网卡队列的中断由哪个 CPU 处理",
	.facts = facts,
	.cost = COST_COUNTERS,
	.seldom = true,
	.once = true,
	.read = read_interrupts,
	.collect = collect,
};

struct owner {
	unsigned irq;
	const struct nic *nic;
};

struct walk {
	const struct reading *reading;
	struct owner *owners; /* by number, each interrupt once */
	size_t count;
	const struct nic *nic;
	uint64_t *cpus; /* that the columns stand for */
	size_t width;
	bool told; /* one line, with a row for each CPU: who has none was off */
};

static void note_owner(unsigned irq, void *data)
{
	struct walk *walk = data;

	walk->owners = must_realloc(walk->owners, (walk->count + 1) * sizeof(*walk->owners));
	walk->owners[walk->count++] = (struct owner){ irq, walk->nic };
}

/* Of several devices on one function the first by name. */
static int compare_owners(const void *a, const void *b)
{
	const struct owner *x = a, *y = b;

	return x->irq != y->irq ? (x->irq < y->irq ? -1 : 1) : strcmp(x->nic->name, y->nic->name);
}

static const struct nic *owner_of(const struct walk *walk, unsigned irq)
{
	size_t low = 0, high = walk->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (walk->owners[middle].irq < irq)
			low = middle + 1;
		else
			high = middle;
	}
	return low < walk->count && walk->owners[low].irq == irq ? walk->owners[low].nic : NULL;
}

static int read_header(struct walk *walk, const char *line)
{
	uint64_t cpu;
	int used;

	while (sscanf(line, " CPU%" SCNu64 "%n", &cpu, &used) == 1) {
		walk->cpus = must_realloc(walk->cpus, (walk->width + 1) * sizeof(*walk->cpus));
		walk->cpus[walk->width++] = cpu;
		line += used;
	}
	return walk->width ? 0 : -1;
}

static void fill_queue(struct cell *row, const char *action)
{
	struct interrupt_queue queue = interrupt_queue_of(action);

	if (!queue.direction)
		return;
	cell_count(&row[QUEUE], queue.queue);
	cell_text(&row[DIRECTION], queue.direction);
}

static void fill_row(struct cell *row, unsigned irq, const struct nic *nic, const char *action)
{
	char affinity[256];
	uint64_t node;

	cell_count(&row[IRQ], irq);
	cell_system_text(&row[DEVICE], nic->name);
	cell_system_text(&row[ACTION], action);
	fill_queue(row, action);
	if (system_text(affinity, sizeof(affinity), "/proc/irq/%u/smp_affinity_list", irq) == 0)
		cell_system_text(&row[AFFINITY], affinity);
	if (system_number(&node, "/proc/irq/%u/node", irq))
		cell_count(&row[NODE], node);
}

/* " 39:   0  1   PCI-MSI 98305-edge      virtio2-input.0" */
static void take_line(struct walk *walk, char *line)
{
	const struct nic *nic = NULL;
	char *action;
	unsigned irq;
	int used = 0;

	if (sscanf(line, " %u:%n", &irq, &used) == 1 && used)
		nic = owner_of(walk, irq);
	if (!nic)
		return;
	line[strcspn(line, "\n")] = '\0';
	action = strrchr(line, ' ');
	line += used;
	for (size_t i = 0; i < walk->width; i++, line += used) {
		struct cell *row;
		uint64_t count;

		if (sscanf(line, "%" SCNu64 "%n", &count, &used) != 1)
			return;
		if (!count && walk->told)
			continue;
		row = reading_row(walk->reading, 0);
		fill_row(row, irq, nic, action ? action + 1 : "");
		cell_count(&row[CPU], walk->cpus[i]);
		cell_count(&row[COUNT], count);
	}
	walk->told = true;
}

static int read_lines(struct walk *walk, struct error *err)
{
	cleanup_file FILE *file = system_open("/proc/interrupts");
	cleanup_free char *line = NULL;
	size_t room = 0;

	if (!file)
		return error_errno(err, errno, "cannot read /proc/interrupts");
	if (getline(&line, &room, file) < 0 || read_header(walk, line) < 0)
		return error_set(err, "/proc/interrupts names no CPU");
	while (getline(&line, &room, file) > 0)
		take_line(walk, line);
	return 0;
}

static int read_interrupts(const struct reading *reading, struct error *err)
{
	cleanup_free struct nic_list *nics = must_calloc(1, sizeof(*nics));
	struct walk walk = { .reading = reading };
	int r;

	nic_list_read(nics);
	nic_list_keep_own(nics);
	for (size_t i = 0; i < nics->count; i++) {
		walk.nic = &nics->entries[i];
		nic_interrupts(walk.nic, note_owner, &walk);
	}
	if (walk.count)
		qsort(walk.owners, walk.count, sizeof(*walk.owners), compare_owners);
	r = read_lines(&walk, err);
	free(walk.owners);
	free(walk.cpus);
	return r;
}

static bool keep_counted(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return row_counted(table, row);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *fact = evidence_find(out, FACT);

	(void)session;
	(void)err;
	if (!fact || !fact->table)
		return 0;
	table_keep_if(fact->table, keep_counted, NULL);
	fact->cut += table_keep_largest(fact->table, "count", KEEP_ROWS);
	return 0;
}
