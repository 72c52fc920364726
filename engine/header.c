// SPDX-License-Identifier: BSD-2-Clause
#include "header.h"

#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "text.h"

static void add_system_text(cJSON *object, const char *key, const char *bytes)
{
	cleanup_free char *text = text_from_system(bytes);

	cJSON_AddStringToObject(object, key, text);
}

cJSON *header_host(void)
{
	cJSON *host = cJSON_CreateObject();
	struct utsname name;

	uname(&name);
	add_system_text(host, "name", name.nodename);
	add_system_text(host, "kernel", name.release);
	add_system_text(host, "arch", name.machine);
	json_add_count(host, "cpus", (uint64_t)sysconf(_SC_NPROCESSORS_ONLN));
	return host;
}

char *header_time(void)
{
	char text[32];
	time_t now = time(NULL);
	struct tm utc;

	gmtime_r(&now, &utc);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
	return must_strdup(text);
}

cJSON *header_skipped_probe(const struct probe *probe, const char *why)
{
	cJSON *line = cJSON_CreateObject(), *hooks;
	uint64_t wanted = 0;

	for (const struct hook *hook = probe->hooks; hook && hook->program; hook++)
		wanted++;
	cJSON_AddStringToObject(line, "name", probe->name);
	cJSON_AddStringToObject(line, "state", "skipped");
	cJSON_AddStringToObject(line, "why", why);
	hooks = cJSON_AddObjectToObject(line, "hooks");
	json_add_count(hooks, "wanted", wanted);
	json_add_count(hooks, "attached", 0);
	json_add_count(line, "window_ms", 0);
	json_add_count(line, "events", 0);
	json_add_count(line, "lost", 0);
	json_add_count(line, "run_ns", 0);
	return line;
}
