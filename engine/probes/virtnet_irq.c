// SPDX-License-Identifier: BSD-2-Clause
#include "virtnet.h"

#include <string.h>

#include "bpf_map.h"
#include "bpf_object.h"
#include "cleanup.h"
#include "memory.h"
#include "probe.h"
#include "session.h"
#include "text.h"
#include "virtnet_list.h"

enum { IRQ, CPU, CALLS, NONE, TOTAL, LONGEST, DEVICE };

static const struct column_spec columns[] = {
	[IRQ] = { "irq", COLUMN_KEY, "count" },
	[CPU] = { "cpu", COLUMN_KEY, "count" },
	[CALLS] = { "calls", COLUMN_COUNTER, "count" },
	[NONE] = { "none", COLUMN_COUNTER, "count" },
	[TOTAL] = { "total", COLUMN_COUNTER, "us" },
	[LONGEST] = { "longest", COLUMN_VALUE, "us" },
	[DEVICE] = { "device", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "virtnet.handlers",
	  "interrupt handlers of a guest's virtio-net devices: calls, those that found nothing to "
	  "do (IRQ_NONE), and the time they took",
	  columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "virtnet_irq_entry", "irq_handler_entry", NULL, HOOK_TP_BTF, false },
	{ "virtnet_irq_exit", "irq_handler_exit", NULL, HOOK_TP_BTF, false },
	{ 0 },
};

static const char *const maps[] = { "virtnet_handlers", "virtnet_irq_counters", "virtnet_irq_since",
				    NULL };

static void configure(struct netdoctor_bpf *bpf, const struct session *session);
static void since(size_t fact, struct cell *row, const struct cell *before);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_virtnet_irq = {
	.name = "virtnet_irq",
	.summary = "interrupt handlers of a guest's virtio-net devices: unhandled ones, duration",
	.summary_zh = "虚拟机 virtio-net 的中断处理：未处理比例与耗时",
	.facts = facts,
	.cost = COST_PACKETS,
	.hooks = hooks,
	.maps = maps,
	.configure = configure,
	.since = since,
	.collect = collect,
};

static void ask(unsigned irq, void *data)
{
	uint64_t *bits = data;

	if (irq < VIRTNET_IRQS)
		bits[irq / 64] |= 1ull << irq % 64;
}

static void configure(struct netdoctor_bpf *bpf, const struct session *session)
{
	cleanup_free struct nic_list *devices = must_calloc(1, sizeof(*devices));
	uint64_t bits[VIRTNET_IRQS / 64] = { 0 };

	(void)session;
	virtnet_list(devices, false);
	virtnet_each_irq(devices, ask, bits);
	memcpy((void *)bpf->rodata->virtnet_irqs, bits, sizeof(bits));
}

struct owner {
	unsigned irq;
	bool found;
};

static void compare(unsigned irq, void *data)
{
	struct owner *owner = data;

	owner->found |= owner->irq == irq;
}

static const char *device_of(const struct nic_list *devices, unsigned irq)
{
	for (size_t i = 0; i < devices->count; i++) {
		struct owner owner = { irq, false };

		nic_interrupts(&devices->entries[i], compare, &owner);
		if (owner.found)
			return devices->entries[i].name;
	}
	return NULL;
}

/* The longest one did not grow: it may be of an earlier window. */
static void since(size_t fact, struct cell *row, const struct cell *before)
{
	(void)fact;
	if (!cell_compare(&row[LONGEST], &before[LONGEST]))
		cell_text(&row[LONGEST], NULL);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	cleanup_free struct nic_list *devices = must_calloc(1, sizeof(*devices));
	cleanup_map struct map_entries handlers = { 0 };
	struct virtnet_irq_counters counters;
	struct fact *fact;

	if (map_read_counters(session_map(session, &probe_virtnet_irq, "virtnet_irq_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters,
			      err) < 0 ||
	    map_read(session_map(session, &probe_virtnet_irq, "virtnet_handlers"), &handlers, err) <
		    0)
		return -1;
	virtnet_list(devices, false);
	session_count(session, &probe_virtnet_irq, counters.calls, counters.lost);
	fact = evidence_add(out, probe_virtnet_irq.name, &facts[0]);
	fact->lost = counters.lost;
	for (size_t i = 0; i < handlers.count; i++) {
		const struct virtnet_handler_key *key = map_key(&handlers, i);
		const struct virtnet_handler *handler = map_value(&handlers, i);
		struct cell *row = table_add(fact->table);

		cell_count(&row[IRQ], key->irq);
		cell_count(&row[CPU], key->cpu);
		cell_count(&row[CALLS], handler->calls);
		cell_count(&row[NONE], handler->none);
		cell_count(&row[TOTAL], handler->total_ns / 1000);
		cell_real(&row[LONGEST], (double)handler->longest_ns / 1000);
		cell_system_text(&row[DEVICE], device_of(devices, key->irq));
	}
	table_sort(fact->table);
	return 0;
}
