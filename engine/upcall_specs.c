// SPDX-License-Identifier: BSD-2-Clause
#include "upcall_inside.h"

#include <math.h>

#include "histogram.h"

static const struct column_spec lost_columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "device", COLUMN_KEY, NULL },
	{ "error", COLUMN_KEY, NULL },
	{ "handler", COLUMN_KEY, NULL },
	{ "family", COLUMN_KEY, NULL },
	{ "protocol", COLUMN_KEY, NULL },
	{ "packets", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const struct column_spec total_columns[] = {
	{ "delivered", COLUMN_COUNTER, "packets" },
	{ "failed", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const struct column_spec part_columns[] = {
	[PART_PART] = { "part", COLUMN_KEY, NULL },
	[PART_TID] = { "tid", COLUMN_KEY, "count" },
	[PART_PID] = { "pid", COLUMN_KEY, "count" },
	[PART_THREAD] = { "thread", COLUMN_KEY, NULL },
	HISTOGRAM_COLUMNS,
	{ 0 },
};

static const struct column_spec handler_columns[] = {
	[HANDLER_TID] = { "tid", COLUMN_KEY, "count" },
	[HANDLER_PID] = { "pid", COLUMN_KEY, "count" },
	[HANDLER_THREAD] = { "thread", COLUMN_KEY, NULL },
	[HANDLER_TAKEN] = { "taken", COLUMN_COUNTER, "packets" },
	[HANDLER_ANSWERED] = { "answered", COLUMN_COUNTER, "packets" },
	[HANDLER_DECIDED] = { "decided", COLUMN_COUNTER, "packets" },
	[HANDLER_OWN] = { "own", COLUMN_COUNTER, "packets" },
	[HANDLER_OPEN] = { "open", COLUMN_VALUE, "packets" },
	[HANDLER_CPU] = { "cpu", COLUMN_VALUE, "count" },
	[HANDLER_SLOW_CPU] = { "slow_cpu", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct column_spec port_columns[] = {
	[PORT_NETNS] = { "netns", COLUMN_KEY, NULL },
	[PORT_DEVICE] = { "device", COLUMN_KEY, NULL },
	[PORT_KIND] = { "kind", COLUMN_KEY, NULL },
	[PORT_FAMILY] = { "family", COLUMN_KEY, NULL },
	[PORT_PROTOCOL] = { "protocol", COLUMN_KEY, NULL },
	[PORT_UPCALLS] = { "upcalls", COLUMN_COUNTER, "packets" },
	[PORT_TAKEN] = { "taken", COLUMN_COUNTER, "packets" },
	[PORT_MEAN] = { "wait_mean", COLUMN_VALUE, "us" },
	[PORT_MOST] = { "wait_max", COLUMN_VALUE, "us" },
	{ 0 },
};

static const struct column_spec cpu_columns[] = {
	{ "cpu", COLUMN_KEY, "count" },
	{ "upcalls", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const struct column_spec account_columns[] = {
	{ "upcalls", COLUMN_COUNTER, "packets" },  { "handed", COLUMN_COUNTER, "packets" },
	{ "refused", COLUMN_COUNTER, "packets" },  { "taken", COLUMN_COUNTER, "packets" },
	{ "answered", COLUMN_COUNTER, "packets" }, { "decided", COLUMN_COUNTER, "packets" },
	{ "waiting", COLUMN_VALUE, "packets" },    { "open", COLUMN_VALUE, "packets" },
	{ "window", COLUMN_VALUE, "ms" },          { 0 },
};

static const struct column_spec series_columns[] = {
	{ "t_ms", COLUMN_KEY, "ms" },
	{ "upcalls", COLUMN_COUNTER, "packets" },
	{ "taken", COLUMN_COUNTER, "packets" },
	{ "wait", COLUMN_COUNTER, "us" },
	{ 0 },
};

const struct fact_spec upcall_fact_specs[] = {
	[UPCALL_FACT_LOST] = { "ovs.upcalls_lost",
			       "packets without a flow that were not handed to ovs-vswitchd, by "
			       "port, error and handler",
			       lost_columns },
	[UPCALL_FACT_TOTALS] = { "ovs.upcalls", "packets without a flow, handed over or not",
				 total_columns },
	[UPCALL_FACT_PARTS] = { "ovs.upcall_parts",
				"how long packets waited for a handler, were worked on, were sent "
				"on, and all of it; by thread and for all",
				part_columns },
	[UPCALL_FACT_HANDLERS] = { "ovs.upcall_handlers",
				   "packets that each handler took, answered, decided not to "
				   "answer, or still has; and where it ran",
				   handler_columns },
	[UPCALL_FACT_PORTS] = { "ovs.upcall_ports", "packets sent up, by port and protocol",
				port_columns },
	[UPCALL_FACT_CPUS] = { "ovs.upcall_cpus", "packets sent up, by the CPU they were on",
			       cpu_columns },
	[UPCALL_FACT_ACCOUNT] = { "ovs.upcall_account",
				  "what became of the packets that were sent up; waiting: no "
				  "handler took them yet",
				  account_columns },
	[UPCALL_FACT_SERIES] = { "ovs.upcall_series",
				 "packets sent up and taken by a handler, step by step, and how "
				 "long those taken had waited",
				 series_columns },
	[UPCALL_FACTS] = { 0 },
};

/* The sum of both is behind their means; a largest value that did not grow may be an older one. */
static void port_since(struct cell *row, const struct cell *before)
{
	double taken = (double)cell_as_count(&row[PORT_TAKEN]);
	double then = (double)cell_as_count(&before[PORT_TAKEN]);

	if (before[PORT_MEAN].type != CELL_REAL || taken < then)
		return;
	if (row[PORT_MOST].real <= before[PORT_MOST].real)
		cell_text(&row[PORT_MOST], NULL);
	if (taken > then)
		cell_real(&row[PORT_MEAN],
			  fmax(0, row[PORT_MEAN].real * taken - before[PORT_MEAN].real * then) /
				  (taken - then));
	else
		cell_text(&row[PORT_MEAN], NULL);
}

void upcall_since(size_t fact, struct cell *row, const struct cell *before)
{
	if (fact == UPCALL_FACT_PORTS)
		port_since(row, before);
	if (fact == UPCALL_FACT_HANDLERS &&
	    !cell_compare(&row[HANDLER_SLOW_CPU], &before[HANDLER_SLOW_CPU]))
		cell_text(&row[HANDLER_SLOW_CPU], NULL);
}
