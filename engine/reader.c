// SPDX-License-Identifier: BSD-2-Clause
#include "reader.h"

#include <stdio.h>
#include <string.h>

#include "child.h"
#include "cleanup.h"
#include "clock.h"
#include "json.h"
#include "memory.h"
#include "reader_process.h"

#define NOBODY SIZE_MAX

struct reader_patience reader_patience = { 2000, 10000 };
struct reader {
	struct reader_task task;
	struct reader_process *process;
	struct reader_result *results;
	bool *given_up;
	size_t asked_netns, asked_probe; /* who was begun and is not done; NOBODY between two */
	struct table **pending;          /* rows of that one, until it is done */
	bool overflow;                   /* it had more rows than a table holds */
	size_t refused;                  /* lines of it that could not be read */
	struct error refusal;            /* why, of the first of them */
	int64_t end_ms;
};

static void drop_pending(struct reader *reader)
{
	tables_free(reader->pending);
	reader->pending = NULL;
	reader->asked_probe = NOBODY;
	reader->overflow = false;
	reader->refused = 0;
}

static void move_rows(struct table *to, struct table *from)
{
	for (size_t row = 0; row < from->rows; row++) {
		size_t size = to->width * sizeof(struct cell);

		memcpy(table_add(to), table_row(from, row), size);
	}
	from->rows = 0;
}

/* Moved as they are where there are no others yet. */
static void take_rows(struct table **to, struct table **from)
{
	struct table *had = *to;

	if (had->rows)
		return move_rows(had, *from);
	*to = *from;
	*from = had;
}

static void refuse(struct reader *reader, const struct error *err)
{
	if (!reader->refused++)
		reader->refusal = *err;
}

static bool fits(const struct reader *reader, const struct reader_result *result)
{
	for (size_t i = 0; reader->pending[i]; i++)
		if (reader->overflow ||
		    reader->pending[i]->rows > TABLE_MAX_ROWS - result->tables[i]->rows)
			return false;
	return true;
}

/* A namespace is kept whole or not at all: half of one would make wrong differences. */
static void keep_pending(struct reader *reader)
{
	struct reader_result *result = &reader->results[reader->asked_probe];

	if (!result->tables)
		result->tables = reader_tables(reader->task.probes[reader->asked_probe]);
	if (reader->refused) {
		reader_result_why(
			result, "in namespace %s: %zu line%s of the answer could not be read: %s",
			reader->task.namespaces->entries[reader->asked_netns].name, reader->refused,
			reader->refused == 1 ? "" : "s", reader->refusal.text);
	} else if (fits(reader, result)) {
		for (size_t i = 0; reader->pending[i]; i++)
			take_rows(&result->tables[i], &reader->pending[i]);
		result->answered[reader->asked_netns] = true;
	} else {
		reader_result_why(result, "with namespace %s it would be more than %d rows",
				  reader->task.namespaces->entries[reader->asked_netns].name,
				  TABLE_MAX_ROWS);
		for (size_t i = 0; reader->pending[i]; i++)
			result->cut[i] += reader->pending[i]->rows;
	}
	drop_pending(reader);
}

static void add_pending(struct reader *reader, const cJSON *line)
{
	cleanup_table struct table *part = NULL;
	size_t fact = json_count(line, "fact", NOBODY);
	struct error err;

	if (!reader->pending)
		return;
	error_set(&err, "it has no such fact");
	if (fact >= tables_count(reader->pending) || table_from_json(line, &part, &err) < 0 ||
	    part->width != reader->pending[fact]->width) {
		refuse(reader, &err);
		return;
	}
	if (reader->pending[fact]->rows + part->rows <= TABLE_MAX_ROWS) {
		move_rows(reader->pending[fact], part);
		return;
	}
	reader->overflow = true;
	reader->results[reader->asked_probe].cut[fact] += part->rows;
}

static void begin(struct reader *reader, size_t netns, size_t probe)
{
	drop_pending(reader);
	reader->asked_netns = netns;
	reader->asked_probe = probe;
	reader->pending = reader_tables(reader->task.probes[probe]);
}

static void tell_where(struct reader *reader, size_t netns, size_t probe, const char *because)
{
	reader_result_why(&reader->results[probe], "in namespace %s: %s",
			  reader->task.namespaces->entries[netns].name, because);
}

static void take_lacks(struct reader *reader, size_t netns, size_t probe, const char *because)
{
	reader->results[probe].lacks[netns] = true;
	tell_where(reader, netns, probe, because);
}

/* Without a begin it was the namespace that refused, and the sentence names it. */
static void take_refusal(struct reader *reader, size_t netns, size_t probe, const char *because)
{
	if (reader->asked_probe == NOBODY)
		reader_result_why(&reader->results[probe], "%s", because);
	else
		tell_where(reader, netns, probe, because);
	drop_pending(reader);
}

/* False at the end of the walk. */
static bool take_line(struct reader *reader, const char *text)
{
	cleanup_json cJSON *line = NULL;
	size_t netns, probe;
	const char *what;
	struct error err;

	if (json_parse(text, strlen(text), &line, &err) < 0) {
		refuse(reader, &err);
		return true;
	}
	what = json_text(line, "what");
	if (!what)
		return true;
	netns = json_count(line, "netns", NOBODY);
	probe = json_count(line, "probe", NOBODY);
	if (netns >= reader->task.namespaces->count || probe >= reader->task.count)
		return true;
	if (!strcmp(what, "begin"))
		begin(reader, netns, probe);
	else if (!strcmp(what, "rows"))
		add_pending(reader, line);
	else if (!strcmp(what, "lacks"))
		take_lacks(reader, netns, probe, json_text(line, "because"));
	else if (!strcmp(what, "done") && reader->pending)
		keep_pending(reader);
	else if (!strcmp(what, "failed"))
		take_refusal(reader, netns, probe, json_text(line, "because"));
	return strcmp(what, "end") != 0;
}

/* The probe that did not come back is not asked again; the next child goes on behind it. */
static void give_up(struct reader *reader, enum child_line last)
{
	size_t probe = reader->asked_probe;
	const char *ns = reader->task.namespaces->entries[reader->asked_netns].name;
	const char *name = reader->task.probes[probe]->name;

	if (last == CHILD_SILENT)
		reader_result_why(&reader->results[probe],
				  "%s did not answer in namespace %s within %d s", name, ns,
				  (int)(reader_patience.progress_ms / 1000));
	else
		reader_result_why(&reader->results[probe],
				  "reading %s in namespace %s ended unexpectedly", name, ns);
	reader->given_up[probe] = reader->results[probe].stuck = true;
	reader->task.start_netns = reader->asked_netns;
	reader->task.start_probe = probe + 1;
	drop_pending(reader);
}

static enum child_line next_line(const struct reader *reader, char **ret_line)
{
	int64_t left = reader->end_ms - clock_ms();

	if (left > reader_patience.progress_ms)
		left = reader_patience.progress_ms;
	return child_read_line(&reader->process->child, left > 0 ? (int)left : 0, ret_line);
}

/* One child; true when another one is needed for what is left. */
static bool run_child(struct reader *reader, struct error *err)
{
	struct reader_process *process = reader->process;
	bool answered = false;
	enum child_line got;
	char *line;

	if (reader_process_ask(process, &reader->task, err) < 0) {
		for (size_t i = 0; i < reader->task.count; i++)
			reader_result_why(&reader->results[i], "%s", err->text);
		return false;
	}
	while ((got = next_line(reader, &line)) == CHILD_LINE) {
		answered = true;
		process->idle = !take_line(reader, line);
		if (process->idle)
			return false;
	}
	reader_process_end(process);
	if (clock_ms() >= reader->end_ms)
		return false;
	if (reader->asked_probe == NOBODY)
		return !process->fresh && !answered;
	give_up(reader, got);
	return true;
}

/* Says of every probe how many namespaces it did not answer in. */
static void finish(struct reader *reader)
{
	const struct netns_list *namespaces = reader->task.namespaces;

	for (size_t i = 0; i < reader->task.count; i++) {
		struct reader_result *result = &reader->results[i];
		size_t asked = reader->task.probes[i]->once ? 1 : namespaces->count, answered = 0;
		cleanup_free char *first = NULL;

		for (size_t netns = 0; netns < asked; netns++)
			answered += result->answered[netns];
		if (answered < asked)
			reader_result_why(result, "reading took more than %d s",
					  (int)(reader_patience.total_ms / 1000));
		if (answered + 1 < asked) {
			first = TAKE_PTR(result->why);
			reader_result_why(result, "%s; %zu of %zu namespaces were not read", first,
					  asked - answered, asked);
		}
		reader_result_finish(result, asked, namespaces->count);
	}
}

void reader_run_again(struct reader_process *process, const struct session *session,
		      const struct netns_list *namespaces, const struct probe *const *probes,
		      size_t count, struct reader_result *ret_results)
{
	cleanup_free bool *given_up = must_calloc(count, sizeof(*given_up));
	struct reader reader = {
		.task = { .session = session,
			  .namespaces = namespaces,
			  .probes = probes,
			  .count = count,
			  .given_up = given_up },
		.process = process,
		.results = ret_results,
		.given_up = given_up,
		.asked_probe = NOBODY,
		.end_ms = clock_ms() + reader_patience.total_ms,
	};
	struct error err;

	for (size_t i = 0; i < count; i++)
		reader_result_begin(&ret_results[i], probes[i], namespaces->count);
	while (run_child(&reader, &err))
		;
	drop_pending(&reader);
	finish(&reader);
}

void reader_run(const struct session *session, const struct netns_list *namespaces,
		const struct probe *const *probes, size_t count, struct reader_result *ret_results)
{
	struct reader_process process = READER_PROCESS_NONE;

	reader_run_again(&process, session, namespaces, probes, count, ret_results);
	reader_process_end(&process);
}
