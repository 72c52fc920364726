// SPDX-License-Identifier: BSD-2-Clause
#include "session_stage.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cleanup.h"
#include "json.h"

static const char *state_name(enum probe_state state)
{
	static const char *const names[] = {
		[PROBE_SKIPPED] = "skipped",
		[PROBE_RAN] = "ran",
		[PROBE_PARTIAL] = "partial",
		[PROBE_UNAVAILABLE] = "unavailable",
	};

	return names[state];
}

static void add_missing(const struct run *run, cJSON *hooks)
{
	const struct instance *instance = run->instance;
	cJSON *missing = NULL;

	for (size_t i = 0; instance && i < instance->count; i++) {
		const struct hooked *hooked = &instance->hooks[i];

		if (hooked->probe != run->public.probe || hooked->link)
			continue;
		if (!missing)
			missing = cJSON_AddArrayToObject(hooks, "missing");
		cJSON_AddItemToArray(missing, cJSON_CreateString(hooked->hook->target));
	}
}

static cJSON *run_json(const struct run *run)
{
	const struct probe_run *public = &run->public;
	cJSON *line = cJSON_CreateObject(), *hooks;

	cJSON_AddStringToObject(line, "name", public->probe->name);
	cJSON_AddStringToObject(line, "state", state_name(public->state));
	json_add_text(line, "why", public->why);
	hooks = cJSON_AddObjectToObject(line, "hooks");
	json_add_count(hooks, "wanted", public->wanted);
	json_add_count(hooks, "attached", public->attached);
	add_missing(run, hooks);
	json_add_count(line, "window_ms", public->end_ms - public->start_ms);
	json_add_count(line, "events", public->events);
	json_add_count(line, "lost", public->lost);
	json_add_count(line, "run_ns", public->run_ns);
	return line;
}

cJSON *session_probes_json(const struct session *session)
{
	cJSON *list = cJSON_CreateArray();

	for (size_t i = 0; i < session->count; i++)
		cJSON_AddItemToArray(list, run_json(session->runs[i]));
	return list;
}

static double cpu_seconds(int who)
{
	struct rusage usage;

	if (getrusage(who, &usage) < 0)
		return 0;
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static uint64_t peak_rss_kib(void)
{
	cleanup_file FILE *status = fopen("/proc/self/status", "re");
	uint64_t kib = 0;
	char line[256];

	while (status && fgets(line, sizeof(line), status))
		if (!strncmp(line, "VmHWM:", 6))
			kib = strtoull(line + 6, NULL, 10);
	return kib;
}

/* The share is of all CPUs: what this process, its children and its programs took. */
cJSON *session_cost_json(const struct session *session)
{
	double elapsed = (double)session_now_ms(session) / 1e3;
	double given = elapsed * (double)sysconf(_SC_NPROCESSORS_ONLN);
	uint64_t run_ns = 0, maps = 0;
	cJSON *json = cJSON_CreateObject();
	double used;

	for (size_t i = 0; i < session->stages; i++) {
		struct instance_cost cost;

		instance_cost(session->instances[i], NULL, &cost);
		maps += cost.maps_bytes;
	}
	for (size_t i = 0; i < session->count; i++)
		run_ns += run_estimated_ns(session->runs[i]);
	used = cpu_seconds(RUSAGE_SELF) + cpu_seconds(RUSAGE_CHILDREN) + (double)run_ns / 1e9;
	cJSON_AddNumberToObject(json, "cpu_share", given > 0 ? used / given : 0);
	json_add_count(json, "rss_kib", peak_rss_kib());
	json_add_count(json, "maps_kib", maps / 1024);
	if (run_ns)
		json_add_count(json, "run_ns", run_ns);
	if (session->backed_off)
		cJSON_AddTrueToObject(json, "backed_off");
	if (session->unguarded)
		cJSON_AddTrueToObject(json, "unguarded");
	return json;
}
