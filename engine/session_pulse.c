// SPDX-License-Identifier: BSD-2-Clause
/* Series: what happened to the counters of a fact in each interval of the window. */
#include <string.h>

#include "cleanup.h"
#include "memory.h"
#include "session_stage.h"

#define SERIES_MAX_ROWS 8192

/* The columns of a series but its first, t_ms. */
static struct table *counters_table(const struct run *run)
{
	const struct probe *probe = run->public.probe;

	return table_new(probe->facts[probe->series->fact].columns + 1);
}

static struct table *from_reading(const struct run *run, const struct reader_result *result)
{
	const struct table *read =
		result->tables ? result->tables[run->public.probe->series->from] : NULL;
	struct table *table;

	if (!read)
		return NULL;
	table = counters_table(run);
	for (size_t row = 0; row < read->rows; row++) {
		struct cell *cells = table_add(table);

		for (size_t i = 0; i < table->width; i++)
			cell_copy(&cells[i], table_cell(read, row, table->columns[i].name));
	}
	return table;
}

static struct table *from_count(const struct run *run)
{
	struct table *table = counters_table(run);
	struct error err;

	if (run->public.probe->series->count(run->session, table, &err) < 0) {
		table_free(table);
		return NULL;
	}
	table_merge(table);
	return table;
}

static bool is_still(const struct table *table, const struct cell *row)
{
	for (size_t i = 0; i < table->width; i++)
		if (role_counts(table->columns[i].role) && cell_as_count(&row[i]))
			return false;
	return true;
}

static void append(struct run *run, const struct table *change, uint64_t t_ms)
{
	const struct probe *probe = run->public.probe;

	if (!run->series)
		run->series = table_new(probe->facts[probe->series->fact].columns);
	for (size_t row = 0; row < change->rows; row++) {
		const struct cell *from = table_row(change, row);
		struct cell *to;

		if (is_still(change, from))
			continue;
		if (run->series->rows == SERIES_MAX_ROWS) {
			run->series_cut++;
			continue;
		}
		to = table_add(run->series);
		cell_count(&to[0], t_ms);
		for (size_t i = 0; i < change->width; i++)
			cell_copy(&to[i + 1], &from[i]);
	}
}

static bool none_is_new(const struct cell *row, const void *data)
{
	(void)row;
	(void)data;
	return false;
}

/* Without a first count there is no difference yet; nor of a row that a reading did not have: its
 * namespace may have been silent, its device have had another name. What programs count begins at
 * zero. */
static void step(struct run *run, struct table *now, uint64_t t_ms)
{
	cleanup_table struct table *change = NULL;

	if (!now)
		return;
	if (run->pulsed) {
		const struct table_knowing knowing = {
			.is_new = run->public.probe->series->count ? NULL : none_is_new,
		};

		change = table_difference_with(run->pulsed, now, &knowing);
		append(run, change, t_ms);
		run->stepped_ms += t_ms - run->pulsed_ms;
		run->steps++;
	}
	table_free(run->pulsed);
	run->pulsed = now;
	run->pulsed_ms = t_ms;
}

static void step_reading(struct run *run, const struct reader_result *result, uint64_t t_ms)
{
	run->stuck |= result->stuck;
	step(run, from_reading(run, result), t_ms);
}

static bool has_series(const struct run *run)
{
	return run->public.probe->series && !run->stuck && run->public.state != PROBE_UNAVAILABLE;
}

uint64_t session_pulse_fast(struct session *session)
{
	uint64_t start_ms = session_now_ms(session);

	for (size_t i = 0; i < session->count; i++) {
		struct run *run = session->runs[i];

		if (has_series(run) && run->public.probe->series->fast)
			step(run, from_count(run), start_ms);
	}
	return session_now_ms(session) - start_ms;
}

static bool reads_series(const struct run *run)
{
	const struct probe *probe = run->public.probe;

	return has_series(run) && !probe->series->fast && !probe->series->count;
}

static void pulse_counted(struct session *session, uint64_t now_ms)
{
	for (size_t i = 0; i < session->count; i++) {
		struct run *run = session->runs[i];
		const struct probe_series *series = run->public.probe->series;

		if (has_series(run) && !series->fast && series->count)
			step(run, from_count(run), now_ms);
	}
}

uint64_t session_pulse(struct session *session)
{
	struct reader_result results[SESSION_MAX_PROBES] = { 0 };
	const struct probe *probes[SESSION_MAX_PROBES];
	struct run *reading[SESSION_MAX_PROBES];
	uint64_t start_ms = session_now_ms(session);
	size_t count = 0;

	pulse_counted(session, start_ms);
	for (size_t i = 0; i < session->count; i++)
		if (reads_series(session->runs[i])) {
			reading[count] = session->runs[i];
			probes[count++] = session->runs[i]->public.probe;
		}
	if (count)
		reader_run_again(&session->reader, session, session->namespaces, probes, count,
				 results);
	for (size_t i = 0; i < count; i++) {
		step_reading(reading[i], &results[i], start_ms);
		reader_result_clear(&results[i]);
	}
	return session_now_ms(session) - start_ms;
}

void session_pulse_with_look(struct session *session)
{
	uint64_t now_ms = session_now_ms(session);

	pulse_counted(session, now_ms);
	session->pulse_ms = now_ms ? now_ms : 1;
}

bool run_pulse_due(const struct run *run)
{
	return run->session->pulse_ms && reads_series(run);
}

void run_pulse(struct run *run, const struct reader_result *result)
{
	step_reading(run, result, run->session->pulse_ms);
}

void run_add_series(const struct run *run, struct evidence *out)
{
	const struct probe *probe = run->public.probe;
	const struct fact_spec *spec;
	struct fact *fact;

	if (!probe->series)
		return;
	spec = &probe->facts[probe->series->fact];
	fact = evidence_add(out, probe->name, spec);
	if (run->steps)
		fact->step_ms = (run->stepped_ms + run->steps / 2) / run->steps;
	if (!run->series)
		return;
	table_free(fact->table);
	fact->table = table_copy(run->series);
	table_sort(fact->table);
	fact->cut = run->series_cut;
}
