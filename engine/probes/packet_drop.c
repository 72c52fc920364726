// SPDX-License-Identifier: BSD-2-Clause
#include "packet_drop.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>

#include "bpf_map.h"
#include "bpf_object.h"
#include "cleanup.h"
#include "drop_place.h"
#include "drop_tables.h"
#include "probe.h"
#include "session.h"
#include "text.h"

#define KEEP_TUPLES 512
#define HIDDEN                                                                                 \
	"the kernel does not tell where its functions are (kptr_restrict, or no CAP_SYSLOG): " \
	"places "                                                                              \
	"of drops are unknown"
#define KEEP_STACKS 256
#define KEEP_SAMPLES 64

enum fact_number {
	FACT_DEVICES,
	FACT_KERNEL,
	FACT_SAMPLES,
	FACT_SERIES,
	FACT_STACKS,
	FACT_TOTALS,
	FACT_TUPLES,
};

static const struct column_spec device_columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "ifindex", COLUMN_KEY, NULL },
	{ "device", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec series_columns[] = {
	{ "t_ms", COLUMN_KEY, "ms" },
	{ "netns", COLUMN_KEY, NULL },
	{ "device", COLUMN_KEY, NULL },
	{ "reason", COLUMN_KEY, NULL },
	{ "packets", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const struct column_spec total_columns[] = {
	{ "seen", COLUMN_COUNTER, "packets" },
	{ "in_scope", COLUMN_COUNTER, "packets" },
	{ "unplaced", COLUMN_COUNTER, "packets" },
	{ "lost", COLUMN_COUNTER, "packets" },
	{ "reasons", COLUMN_VALUE, NULL }, /* 1: this kernel says why a packet was dropped */
	{ 0 },
};

static const struct fact_spec facts[] = {
	[FACT_DEVICES] = { "drops.devices", "names of devices by number, for drops.kernel",
			   device_columns },
	[FACT_KERNEL] = { "drops.kernel", "packets freed as dropped, by reason and place",
			  drop_kernel_columns },
	[FACT_SAMPLES] = { "drops.samples", "some of the dropped packets, in full",
			   drop_sample_columns },
	[FACT_SERIES] = { "drops.series", "drops of each device, interval by interval",
			  series_columns },
	[FACT_STACKS] = { "drops.stacks", "how the kernel came to drop, sampled",
			  drop_stack_columns },
	[FACT_TOTALS] = { "drops.totals", "drops seen, in scope, unplaced and not kept",
			  total_columns },
	[FACT_TUPLES] = { "drops.tuples", "whose packets were dropped; of a flood an estimate",
			  drop_tuple_columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "packet_drop", "kfree_skb", NULL, HOOK_TP_BTF, false },
	{ 0 },
};

static const char *const maps[] = {
	"drops",         "drop_tuples",  "drop_stacks", "drop_stack_samples",
	"drop_counters", "drop_samples", NULL,
};

static void configure(struct netdoctor_bpf *bpf, const struct session *session);
static int read_devices(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);
static void join(const struct session *session, struct evidence *evidence);
static int count_series(const struct session *session, struct table *into, struct error *err);

static const struct probe_series series = { .fact = FACT_SERIES, .count = count_series };

const struct probe probe_packet_drop = {
	.name = "packet_drop",
	.summary = "every packet that the kernel drops: where, why, whose",
	.summary_zh = "内核丢弃的每个报文：位置、原因、归属",
	.facts = facts,
	.cost = COST_DROPS,
	.hooks = hooks,
	.maps = maps,
	.series = &series,
	.configure = configure,
	.read = read_devices,
	.collect = collect,
	.join = join,
};

static uint32_t samples_each(const struct session *session)
{
	return drop_samples_each((uint32_t)libbpf_num_possible_cpus(), session_in_full(session));
}

static void configure(struct netdoctor_bpf *bpf, const struct session *session)
{
	uint32_t samples = samples_each(session);

	bpf->rodata->kfree_skb_arguments =
		session_arguments(session, &probe_packet_drop, "packet_drop");
	bpf->rodata->drop_in_full = session_in_full(session);
	bpf->rodata->drop_samples_each = samples;
	bpf_map__set_max_entries(bpf->maps.drop_samples, samples);
}

static int read_devices(const struct reading *reading, struct error *err)
{
	struct if_nameindex *devices = if_nameindex();

	if (!devices)
		return error_errno(err, errno, "cannot list devices");
	for (size_t i = 0; devices[i].if_index; i++) {
		struct cell *row = reading_row(reading, FACT_DEVICES);

		cell_count(&row[1], devices[i].if_index);
		cell_system_text(&row[2], devices[i].if_name);
	}
	if_freenameindex(devices);
	return 0;
}

static struct drop_names find_names(const struct session *session, const struct evidence *out)
{
	const struct probe_run *run = session_run_of(session, &probe_packet_drop);
	const struct fact *devices = out ? evidence_find(out, facts[FACT_DEVICES].name) : NULL;

	return (struct drop_names){
		.namespaces = session_namespaces(session),
		.reasons = session_reasons(session),
		.symbols = session_symbols(session),
		.devices = { devices ? devices->table : NULL,
			     run->first ? run->first[FACT_DEVICES] : NULL },
	};
}

static struct fact *add(struct evidence *out, enum fact_number number, uint64_t lost)
{
	struct fact *fact = evidence_add(out, probe_packet_drop.name, &facts[number]);

	fact->lost = lost;
	return fact;
}

static int collect_totals(const struct session *session, struct evidence *out,
			  struct drop_counters *ret_counters, struct error *err)
{
	struct drop_counters sum;
	struct cell *row;

	if (map_read_counters(session_map(session, &probe_packet_drop, "drop_counters"),
			      sizeof(sum) / sizeof(uint64_t), (uint64_t *)&sum, err) < 0)
		return -1;
	row = table_add(add(out, FACT_TOTALS, 0)->table);
	cell_count(&row[0], sum.seen);
	cell_count(&row[1], sum.in_scope);
	cell_count(&row[2], sum.unplaced);
	cell_count(&row[3], sum.lost);
	cell_count(&row[4], session_arguments(session, &probe_packet_drop, "packet_drop") >= 3);
	session_count(session, &probe_packet_drop, sum.in_scope, sum.lost);
	*ret_counters = sum;
	return 0;
}

/* Announced before the stacks are named, so that the list of symbols is read once. */
static int read_drops(const struct session *session, const struct drop_names *names,
		      struct map_entries *ret_drops, struct error *err)
{
	if (map_read(session_map(session, &probe_packet_drop, "drops"), ret_drops, err) < 0)
		return -1;
	for (size_t i = 0; i < ret_drops->count; i++)
		symbols_want(names->symbols,
			     ((const struct drop_key *)map_key(ret_drops, i))->location);
	return 0;
}

static int collect_tuples(const struct session *session, struct evidence *out,
			  const struct drop_names *names, const struct drop_counters *counters,
			  struct error *err)
{
	cleanup_map struct map_entries tuples = { 0 };
	struct fact *fact;

	if (map_read(session_map(session, &probe_packet_drop, "drop_tuples"), &tuples, err) < 0)
		return -1;
	fact = add(out, FACT_TUPLES, counters->tuples_lost);
	if (counters->tuples_made > tuples.count)
		fact->cut = counters->tuples_made - tuples.count;
	drop_tuple_rows(fact->table, &tuples, names);
	return 0;
}

static int collect_stacks(const struct session *session, struct evidence *out,
			  const struct drop_names *names, uint64_t lost, struct error *err)
{
	cleanup_map struct map_entries samples = { 0 };
	int stacks = session_map(session, &probe_packet_drop, "drop_stacks");
	struct fact *fact;

	if (map_read(session_map(session, &probe_packet_drop, "drop_stack_samples"), &samples,
		     err) < 0)
		return -1;
	fact = add(out, FACT_STACKS, lost);
	drop_stack_rows(fact->table, &samples, stacks, names);
	return 0;
}

static int collect_samples(const struct session *session, struct evidence *out,
			   const struct drop_names *names, const struct drop_counters *counters,
			   struct error *err)
{
	struct fact *fact = add(out, FACT_SAMPLES, 0);
	int r = drop_sample_rows(fact->table,
				 session_map(session, &probe_packet_drop, "drop_samples"),
				 samples_each(session), session_born_ns(session), names, err);

	if (counters->samples > fact->table->rows)
		fact->cut = counters->samples - fact->table->rows;
	return r;
}

/* Without names of code: they cost a list of symbols, once, at the end. */
static int count_series(const struct session *session, struct table *into, struct error *err)
{
	cleanup_map struct map_entries drops = { 0 };
	struct drop_names names = find_names(session, NULL);

	if (map_read(session_map(session, &probe_packet_drop, "drops"), &drops, err) < 0)
		return -1;
	drop_series_rows(into, &drops, &names);
	return 0;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	cleanup_map struct map_entries drops = { 0 };
	struct drop_names names = find_names(session, out);
	struct drop_counters counters;

	if (symbols_hidden(names.symbols))
		session_lacks(session, &probe_packet_drop, HIDDEN);
	if (collect_totals(session, out, &counters, err) < 0 ||
	    read_drops(session, &names, &drops, err) < 0 ||
	    collect_stacks(session, out, &names, counters.stacks_lost, err) < 0)
		return -1;
	drop_kernel_rows(add(out, FACT_KERNEL, counters.lost)->table, &drops, &names);
	if (collect_samples(session, out, &names, &counters, err) < 0)
		return -1;
	return collect_tuples(session, out, &names, &counters, err);
}

static void join(const struct session *session, struct evidence *evidence)
{
	const struct fact *totals = evidence_find(evidence, facts[FACT_TOTALS].name);
	struct fact *tuples, *samples, *stacks;

	if (totals && totals->table && totals->table->rows)
		evidence->unplaced = cell_as_count(table_cell(totals->table, 0, "unplaced"));
	drop_place(session, evidence);
	stacks = evidence_find(evidence, facts[FACT_STACKS].name);
	if (stacks && stacks->table)
		stacks->cut += table_keep_largest(stacks->table, "samples", KEEP_STACKS);
	tuples = evidence_find(evidence, facts[FACT_TUPLES].name);
	if (tuples && tuples->table)
		tuples->cut += table_keep_largest(tuples->table, "packets", KEEP_TUPLES);
	samples = evidence_find(evidence, facts[FACT_SAMPLES].name);
	if (samples && samples->table && !session_in_full(session))
		samples->cut += drop_samples_thin(samples->table, KEEP_SAMPLES);
}
