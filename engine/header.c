// SPDX-License-Identifier: BSD-2-Clause
#include "header.h"

#include <stdio.h>
#include <string.h>
#include <sys/timex.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "text.h"

#define TEXT(number) TEXT_OF(number)
#define TEXT_OF(number) #number
#define UNSEEN_BECAUSE "at most " TEXT(NETNS_MAX) " are read, and none that cannot be opened"
#define UNSEEN_BECAUSE_ZH "最多读取 " TEXT(NETNS_MAX) " 个，无法打开的不读取"

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

char *header_started_before(uint64_t ms)
{
	char text[32], whole[48];
	struct timespec now;
	struct tm utc;
	int64_t then_ms;
	time_t then;

	clock_gettime(CLOCK_REALTIME, &now);
	then_ms = now.tv_sec * 1000 + now.tv_nsec / 1000000 - (int64_t)ms;
	then = then_ms / 1000;
	gmtime_r(&then, &utc);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(whole, sizeof(whole), "%s.%03dZ", text, (int)(then_ms % 1000));
	return must_strdup(whole);
}

char *header_started(void)
{
	return header_started_before(0);
}

cJSON *header_clock_doubt(void)
{
	struct timex clock = { .modes = 0 };

	if (adjtimex(&clock) < 0 || (clock.status & STA_UNSYNC))
		return cJSON_CreateNull();
	return cJSON_CreateNumber((double)clock.maxerror / 1000);
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

static cJSON *add_unseen(cJSON **list)
{
	cJSON *line = cJSON_CreateObject();

	if (!*list)
		*list = cJSON_CreateArray();
	cJSON_AddItemToArray(*list, line);
	return line;
}

#if defined(__x86_64__) || defined(__i386__)
/* What QEMU's emulator says in place of a hypervisor's name. */
static bool is_emulated(void)
{
	static const char emulator[] = "TCGTCGTCGTCG";
	unsigned eax, words[3], ecx, edx, ebx;

	if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx >> 31))
		return false;
	__cpuid(0x40000000, eax, words[0], words[1], words[2]);
	return !memcmp(words, emulator, sizeof(words));
}
#else
static bool is_emulated(void)
{
	return false;
}
#endif

static void add_emulated(cJSON *line)
{
	cJSON_AddStringToObject(line, "what", "how long things take on a real machine");
	cJSON_AddStringToObject(line, "what_zh", "真实机器上的耗时");
	cJSON_AddStringToObject(
		line, "because",
		"this machine is emulated in software: its delays are many times "
		"those of hardware, and thresholds for hardware judge them wrongly");
	cJSON_AddStringToObject(line, "because_zh",
				"本机由软件模拟：其延迟是硬件的许多倍，按硬件阈值判断会出错");
}

cJSON *header_unseen(const struct netns_list *namespaces)
{
	cJSON *list = NULL, *line;
	char text[64];

	if (is_emulated())
		add_emulated(add_unseen(&list));
	if (!namespaces->beyond)
		return list;
	line = add_unseen(&list);
	snprintf(text, sizeof(text), "%zu network namespace%s", namespaces->beyond,
		 namespaces->beyond == 1 ? "" : "s");
	cJSON_AddStringToObject(line, "what", text);
	snprintf(text, sizeof(text), "%zu 个网络命名空间", namespaces->beyond);
	cJSON_AddStringToObject(line, "what_zh", text);
	cJSON_AddStringToObject(line, "because", UNSEEN_BECAUSE);
	cJSON_AddStringToObject(line, "because_zh", UNSEEN_BECAUSE_ZH);
	return list;
}
