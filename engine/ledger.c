// SPDX-License-Identifier: BSD-2-Clause
#include "ledger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "ledger_entry.h"
#include "ledger_noise.h"
#include "ledger_scope.h"
#include "ledger_within.h"

static const struct fact_spec losses_spec = {
	"losses",
	"lost packets, each under one cause",
	(const struct column_spec[]){ { "cause", COLUMN_KEY, NULL },
				      { "netns", COLUMN_KEY, NULL },
				      { "device", COLUMN_KEY, NULL },
				      { "direction", COLUMN_KEY, NULL },
				      { "family", COLUMN_KEY, NULL },
				      { "protocol", COLUMN_KEY, NULL },
				      { "port", COLUMN_KEY, NULL },
				      { "reason", COLUMN_KEY, NULL },
				      { "location", COLUMN_KEY, NULL },
				      { "source", COLUMN_KEY, NULL },
				      { "packets", COLUMN_VALUE, "packets" },
				      { NULL, COLUMN_KEY, NULL } },
};

enum { CAUSE, NETNS, DEVICE, DIRECTION, FAMILY, PROTOCOL, PORT, REASON, LOCATION, SOURCE, PACKETS };

/* Which columns of a fact go where in the ledger. */
static const struct {
	int to;
	const char *from;
} copied[] = {
	{ NETNS, "netns" },       { DEVICE, "device" },     { DIRECTION, "direction" },
	{ FAMILY, "family" },     { PORT, "port" },         { REASON, "reason" },
	{ LOCATION, "location" }, { PROTOCOL, "protocol" },
};

static const struct fact_spec total_spec = {
	"losses.total",
	"all lost packets of the window",
	(const struct column_spec[]){ { "packets", COLUMN_VALUE, "packets" },
				      { "benign", COLUMN_VALUE, "packets" },
				      { NULL, COLUMN_KEY, NULL } },
};

static const struct fact_spec unscoped_spec = {
	"losses.unscoped",
	"lost packets that may be outside the question",
	(const struct column_spec[]){ { "cause", COLUMN_KEY, NULL },
				      { "packets", COLUMN_VALUE, "packets" },
				      { NULL, COLUMN_KEY, NULL } },
};

struct ledger {
	struct table *losses, *unscoped, *elsewhere;
	struct ledger_noise noise;
	const struct evidence *evidence;
	const cJSON *scope, *rules;
	struct ledger_claims claims;
	uint64_t lost;
};

static void add_loss(struct ledger *ledger, const char *cause, const struct fact *fact, size_t row,
		     uint64_t packets)
{
	struct cell *cells = table_add(ledger->losses);

	for (size_t i = 0; i < sizeof(copied) / sizeof(copied[0]); i++) {
		const struct cell *from = table_cell(fact->table, row, copied[i].from);

		if (from->type == CELL_COUNT)
			cell_count(&cells[copied[i].to], from->count);
		else
			cell_text(&cells[copied[i].to], cell_as_text(from));
	}
	if (!strcmp(cell_as_text(table_cell(fact->table, row, "address")), "::"))
		cell_text(&cells[FAMILY], ""); /* such a socket takes both */
	cell_text(&cells[CAUSE], cause);
	cell_text(&cells[SOURCE], fact->name);
	cell_count(&cells[PACKETS], packets);
	ledger->lost += packets;
}

static const char *cause_of(const struct ledger *ledger, const cJSON *entry)
{
	const char *cause = json_text(entry, "cause");
	const cJSON *rule;

	cJSON_ArrayForEach (rule, ledger->rules)
		if (cause && !strcmp(json_text(rule, "id"), cause))
			return cause;
	return UNEXPLAINED;
}

/* Of `packets` of a dropped row what belongs to the entry; returns what is left for the next. */
static uint64_t take(struct ledger *ledger, const struct fact *fact, size_t row, const cJSON *entry,
		     uint64_t packets)
{
	uint64_t own = 0;

	if (ledger_fits(entry, fact->table, row))
		own = ledger_beside(&ledger->claims, ledger->evidence, entry, fact->table, row,
				    packets);
	if (!own || json_true(entry, "counted"))
		return packets - own; /* the same loss stands in a counter, see counter_losses */
	if (json_text(entry, "benign"))
		ledger_noise_add(&ledger->noise, entry,
				 cell_as_text(table_cell(fact->table, row, "netns")),
				 cell_as_text(table_cell(fact->table, row, "protocol")), own);
	else
		add_loss(ledger, cause_of(ledger, entry), fact, row, own);
	return packets - own;
}

static void classify(struct ledger *ledger, const struct fact *fact, const cJSON *reasons)
{
	for (size_t row = 0; row < fact->table->rows; row++) {
		uint64_t left = cell_as_count(table_cell(fact->table, row, "packets"));
		const cJSON *entry;

		cJSON_ArrayForEach (entry, reasons)
			left = left ? take(ledger, fact, row, entry, left) : 0;
		if (left)
			add_loss(ledger, UNEXPLAINED, fact, row, left);
	}
}

static void add_unscoped(struct ledger *ledger, const char *cause, uint64_t packets)
{
	struct cell *row = table_add(ledger->unscoped);

	cell_text(&row[0], cause);
	cell_count(&row[1], packets);
}

/* What is read per host is read in the own namespace, which --netns may have left out: then no
 * device of it is listed. */
static bool netns_in_scope(const struct ledger *ledger, const char *netns)
{
	const struct fact *links = ledger_fact(ledger->evidence, "links.counters");

	if (!*netns || !links || !json_get(ledger->scope, "netns"))
		return true;
	for (size_t row = 0; row < links->table->rows; row++)
		if (!strcmp(cell_as_text(table_cell(links->table, row, "netns")), netns))
			return true;
	return false;
}

static void count_losses(struct ledger *ledger, const struct fact *fact, const cJSON *entry,
			 const cJSON *from)
{
	const char *cause = cause_of(ledger, entry), *column = json_text(from, "column"),
		   *protocol = json_text(from, "sets_protocol");
	const cJSON *except = json_get(from, "except");
	/* Not those of this source: sockets that are not asked for leave room to others. */
	size_t before = ledger->elsewhere->rows;

	for (size_t row = 0; row < fact->table->rows; row++) {
		const char *netns = cell_as_text(table_cell(fact->table, row, "netns"));
		uint64_t packets = cell_as_count(table_cell(fact->table, row, column));
		const char *own = cell_as_text(table_cell(fact->table, row, "protocol"));
		enum counter_scope scope;
		uint64_t left, others;

		if (!packets || !ledger_fits(json_get(from, "rows"), fact->table, row) ||
		    (except && ledger_fits(except, fact->table, row)) ||
		    !netns_in_scope(ledger, netns))
			continue;
		left = ledger_within_left(ledger->evidence, json_get(from, "within"),
					  ledger->losses, cause, netns);
		others = ledger_elsewhere(ledger->elsewhere, before, cause, netns);
		left = left > others ? left - others : 0;
		packets = packets < left ? packets : left;
		if (!packets)
			continue;
		scope = counter_in_scope(ledger->scope, fact->table, row,
					 protocol ? protocol : own);
		if (json_text(entry, "benign")) {
			if (scope == COUNTER_IN)
				ledger_noise_add(&ledger->noise, entry, NULL, NULL, packets);
			continue;
		}
		if (scope == COUNTER_UNKNOWN)
			add_unscoped(ledger, cause, packets);
		if (scope != COUNTER_IN) {
			ledger_elsewhere_add(ledger->elsewhere, cause, netns, packets);
			continue;
		}
		add_loss(ledger, cause, fact, row, packets);
		if (protocol)
			cell_text(table_row(ledger->losses, ledger->losses->rows - 1) + PROTOCOL,
				  protocol);
	}
}

/* Its `unless` was measured, and does not say by a zero that it tells no such losses. */
static bool is_told_otherwise(const struct evidence *evidence, const cJSON *entry)
{
	const cJSON *zero = json_get(entry, "or_zero");
	const struct fact *fact = ledger_fact(evidence, json_text(zero, "fact"));
	const struct cell *cell;

	if (!ledger_fact(evidence, json_text(entry, "unless")))
		return false;
	if (!fact || !fact->table->rows)
		return true;
	cell = table_cell(fact->table, 0, json_text(zero, "column"));
	return cell->type == CELL_NONE || cell_as_count(cell);
}

/* Of an entry's sources the first that was measured counts; none when others tell of it. */
static void classify_counters(struct ledger *ledger, const struct evidence *evidence,
			      const cJSON *entries)
{
	const cJSON *entry, *from;

	cJSON_ArrayForEach (entry, entries) {
		if (is_told_otherwise(evidence, entry))
			continue;
		cJSON_ArrayForEach (from, json_get(entry, "from")) {
			const struct fact *fact = ledger_fact(evidence, json_text(from, "fact"));

			if (!fact)
				continue;
			count_losses(ledger, fact, entry, from);
			break;
		}
	}
}

static void add_fact(struct evidence *evidence, const struct fact_spec *spec, struct table *owned)
{
	struct fact *fact = evidence_add(evidence, "ledger", spec);

	table_sort(owned);
	table_free(fact->table);
	fact->table = owned;
}

void ledger_write(struct evidence *evidence, const cJSON *data, const cJSON *rules,
		  cJSON **ret_noise)
{
	struct ledger ledger = { .noise = ledger_noise_new(),
				 .evidence = evidence,
				 .scope = json_get(evidence->run, "scope"),
				 .rules = rules,
				 .losses = table_new(losses_spec.columns),
				 .unscoped = table_new(unscoped_spec.columns),
				 .elsewhere = ledger_elsewhere_new() };
	const struct fact *drops = ledger_fact(evidence, "drops.kernel");
	struct cell *total;

	if (drops)
		classify(&ledger, drops, json_get(data, "drop_reasons"));
	classify_counters(&ledger, evidence, json_get(data, "counter_losses"));
	table_merge(ledger.noise.protocols);
	add_fact(evidence, &losses_spec, ledger.losses);
	add_fact(evidence, &unscoped_spec, ledger.unscoped);
	add_fact(evidence, &ledger_benign_spec, ledger.noise.protocols);
	total = table_add(evidence_add(evidence, "ledger", &total_spec)->table);
	cell_count(&total[0], ledger.lost);
	cell_count(&total[1], ledger.noise.packets);
	table_free(ledger.elsewhere);
	free(ledger.claims.entries);
	*ret_noise = ledger.noise.lines;
}

uint64_t ledger_unscoped(const struct evidence *evidence, const char *cause)
{
	const struct fact *fact = ledger_fact(evidence, unscoped_spec.name);
	uint64_t packets = 0;

	for (size_t row = 0; fact && row < fact->table->rows; row++)
		if (!strcmp(cell_as_text(table_row(fact->table, row)), cause))
			packets += cell_as_count(table_row(fact->table, row) + 1);
	return packets;
}
