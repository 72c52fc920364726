// SPDX-License-Identifier: BSD-2-Clause
#include "session_stage.h"

#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>

#include "cleanup.h"
#include "memory.h"
#include "prune.h"

static void all_absent(const struct run *run, struct evidence *out, enum absence why,
		       const char *because)
{
	for (const struct fact_spec *spec = run->public.probe->facts; spec->name; spec++)
		evidence_absent(out, run->public.probe->name, spec->name, why, because);
}

/* The probe goes on with what it has, and says what it lacks. */
static void lacks(struct run *run, const char *why)
{
	if (run->public.state == PROBE_RAN)
		run->public.state = PROBE_PARTIAL;
	if (run->public.why && !run->lacks_ms)
		return;
	if (!run->public.why)
		run->public.why = must_strdup(why);
	run->lacks_ms = run->public.end_ms;
}

static void lacks_namespaces(struct run *run)
{
	cleanup_free char *text = NULL;
	size_t beyond = run->session->namespaces->beyond;

	if (!beyond)
		return;
	if (asprintf(&text, "%zu more network namespaces were not read (at most %d are)", beyond,
		     NETNS_MAX) < 0)
		text = NULL;
	lacks(run, must_have(text));
}

/* The reading itself is kept only where it begins another window. */
static struct table **difference(const struct run *run, struct reader_result *last)
{
	const struct netns_list *namespaces = run->session->namespaces;

	return run->session->keeping ? reader_difference(namespaces, &run->first, last)
				     : reader_difference_take(namespaces, &run->first, last);
}

static void add_readings(struct run *run, struct reader_result *last, struct evidence *out)
{
	const struct fact_spec *specs = run->public.probe->facts;
	struct table **tables = difference(run, last);
	const char *why = last->why ? last->why : run->first.why;

	if (why)
		lacks(run, why);
	if (!run->public.probe->once)
		lacks_namespaces(run);
	if (!tables) {
		why = why ? why : run->public.why;
		all_absent(run, out, ABSENT_FAILED, why ? why : "nothing could be read");
		return;
	}
	for (size_t i = 0; specs[i].name; i++) {
		struct fact *fact = evidence_add(out, run->public.probe->name, &specs[i]);

		table_free(fact->table);
		fact->table = TAKE_PTR(tables[i]);
		if (run->public.probe->moved)
			table_keep_counted(fact->table);
		fact->cut = last->cut ? last->cut[i] : 0;
	}
	free(tables);
}

static void set_windows(const struct run *run, const struct evidence *out)
{
	for (size_t i = 0; i < out->count; i++) {
		struct fact *fact = &out->facts[i];

		if (fact->absent != ABSENT_NOT || strcmp(fact->probe, run->public.probe->name))
			continue;
		fact->start_ms = run->public.start_ms;
		fact->end_ms = run->public.end_ms;
	}
}

static void add_cost(struct run *run)
{
	struct instance_cost cost;

	if (!run->instance)
		return;
	instance_cost(run->instance, run->public.probe, &cost);
	run->public.run_ns = run_estimated_ns(run);
	run->public.events += cost.misses;
	run->public.lost += cost.misses;
}

void run_pass_over(struct run *run, struct evidence *out)
{
	all_absent(run, out, ABSENT_NOT_NEEDED, "it is read at the start and at the end only");
}

void run_collect(struct run *run, struct reader_result *last, struct evidence *out)
{
	const struct probe *probe = run->public.probe;
	struct error err;

	if (run->public.state == PROBE_UNAVAILABLE) {
		all_absent(run, out, ABSENT_UNAVAILABLE, run->public.why);
		return;
	}
	run->public.events = run->public.lost = 0;
	if (probe->read)
		add_readings(run, last, out);
	if (probe->collect && probe->collect(run->session, out, &err) < 0) {
		all_absent(run, out, ABSENT_FAILED, err.text);
		lacks(run, err.text);
	}
	add_cost(run);
	run_since_base(run, last, out);
	run_add_series(run, out);
	set_windows(run, out);
}

void run_join(struct run *run, struct evidence *evidence)
{
	if (run->public.probe->join && run->public.state != PROBE_UNAVAILABLE)
		run->public.probe->join(run->session, evidence);
}

static const struct hooked *find_hooked(const struct session *session, const struct probe *probe,
					const char *program)
{
	const struct run *run = session_find(session, probe);

	for (size_t i = 0; run && run->instance && i < run->instance->count; i++)
		if (!strcmp(run->instance->hooks[i].hook->program, program))
			return &run->instance->hooks[i];
	return NULL;
}

unsigned session_arguments(const struct session *session, const struct probe *probe,
			   const char *program)
{
	const struct hooked *hooked = find_hooked(session, probe, program);

	return hooked ? hooked->target.arguments : 0;
}

int session_iterator(const struct session *session, const struct probe *probe, const char *program)
{
	const struct hooked *hooked = find_hooked(session, probe, program);

	return hooked && hooked->link_id ? bpf_link_get_fd_by_id(hooked->link_id) : -1;
}

const struct drop_reasons *session_reasons(const struct session *session)
{
	return session->reasons;
}

void session_lacks(const struct session *session, const struct probe *probe, const char *why)
{
	struct run *run = session_find(session, probe);

	if (run)
		lacks(run, why);
}
