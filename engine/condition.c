// SPDX-License-Identifier: BSD-2-Clause
#include "condition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"

static const cJSON *rule_of(const cJSON *catalogue, const char *id)
{
	const cJSON *rule;

	cJSON_ArrayForEach (rule, json_get(catalogue, "rules"))
		if (!strcmp(json_text(rule, "id"), id))
			return rule;
	return NULL;
}

static const struct column_spec *column_of(const struct fact_spec *spec, const char *name)
{
	for (const struct column_spec *column = spec->columns; column->name; column++)
		if (!strcmp(column->name, name))
			return column;
	return NULL;
}

static bool is_blank(const char *text)
{
	return !text[strspn(text, " ")];
}

/* FACT.COLUMN>VALUE, blanks around the sign allowed; `sign` points to it. */
static int parse_fact(const char *text, const char *sign, struct condition *condition,
		      struct error *err)
{
	cleanup_free char *name = must_have(strndup(text, (size_t)(sign - text)));
	char *dot = strrchr(name, '.'), *end;
	const struct fact_spec *spec = NULL;
	const struct column_spec *column = NULL;

	name[strcspn(name, " ")] = '\0';
	if (dot)
		*dot = '\0';
	condition->probe = dot ? probe_of_fact(name, &spec) : NULL;
	if (!condition->probe)
		return error_set(err,
				 "--when: there is no fact in \"%s\"; 'netdoctor list facts' shows "
				 "FACT and column, written FACT.COLUMN>VALUE",
				 text);
	column = column_of(spec, dot + 1);
	if (!column)
		return error_set(err, "--when: the fact %s has no column \"%s\"", name, dot + 1);
	if (!column->unit)
		return error_set(err, "--when: %s.%s is no number", name, dot + 1);
	condition->value = strtod(sign + 1, &end);
	if (end == sign + 1 || !is_blank(end) || !isfinite(condition->value))
		return error_set(err, "--when: \"%s\" is no number", sign + 1);
	condition->fact = must_strdup(name);
	condition->column = must_strdup(dot + 1);
	condition->counter = role_counts(column->role);
	condition->below = *sign == '<';
	return 0;
}

int condition_parse(const char *text, const cJSON *catalogue, struct condition *ret_condition,
		    struct error *err)
{
	struct condition condition = { 0 };
	size_t length = strcspn(text, "<>");

	if (text[length]) {
		if (parse_fact(text, text + length, &condition, err) < 0)
			return -1;
	} else {
		if (!rule_of(catalogue, text))
			return error_set(err,
					 "--when: \"%s\" is no cause ('netdoctor list causes') and "
					 "no FACT.COLUMN>VALUE",
					 text);
		condition.cause = must_strdup(text);
	}
	*ret_condition = condition;
	return 0;
}

void condition_clear(struct condition *condition)
{
	free(condition->cause);
	free(condition->fact);
	free(condition->column);
	*condition = (struct condition){ 0 };
}

static double number_of(const struct cell *cell)
{
	return cell->type == CELL_REAL ? cell->real : (double)cell_as_count(cell);
}

static double total_of(const struct condition *condition, const struct table *table)
{
	double total = 0;

	for (size_t row = 0; row < table->rows; row++) {
		double number = number_of(table_cell(table, row, condition->column));

		if (condition->counter)
			total += number;
		else if (!row || (condition->below ? number < total : number > total))
			total = number;
	}
	return total;
}

bool condition_number(struct condition *condition, const struct evidence *evidence,
		      double *ret_number)
{
	const struct fact *fact = evidence_find(evidence, condition->fact);
	double now, before = condition->total;

	if (!fact || !fact->table || (!condition->counter && !fact->table->rows))
		return false;
	now = total_of(condition, fact->table);
	if (condition->counter) {
		condition->total = condition->at_base + now;
		now = condition->total - before;
	}
	*ret_number = now;
	return true;
}

bool condition_measured(const struct condition *condition, const struct evidence *evidence)
{
	const struct fact *fact = evidence_find(evidence, condition->fact);

	return fact && fact->table;
}

bool condition_holds(const struct condition *condition, double number)
{
	return condition->below ? number < condition->value : number > condition->value;
}

void condition_rebase(struct condition *condition, bool moved)
{
	if (moved)
		condition->at_base = condition->at_middle;
	condition->at_middle = condition->total;
}

static bool has_outcome(const struct condition *condition, const cJSON *findings,
			const char *outcome)
{
	const cJSON *finding;

	cJSON_ArrayForEach (finding, json_get(findings, "findings"))
		if (!strcmp(json_text(finding, "id"), condition->cause) &&
		    !strcmp(json_text(finding, "outcome"), outcome))
			return true;
	return false;
}

bool condition_confirmed(const struct condition *condition, const cJSON *findings)
{
	return has_outcome(condition, findings, "confirmed");
}

bool condition_judged(const struct condition *condition, const cJSON *findings)
{
	return condition_confirmed(condition, findings) ||
	       has_outcome(condition, findings, "suspected") ||
	       has_outcome(condition, findings, "ruled_out");
}

static size_t add_probe(const struct probe *probe, const struct probe **probes, size_t count,
			size_t room)
{
	for (size_t i = 0; i < count; i++)
		if (probes[i] == probe)
			return count;
	if (!probe || count == room)
		return count;
	probes[count] = probe;
	return count + 1;
}

size_t condition_must_have(const struct condition *condition, const cJSON *catalogue,
			   const struct probe **ret_probes, size_t room)
{
	const cJSON *rule = condition->cause ? rule_of(catalogue, condition->cause) : NULL, *fact;
	size_t count = add_probe(condition->probe, ret_probes, 0, room);

	cJSON_ArrayForEach (fact, json_get(rule, "needs"))
		count = add_probe(probe_of_fact(fact->valuestring, NULL), ret_probes, count, room);
	return count;
}

size_t condition_probes(const struct condition *condition, const cJSON *catalogue,
			const struct probe **ret_probes, size_t room)
{
	static const char *const lists[] = { "needs", "uses", "counted_in" };
	const cJSON *rule = condition->cause ? rule_of(catalogue, condition->cause) : NULL, *fact;
	size_t count = add_probe(condition->probe, ret_probes, 0, room);

	for (size_t i = 0; rule && i < ARRAY_SIZE(lists); i++)
		cJSON_ArrayForEach (fact, json_get(rule, lists[i]))
			count = add_probe(probe_of_fact(fact->valuestring, NULL), ret_probes, count,
					  room);
	return count;
}
