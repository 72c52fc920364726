// SPDX-License-Identifier: BSD-2-Clause
#include "upcall_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../bpf/ovs_upcall.h"
#include "bpf_map.h"
#include "cleanup.h"
#include "drop_tables.h"
#include "histogram.h"
#include "memory.h"
#include "session.h"
#include "text.h"

static const char *const part_names[UPCALL_PARTS] = {
	[UPCALL_WAIT] = "waiting",
	[UPCALL_WORK] = "working",
	[UPCALL_EXECUTE] = "executing",
	[UPCALL_WHOLE] = "whole",
};

static void add_part(struct table *table, enum upcall_part part,
		     const struct upcall_handler *handler, const struct histogram *histogram)
{
	struct cell *row;

	if (!histogram_samples(histogram))
		return;
	row = table_add(table);
	cell_text(&row[PART_PART], part_names[part]);
	cell_count(&row[PART_TID], handler ? handler->tid : 0);
	cell_count(&row[PART_PID], handler ? handler->pid : 0);
	cell_system_text(&row[PART_THREAD], handler ? handler->name : "");
	histogram_cells(histogram, &row[PART_TIMES]);
}

struct handlers {
	struct table *parts, *list;
	struct histogram all[UPCALL_PARTS];
	uint64_t answered, decided, open;
};

static uint64_t open_of(const struct upcall_handler *handler)
{
	return handler->batch > handler->matched ? handler->batch - handler->matched : 0;
}

static void add_handler(struct handlers *handlers, const struct upcall_handler *handler)
{
	struct cell *row = table_add(handlers->list);

	cell_count(&row[HANDLER_TID], handler->tid);
	cell_count(&row[HANDLER_PID], handler->pid);
	cell_system_text(&row[HANDLER_THREAD], handler->name);
	cell_count(&row[HANDLER_TAKEN], handler->taken);
	cell_count(&row[HANDLER_ANSWERED], handler->answered);
	cell_count(&row[HANDLER_DECIDED], handler->decided);
	cell_count(&row[HANDLER_OWN], handler->own);
	cell_count(&row[HANDLER_OPEN], open_of(handler));
	cell_count(&row[HANDLER_CPU], handler->cpu);
	cell_count(&row[HANDLER_SLOW_CPU], handler->wait_most_cpu);
	handlers->answered += handler->answered;
	handlers->decided += handler->decided;
	handlers->open += open_of(handler);
	for (enum upcall_part part = 0; part < UPCALL_PARTS; part++) {
		histogram_merge(&handlers->all[part], &handler->parts[part]);
		add_part(handlers->parts, part, handler, &handler->parts[part]);
	}
}

static int add_handlers(int fd, struct handlers *handlers, struct error *err)
{
	cleanup_map struct map_entries entries = { 0 };

	if (map_read(fd, &entries, err) < 0)
		return -1;
	for (size_t i = 0; i < entries.count; i++) {
		const struct upcall_handler *handler = map_value(&entries, i);

		if (handler->tid)
			add_handler(handlers, handler);
	}
	for (enum upcall_part part = 0; part < UPCALL_PARTS; part++)
		add_part(handlers->parts, part, NULL, &handlers->all[part]);
	table_sort(handlers->parts);
	table_sort(handlers->list);
	return 0;
}

static void add_port(struct table *table, const struct session *session,
		     const struct upcall_port *port, const struct upcall_port_counts *counts)
{
	const struct drop_names names = { .namespaces = session_namespaces(session) };
	struct cell *row = table_add(table);
	char text[SYMBOL_MAX];

	cell_text(&row[PORT_NETNS], drop_netns(&names, port->netns, text));
	snprintf(text, sizeof(text), "if %u", port->ifindex);
	cell_text(&row[PORT_DEVICE], port->ifindex ? text : "");
	cell_text(&row[PORT_KIND], port->kind == UPCALL_ACTION ? "action" : "miss");
	cell_text(&row[PORT_FAMILY], drop_family(port->family));
	cell_text(&row[PORT_PROTOCOL], drop_protocol(port->family, port->protocol, text));
	cell_count(&row[PORT_UPCALLS], counts->upcalls);
	cell_count(&row[PORT_TAKEN], counts->taken);
	if (!counts->taken)
		return;
	cell_real(&row[PORT_MEAN], (double)counts->wait_ns / 1000 / (double)counts->taken);
	cell_real(&row[PORT_MOST], (double)counts->wait_most_ns / 1000);
}

static int add_ports(int fd, struct table *table, const struct session *session, struct error *err)
{
	cleanup_map struct map_entries entries = { 0 };

	if (map_read(fd, &entries, err) < 0)
		return -1;
	for (size_t i = 0; i < entries.count; i++)
		add_port(table, session, map_key(&entries, i), map_value(&entries, i));
	table_sort(table);
	return 0;
}

/* `cpus` may be NULL. */
static int add_account(int fd, struct table *cpus, struct upcall_account *ret_sum,
		       struct error *err)
{
	cleanup_free struct upcall_account *accounts = NULL;
	struct upcall_account sum = { 0 };
	size_t count;

	accounts = map_read_cpus(fd, 0, sizeof(*accounts), &count, err);
	if (!accounts)
		return -1;
	for (size_t cpu = 0; cpu < count; cpu++) {
		struct cell *row;

		sum.wait_ns += accounts[cpu].wait_ns;
		sum.upcalls += accounts[cpu].upcalls;
		sum.handed += accounts[cpu].handed;
		sum.refused += accounts[cpu].refused;
		sum.taken += accounts[cpu].taken;
		sum.lost += accounts[cpu].lost;
		if (!cpus || !accounts[cpu].upcalls)
			continue;
		row = table_add(cpus);
		cell_count(&row[0], cpu);
		cell_count(&row[1], accounts[cpu].upcalls);
	}
	*ret_sum = sum;
	return 0;
}

static void fill_account(struct table *table, const struct upcall_account *sum,
			 const struct handlers *handlers, uint64_t window_ms)
{
	uint64_t over = sum->refused + sum->taken;
	const uint64_t counts[] = {
		sum->upcalls,
		sum->handed,
		sum->refused,
		sum->taken,
		handlers->answered,
		handlers->decided,
		sum->handed > over ? sum->handed - over : 0,
		handlers->open,
		window_ms,
	};
	struct cell *row = table_add(table);

	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		cell_count(&row[i], counts[i]);
}

int upcall_series_count(const struct session *session, const struct probe *probe,
			struct table *into, struct error *err)
{
	struct upcall_account sum;
	struct cell *row;

	if (add_account(session_map(session, probe, "upcall_account"), NULL, &sum, err) < 0)
		return -1;
	row = table_add(into);
	cell_count(&row[0], sum.upcalls);
	cell_count(&row[1], sum.taken);
	cell_count(&row[2], sum.wait_ns / 1000);
	return 0;
}

static struct table *new_fact(struct evidence *out, const struct probe *probe,
			      enum upcall_fact fact, uint64_t lost)
{
	struct fact *made = evidence_add(out, probe->name, &upcall_fact_specs[fact]);

	made->lost = lost;
	return made->table;
}

/* Without one of these nothing can be followed. */
static const char *missing_hook(const struct session *session, const struct probe *probe)
{
	static const char *const followed[] = { "ovs_upcall_start", "ovs_upcall_message",
						"ovs_upcall_take" };
	struct hook_state states[16];
	size_t count = session_hooks(session, probe, states, ARRAY_SIZE(states));

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < ARRAY_SIZE(followed); k++)
			if (!states[i].attached && !strcmp(states[i].hook->program, followed[k]))
				return states[i].why ? states[i].why : "it is not attached";
	return NULL;
}

int upcall_times_collect(const struct session *session, const struct probe *probe,
			 struct evidence *out, uint64_t *ret_lost, struct error *err)
{
	const char *missing = missing_hook(session, probe);
	const struct probe_run *run = session_run_of(session, probe);
	cleanup_free struct handlers *handlers = must_calloc(1, sizeof(*handlers));
	struct upcall_account sum;
	struct table *cpus;

	*ret_lost = 0;
	for (size_t i = UPCALL_FACT_PARTS; missing && i < UPCALL_FACT_SERIES; i++)
		evidence_absent(out, probe->name, upcall_fact_specs[i].name, ABSENT_UNAVAILABLE,
				missing);
	if (missing)
		return 0;
	cpus = new_fact(out, probe, UPCALL_FACT_CPUS, 0);
	if (add_account(session_map(session, probe, "upcall_account"), cpus, &sum, err) < 0)
		return -1;
	*ret_lost = sum.lost;
	handlers->parts = new_fact(out, probe, UPCALL_FACT_PARTS, sum.lost);
	handlers->list = new_fact(out, probe, UPCALL_FACT_HANDLERS, sum.lost);
	if (add_handlers(session_map(session, probe, "upcall_handlers"), handlers, err) < 0 ||
	    add_ports(session_map(session, probe, "upcall_ports"),
		      new_fact(out, probe, UPCALL_FACT_PORTS, sum.lost), session, err) < 0)
		return -1;
	fill_account(new_fact(out, probe, UPCALL_FACT_ACCOUNT, sum.lost), &sum, handlers,
		     session_now_ms(session) - (run ? run->start_ms : 0));
	return 0;
}
