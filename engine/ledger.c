// SPDX-License-Identifier: BSD-2-Clause
#include "ledger.h"

#include <stdio.h>
#include <string.h>

#include "json.h"
#include "ledger_scope.h"

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

struct ledger {
	struct table *losses;
	cJSON *noise;
	const struct evidence *evidence;
	const cJSON *scope, *rules;
	uint64_t lost, benign;
};

static const struct fact *present(const struct evidence *evidence, const char *name)
{
	const struct fact *fact = name ? evidence_find(evidence, name) : NULL;

	return fact && !fact->absent ? fact : NULL;
}

/* An entry's condition is one text, or a list of which one must be the cell's. */
static bool value_fits(const cJSON *condition, const char *value)
{
	const cJSON *item;

	if (cJSON_IsString(condition))
		return !strcmp(condition->valuestring, value);
	cJSON_ArrayForEach (item, condition)
		if (cJSON_IsString(item) && !strcmp(item->valuestring, value))
			return true;
	return false;
}

static bool cell_fits(const cJSON *condition, const struct cell *cell)
{
	if (cJSON_IsBool(condition))
		return cell->type == CELL_BOOL && cell->truth == cJSON_IsTrue(condition);
	return value_fits(condition, cell_as_text(cell));
}

/* Every key of the entry that is a column of the fact must fit. */
static bool entry_fits(const cJSON *entry, const struct table *table, size_t row)
{
	const cJSON *condition;

	cJSON_ArrayForEach (condition, entry) {
		int column = table_column(table, condition->string);

		if (column >= 0 && !cell_fits(condition, table_row(table, row) + column))
			return false;
	}
	return true;
}

static bool same_text(const struct table *a, size_t row_a, const struct table *b, size_t row_b,
		      const char *column)
{
	return !strcmp(cell_as_text(table_cell(a, row_a, column)),
		       cell_as_text(table_cell(b, row_b, column)));
}

static bool agree(const cJSON *columns, const struct table *a, size_t row_a, const struct table *b,
		  size_t row_b)
{
	const cJSON *column;

	cJSON_ArrayForEach (column, columns)
		if (!cJSON_IsString(column) || !same_text(a, row_a, b, row_b, column->valuestring))
			return false;
	return true;
}

/* An entry with `beside` is for drops that a row of another fact stands beside: the columns `on`
 * agree, and its cells are `rows`. */
static bool beside_fits(const struct ledger *ledger, const cJSON *entry, const struct table *table,
			size_t row)
{
	const cJSON *beside = json_get(entry, "beside");
	const struct fact *fact;

	if (!beside)
		return true;
	fact = present(ledger->evidence, json_text(beside, "fact"));
	for (size_t i = 0; fact && i < fact->table->rows; i++)
		if (agree(json_get(beside, "on"), table, row, fact->table, i) &&
		    entry_fits(json_get(beside, "rows"), fact->table, i))
			return true;
	return false;
}

static void add_noise(struct ledger *ledger, const cJSON *entry, uint64_t packets)
{
	const char *name = json_text(entry, "benign");
	cJSON *line;

	ledger->benign += packets;
	cJSON_ArrayForEach (line, ledger->noise)
		if (!strcmp(json_text(line, "name"), name)) {
			packets += json_count(line, "packets", 0);
			cJSON_ReplaceItemInObjectCaseSensitive(line, "packets",
							       json_from_count(packets));
			return;
		}
	line = cJSON_CreateObject();
	cJSON_AddStringToObject(line, "name", name);
	json_add_text(line, "because", json_text(entry, "because"));
	json_add_text(line, "because_zh", json_text(entry, "because_zh"));
	json_add_count(line, "packets", packets);
	cJSON_AddItemToArray(ledger->noise, line);
}

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

static void classify(struct ledger *ledger, const struct fact *fact, const cJSON *reasons)
{
	for (size_t row = 0; row < fact->table->rows; row++) {
		uint64_t packets = cell_as_count(table_cell(fact->table, row, "packets"));
		const cJSON *entry;

		cJSON_ArrayForEach (entry, reasons)
			if (entry_fits(entry, fact->table, row) &&
			    beside_fits(ledger, entry, fact->table, row))
				break;
		if (packets == 0 || json_true(entry, "counted"))
			continue; /* the same loss stands in a counter, see counter_losses */
		if (json_text(entry, "benign"))
			add_noise(ledger, entry, packets);
		else
			add_loss(ledger, cause_of(ledger, entry), fact, row, packets);
	}
}

/* What is left of the counter that `within` names for the row's namespace: a socket's own count
 * starts anew with the socket, and also holds what its filter refused. */
static uint64_t left_within(const struct ledger *ledger, const cJSON *within, const char *cause,
			    const char *netns)
{
	const struct fact *fact = present(ledger->evidence, json_text(within, "fact"));
	uint64_t counted = 0, taken = 0;

	if (!fact)
		return UINT64_MAX;
	for (size_t i = 0; i < fact->table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(fact->table, i, "netns")), netns) &&
		    entry_fits(json_get(within, "rows"), fact->table, i))
			counted += cell_as_count(
				table_cell(fact->table, i, json_text(within, "column")));
	for (size_t i = 0; i < ledger->losses->rows; i++) {
		const struct cell *row = table_row(ledger->losses, i);

		if (!strcmp(cell_as_text(&row[CAUSE]), cause) &&
		    !strcmp(cell_as_text(&row[NETNS]), netns))
			taken += row[PACKETS].count;
	}
	return counted > taken ? counted - taken : 0;
}

static void count_losses(struct ledger *ledger, const struct fact *fact, const cJSON *from,
			 const char *cause)
{
	const char *column = json_text(from, "column"),
		   *protocol = json_text(from, "sets_protocol");

	for (size_t row = 0; row < fact->table->rows; row++) {
		const char *netns = cell_as_text(table_cell(fact->table, row, "netns"));
		uint64_t packets = cell_as_count(table_cell(fact->table, row, column));
		uint64_t left = left_within(ledger, json_get(from, "within"), cause, netns);

		packets = packets < left ? packets : left;
		if (!packets || !entry_fits(json_get(from, "rows"), fact->table, row) ||
		    !counter_in_scope(ledger->scope, fact->table, row, protocol))
			continue;
		add_loss(ledger, cause, fact, row, packets);
		if (protocol)
			cell_text(table_row(ledger->losses, ledger->losses->rows - 1) + PROTOCOL,
				  protocol);
	}
}

/* Of an entry's sources the first that was measured counts; none when its `unless` was. */
static void classify_counters(struct ledger *ledger, const struct evidence *evidence,
			      const cJSON *entries)
{
	const cJSON *entry, *from;

	cJSON_ArrayForEach (entry, entries) {
		if (present(evidence, json_text(entry, "unless")))
			continue;
		cJSON_ArrayForEach (from, json_get(entry, "from")) {
			const struct fact *fact = present(evidence, json_text(from, "fact"));

			if (!fact)
				continue;
			count_losses(ledger, fact, from, cause_of(ledger, entry));
			break;
		}
	}
}

void ledger_write(struct evidence *evidence, const cJSON *data, const cJSON *rules,
		  cJSON **ret_noise)
{
	struct ledger ledger = { .noise = cJSON_CreateArray(),
				 .evidence = evidence,
				 .scope = json_get(evidence->run, "scope"),
				 .rules = rules,
				 .losses = table_new(losses_spec.columns) };
	const struct fact *drops = present(evidence, "drops.kernel");
	struct fact *fact;
	struct cell *total;

	if (drops)
		classify(&ledger, drops, json_get(data, "drop_reasons"));
	classify_counters(&ledger, evidence, json_get(data, "counter_losses"));
	table_sort(ledger.losses);
	fact = evidence_add(evidence, "ledger", &losses_spec);
	table_free(fact->table);
	fact->table = ledger.losses;
	fact = evidence_add(evidence, "ledger", &total_spec);
	total = table_add(fact->table);
	cell_count(&total[0], ledger.lost);
	cell_count(&total[1], ledger.benign);
	*ret_noise = ledger.noise;
}
