// SPDX-License-Identifier: BSD-2-Clause
/*
 * A window that begins anew while the probes go on: what a collect read becomes the start.
 *
 * Readings replace the first reading; what programs counted is kept as tables and taken off what
 * they count later. Nothing is cleared in the kernel, so no event falls between two windows.
 */
#include "cleanup.h"
#include "histogram.h"
#include "memory.h"
#include "session_stage.h"

static void kept_clear(struct kept *kept)
{
	reader_result_clear(&kept->reading);
	for (size_t i = 0; kept->counted && i < kept->facts; i++)
		table_free(kept->counted[i].table);
	free(kept->counted);
	*kept = (struct kept){ 0 };
}

void run_forget(struct run *run)
{
	kept_clear(&run->last);
	kept_clear(&run->middle);
	kept_clear(&run->base);
}

static size_t facts_of(const struct probe *probe)
{
	size_t count = 0;

	while (probe->facts[count].name)
		count++;
	return count;
}

/* Whether programs fill the fact, and not a reading; a series has its own steps. */
static bool is_counted(const struct run *run, const struct reader_result *last, size_t fact)
{
	const struct probe *probe = run->public.probe;

	if (!probe->hooks || !probe->collect || (probe->series && probe->series->fact == fact))
		return false;
	return !last->tables || !last->tables[fact] || !last->tables[fact]->rows;
}

static bool has_counters(const struct table *table)
{
	for (size_t i = 0; i < table->width; i++)
		if (role_counts(table->columns[i].role))
			return true;
	return false;
}

static bool are_events(const struct table *table)
{
	return !has_counters(table) && table_column(table, "t_ms") >= 0;
}

/* Rows where something happened; single events are those since the start. */
static bool is_of_window(const struct table *table, size_t kept, const struct cell *row,
			 const void *data)
{
	const struct run *run = data;

	(void)kept;
	if (are_events(table))
		return cell_as_count(&row[table_column(table, "t_ms")]) >= run->public.start_ms;
	if (!has_counters(table))
		return true;
	for (size_t i = 0; i < table->width; i++)
		if (role_counts(table->columns[i].role) && cell_as_count(&row[i]))
			return true;
	return false;
}

struct meeting {
	const struct probe *probe;
	size_t fact;
};

static bool make_since(const struct table *table, struct cell *row, const struct cell *before,
		       const void *data)
{
	const struct meeting *meeting = data;

	if (!histogram_since(table, row, before))
		return false;
	if (meeting->probe->since)
		meeting->probe->since(meeting->fact, row, before);
	return true;
}

static struct counted *keep_counted(struct run *run, size_t number, const struct fact *fact)
{
	struct counted *counted;

	if (!run->last.counted) {
		run->last.facts = facts_of(run->public.probe);
		run->last.counted = must_calloc(run->last.facts, sizeof(*run->last.counted));
	}
	counted = &run->last.counted[number];
	table_free(counted->table);
	counted->table = table_copy(fact->table);
	counted->lost = fact->lost;
	counted->seen = fact->cut + (are_events(fact->table) ? fact->table->rows : 0);
	return counted;
}

/* As with counters of a table: what went backwards was made anew. */
static uint64_t since(uint64_t before, uint64_t now)
{
	return now >= before ? now - before : now;
}

static void fact_since_base(struct run *run, size_t number, struct fact *fact)
{
	const struct meeting meeting = { run->public.probe, number };
	const struct table_knowing knowing = { .met = make_since, .data = &meeting };
	const struct counted *now = keep_counted(run, number, fact);
	const struct counted *base = run->base.counted ? &run->base.counted[number] : NULL;
	struct table *table;

	if (!run->base.at_ms)
		return;
	if (base && base->table && (has_counters(fact->table) || run->public.probe->since)) {
		table = table_difference_with(base->table, fact->table, &knowing);
		table_free(fact->table);
		fact->table = table;
	}
	table_keep(fact->table, is_of_window, run);
	if (!base)
		return;
	fact->lost = since(base->lost, now->lost);
	fact->cut = since(base->seen, now->seen);
	if (are_events(fact->table))
		fact->cut -= fact->cut < fact->table->rows ? fact->cut : fact->table->rows;
}

void run_since_base(struct run *run, const struct reader_result *last, struct evidence *out)
{
	const struct fact_spec *specs = run->public.probe->facts;

	if (!run->session->keeping)
		return;
	for (size_t i = 0; specs[i].name; i++) {
		struct fact *fact = evidence_find(out, specs[i].name);

		if (fact && fact->table && is_counted(run, last, i))
			fact_since_base(run, i, fact);
	}
	run->last.events = run->public.events;
	run->last.lost = run->public.lost;
	run->public.events = since(run->base.events, run->public.events);
	run->public.lost = since(run->base.lost, run->public.lost);
}

void run_keep(struct run *run, struct reader_result *last, uint64_t at_ms)
{
	reader_result_clear(&run->last.reading);
	run->last.reading = *last;
	*last = (struct reader_result){ 0 };
	run->last.at_ms = at_ms;
}

static bool is_late(const struct table *table, size_t kept, const struct cell *row,
		    const void *data)
{
	const struct run *run = data;

	(void)table;
	(void)kept;
	return cell_as_count(&row[0]) > run->public.start_ms;
}

/* What was kept becomes the start of the window. */
static void begin_at(struct run *run, struct kept *kept)
{
	kept_clear(&run->base);
	run->base = *kept;
	*kept = (struct kept){ 0 };
	if (run->base.reading.tables) {
		reader_result_clear(&run->first);
		run->first = run->base.reading;
		run->base.reading = (struct reader_result){ 0 };
		run->public.first = run->first.tables;
	}
	run->public.start_ms = run->base.at_ms;
	if (run->lacks_ms && run->lacks_ms <= run->base.at_ms) {
		free(TAKE_PTR(run->public.why));
		run->public.state = PROBE_RAN;
		run->lacks_ms = 0;
	}
	if (run->series)
		table_keep(run->series, is_late, run);
}

void session_keep(struct session *session)
{
	session->keeping = true;
}

uint64_t session_rebase(struct session *session, bool at_once)
{
	uint64_t start_ms = 0;

	for (size_t i = 0; i < session->count; i++) {
		struct run *run = session->runs[i];

		if (!run->last.at_ms)
			continue;
		if (at_once) {
			begin_at(run, &run->last);
		} else {
			if (run->middle.at_ms)
				begin_at(run, &run->middle);
			run->middle = run->last;
			run->last = (struct kept){ 0 };
		}
		if (run->base.at_ms > start_ms)
			start_ms = run->base.at_ms;
	}
	return start_ms;
}
