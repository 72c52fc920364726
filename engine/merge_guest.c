// SPDX-License-Identifier: BSD-2-Clause
#include "merge_guest.h"

#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "edges.h"
#include "guest_queues.h"
#include "json.h"
#include "judge.h"
#include "memory.h"
#include "merge_time.h"

#define DEVICES "virtnet.devices"

/* A tap that has a guest's MAC. */
struct tap {
	struct merge_host *host;
	const char *netns, *device;
	size_t others; /* further ones, on this or on another host */
};

static bool same_mac(const char *guest, const char *tap)
{
	return strlen(guest) == 17 &&
	       (!strcasecmp(guest, tap) ||
		(!strncasecmp(tap, "fe:", 3) && !strcasecmp(guest + 3, tap + 3)));
}

/* Bridges and VLANs have the addresses of their ports. */
static bool may_be_tap(const struct table *table, size_t row)
{
	const struct cell *kind = table_cell(table, row, "kind");

	return table_column(table, "kind") < 0 || !strcmp(cell_as_text(kind), "tun") ||
	       !strncmp(cell_as_text(kind), "macvtap", 7);
}

static void note_tap(struct tap *tap, struct merge_host *host, const struct table *table,
		     size_t row)
{
	const char *netns = cell_as_text(table_cell(table, row, "netns"));
	const char *device = cell_as_text(table_cell(table, row, "device"));

	if (!tap->host)
		*tap = (struct tap){ host, netns, device, 0 };
	else if (tap->host != host || strcmp(tap->device, device) || strcmp(tap->netns, netns))
		tap->others++;
}

static void look_for_tap(struct tap *tap, struct merge_host *host, const char *mac)
{
	for (size_t i = 0; i < host->evidence->count; i++) {
		const struct fact *fact = &host->evidence->facts[i];

		if (fact->absent || !strcmp(fact->name, DEVICES) ||
		    table_column(fact->table, "mac") < 0 || table_column(fact->table, "device") < 0)
			continue;
		for (size_t row = 0; row < fact->table->rows; row++)
			if (may_be_tap(fact->table, row) &&
			    same_mac(mac, cell_as_text(table_cell(fact->table, row, "mac"))))
				note_tap(tap, host, fact->table, row);
	}
}

__attribute__((format(printf, 4, 5))) static void say(cJSON *unseen, const char *what,
						      const char *what_zh, const char *format, ...)
{
	cJSON *line = cJSON_CreateObject();
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	cJSON_AddStringToObject(line, "what", what);
	cJSON_AddStringToObject(line, "what_zh", what_zh);
	cJSON_AddStringToObject(line, "because", text);
	cJSON_AddItemToArray(unseen, line);
}

__attribute__((format(printf, 2, 3))) static void say_zh(cJSON *unseen, const char *format, ...)
{
	cJSON *line = cJSON_GetArrayItem(unseen, cJSON_GetArraySize(unseen) - 1);
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	cJSON_AddStringToObject(line, "because_zh", text);
}

static void say_ambiguous(cJSON *unseen, const struct merge_host *guest, const char *mac,
			  const struct tap *tap)
{
	say(unseen, "which tap a guest is behind", "虚拟机对应的 tap",
	    "%s of %s is the MAC of %s of %s and of %zu more devices: it is joined with none", mac,
	    guest->name, tap->device, tap->host->name, tap->others);
	say_zh(unseen, "%s 的 MAC %s 与 %s 的 %s 及另外 %zu 个设备相同：未关联", guest->name, mac,
	       tap->host->name, tap->device, tap->others);
}

/* True when counters of the two windows may be put side by side. */
static bool same_time(cJSON *unseen, const struct merge_host *guest, const struct tap *tap)
{
	struct merge_overlap overlap = merge_overlap(guest->evidence, tap->host->evidence);
	const char *what = "how far the clocks of host and guest agree";
	const char *what_zh = "宿主机与虚拟机时钟的一致程度";

	if (!overlap.known || overlap.share < MERGE_OVERLAP) {
		say(unseen, what, what_zh,
		    "%s and %s did not watch at one time (%.0f %% of the shorter window in "
		    "common): "
		    "their counters are not joined",
		    tap->host->name, guest->name, 100 * overlap.share);
		say_zh(unseen, "%s 与 %s 未同时观察（共同部分占较短窗口的 %.0f %%）：计数未关联",
		       tap->host->name, guest->name, 100 * overlap.share);
		return false;
	}
	if (overlap.doubtful) {
		say(unseen, what, what_zh,
		    "a clock of %s or %s is not kept in time, or nobody looked: the runs are taken "
		    "to "
		    "be of one time (%.0f %% in common by these clocks), and nothing finer is "
		    "joined",
		    tap->host->name, guest->name, 100 * overlap.share);
		say_zh(unseen,
		       "%s 或 %s 的时钟未同步或未知：按各自时钟视为同时（共同部分 %.0f %%），"
		       "更细的时间未关联",
		       tap->host->name, guest->name, 100 * overlap.share);
		return true;
	}
	say(unseen, what, what_zh,
	    "the clocks of %s and %s agree within %.0f ms by what their kernels say: the counters "
	    "of "
	    "the whole windows are joined, single moments are not",
	    tap->host->name, guest->name, overlap.doubt_ms);
	say_zh(unseen, "据内核所述，%s 与 %s 的时钟相差不超过 %.0f ms：仅关联整个窗口的计数",
	       tap->host->name, guest->name, overlap.doubt_ms);
	return true;
}

static void join_device(struct merge_host *hosts, size_t count, struct merge_host *guest,
			const struct table *devices, size_t row, cJSON *unseen)
{
	const char *mac = cell_as_text(table_cell(devices, row, "mac"));
	const char *device = cell_as_text(table_cell(devices, row, "device"));
	struct tap tap = { 0 };

	for (size_t i = 0; i < count; i++)
		if (&hosts[i] != guest)
			look_for_tap(&tap, &hosts[i], mac);
	if (!tap.host || guest->hypervisor)
		return;
	if (tap.others) {
		say_ambiguous(unseen, guest, mac, &tap);
		return;
	}
	if (!same_time(unseen, guest, &tap))
		return;
	guest->hypervisor = tap.host;
	guest->tap = must_strdup(tap.device);
	guest->tap_netns = must_strdup(tap.netns);
	guest->own_device = must_strdup(device);
	guest_queues_add(tap.host->evidence, guest);
}

void merge_find_guests(struct merge_host *hosts, size_t count, cJSON *unseen)
{
	for (size_t i = 0; i < count; i++) {
		const struct fact *fact = evidence_find(hosts[i].evidence, DEVICES);

		for (size_t row = 0; fact && !fact->absent && row < fact->table->rows; row++)
			join_device(hosts, count, &hosts[i], fact->table, row, unseen);
	}
}

cJSON *merge_beside(const struct merge_host *host, const cJSON *where)
{
	const char *device = json_text(where, "device");
	cJSON *beside;

	if (!host->hypervisor || !device || strcmp(device, host->own_device))
		return NULL;
	beside = cJSON_CreateObject();
	cJSON_AddStringToObject(beside, "host", host->hypervisor->name);
	cJSON_AddStringToObject(beside, "netns", host->tap_netns);
	cJSON_AddStringToObject(beside, "device", host->tap);
	json_copy_member(beside, where, "queue");
	return beside;
}

static bool is(const cJSON *finding, const char *outcome)
{
	return !strcmp(json_text(finding, "outcome"), outcome);
}

void merge_confirm(cJSON *findings, const cJSON *edges)
{
	cJSON *suspicion;
	const cJSON *known;

	cJSON_ArrayForEach (suspicion, findings)
		cJSON_ArrayForEach (known, findings) {
			if (!is(suspicion, "suspected") || !is(known, "confirmed") ||
			    !json_get(known, "beside") || !edges_explain(edges, known, suspicion))
				continue;
			cJSON_ReplaceItemInObjectCaseSensitive(suspicion, "outcome",
							       cJSON_CreateString("confirmed"));
			cJSON_ReplaceItemInObjectCaseSensitive(
				suspicion, "confidence",
				cJSON_CreateNumber(
					json_real(known, "confidence", CONFIDENCE_CONFIRMED)));
		}
}
