// SPDX-License-Identifier: BSD-2-Clause
#include "merge_report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "merge_facts.h"
#include "merge_lists.h"
#include "rank.h"
#include "text_stream.h"
#include "version.h"

#define NAMED_HOSTS 4

/* The different texts of a member of all hosts, ", " between them. */
static void add_texts(cJSON *to, struct merge_host *const *hosts, size_t count, const char *key)
{
	cleanup_free char *text = NULL;
	size_t size, named = 0;
	FILE *out = text_stream(&text, &size);

	for (size_t i = 0; i < count; i++) {
		const char *mine = json_text(hosts[i]->evidence->host, key);
		bool known = !mine;

		for (size_t k = 0; k < i && !known; k++) {
			const char *other = json_text(hosts[k]->evidence->host, key);

			known = other && !strcmp(mine, other);
		}
		if (!known && named++ < NAMED_HOSTS)
			fprintf(out, "%s%s", named > 1 ? ", " : "", mine);
	}
	if (named > NAMED_HOSTS)
		fprintf(out, ", +%zu", named - NAMED_HOSTS);
	fclose(out);
	cJSON_AddStringToObject(to, key, named ? text : "?");
}

static cJSON *all_hosts(struct merge_host *const *hosts, size_t count)
{
	cJSON *host = cJSON_CreateObject();
	uint64_t cpus = 0;

	for (size_t i = 0; i < count; i++)
		cpus += json_count(hosts[i]->evidence->host, "cpus", 0);
	add_texts(host, hosts, count, "name");
	add_texts(host, hosts, count, "kernel");
	add_texts(host, hosts, count, "arch");
	json_add_count(host, "cpus", cpus ? cpus : 1);
	return host;
}

static bool has_text(const cJSON *list, const char *text)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list)
		if (!strcmp(item->valuestring, text))
			return true;
	return false;
}

static cJSON *all_flows(struct merge_host *const *hosts, size_t count)
{
	cJSON *flows = cJSON_CreateArray();
	const cJSON *flow;

	for (size_t i = 0; i < count; i++)
		cJSON_ArrayForEach (flow, json_get(hosts[i]->evidence->run, "flows"))
			if (cJSON_IsString(flow) && !has_text(flows, flow->valuestring))
				cJSON_AddItemToArray(flows, cJSON_CreateString(flow->valuestring));
	return flows;
}

static double largest(struct merge_host *const *hosts, size_t count, const char *key, bool cost)
{
	double most = 0;

	for (size_t i = 0; i < count; i++)
		most = fmax(most,
			    json_real(cost ? hosts[i]->evidence->cost : hosts[i]->evidence->run,
				      key, 0));
	return most;
}

/* From the first start on; what narrowed the question only when it narrowed all. */
static cJSON *all_runs(struct merge_host *const *hosts, size_t count)
{
	cJSON *run = cJSON_CreateObject();
	const char *started = "";
	const cJSON *scope = json_get(hosts[0]->evidence->run, "scope");
	bool interrupted = false;

	for (size_t i = 0; i < count; i++) {
		const char *mine = json_text(hosts[i]->evidence->run, "started");

		if (mine && (!*started || strcmp(mine, started) < 0))
			started = mine;
		interrupted |= json_true(hosts[i]->evidence->run, "interrupted");
		if (!cJSON_Compare(scope, json_get(hosts[i]->evidence->run, "scope"), true))
			scope = NULL;
	}
	cJSON_AddStringToObject(run, "started", *started ? started : "1970-01-01T00:00:00Z");
	cJSON_AddNumberToObject(run, "duration_ms", largest(hosts, count, "duration_ms", false));
	cJSON_AddNumberToObject(run, "attach_ms", largest(hosts, count, "attach_ms", false));
	cJSON_AddItemToObject(run, "flows", all_flows(hosts, count));
	cJSON_AddItemToObject(run, "scope",
			      scope ? cJSON_Duplicate(scope, true) : cJSON_CreateObject());
	cJSON_AddBoolToObject(run, "interrupted", interrupted);
	return run;
}

/* Of the host that it cost most. */
static cJSON *all_costs(struct merge_host *const *hosts, size_t count)
{
	cJSON *cost = cJSON_CreateObject();

	cJSON_AddNumberToObject(cost, "cpu_share", largest(hosts, count, "cpu_share", true));
	cJSON_AddNumberToObject(cost, "rss_kib", largest(hosts, count, "rss_kib", true));
	cJSON_AddNumberToObject(cost, "maps_kib", largest(hosts, count, "maps_kib", true));
	return cost;
}

static cJSON *list_hosts(struct merge_host *const *hosts, size_t count)
{
	cJSON *list = cJSON_CreateArray();

	for (size_t i = 0; i < count; i++) {
		const struct merge_host *host = hosts[i];
		cJSON *line = cJSON_CreateObject(), *part;

		cJSON_AddStringToObject(line, "name", host->name);
		cJSON_AddStringToObject(line, "verdict", host->verdict);
		json_add_count(line, "causes", host->causes);
		cJSON_AddStringToObject(line, "file", host->input->path);
		if (host->hypervisor) {
			part = cJSON_AddObjectToObject(line, "guest_of");
			cJSON_AddStringToObject(part, "host", host->hypervisor->name);
			cJSON_AddStringToObject(part, "netns", host->tap_netns);
			cJSON_AddStringToObject(part, "device", host->tap);
		}
		cJSON_AddItemToObject(line, "host", cJSON_Duplicate(host->evidence->host, true));
		cJSON_AddItemToObject(line, "run", cJSON_Duplicate(host->evidence->run, true));
		cJSON_AddItemToObject(line, "cost", cJSON_Duplicate(host->evidence->cost, true));
		cJSON_AddItemToArray(list, line);
	}
	return list;
}

static bool has_host(const cJSON *findings, const char *id, const char *host)
{
	const cJSON *finding;

	cJSON_ArrayForEach (finding, findings)
		if (!strcmp(json_text(finding, "outcome"), "confirmed") &&
		    !strcmp(json_text(finding, "id"), id) &&
		    !strcmp(json_text(json_get(finding, "where"), "host"), host))
			return true;
	return false;
}

/* In the order in which the hosts stand. */
static cJSON *list_shared(struct merge_host *const *hosts, size_t count, const cJSON *findings)
{
	cJSON *list = cJSON_CreateArray();
	const cJSON *finding, *line;

	cJSON_ArrayForEach (finding, findings) {
		const char *id = json_text(finding, "id");
		cJSON *names = cJSON_CreateArray(), *shared;
		bool known = strcmp(json_text(finding, "outcome"), "confirmed") != 0;

		cJSON_ArrayForEach (line, list)
			known |= !strcmp(json_text(line, "id"), id);
		for (size_t i = 0; i < count && !known; i++)
			if (has_host(findings, id, hosts[i]->name))
				cJSON_AddItemToArray(names, cJSON_CreateString(hosts[i]->name));
		if (cJSON_GetArraySize(names) < 2) {
			cJSON_Delete(names);
			continue;
		}
		shared = cJSON_CreateObject();
		json_copy_member(shared, finding, "id");
		json_copy_member(shared, finding, "title");
		json_copy_member(shared, finding, "title_zh");
		cJSON_AddItemToObject(shared, "hosts", names);
		cJSON_AddItemToArray(list, shared);
	}
	return list;
}

static cJSON *evidence_of(struct merge_host *const *hosts, size_t count, const cJSON *report,
			  const cJSON *findings)
{
	cleanup_evidence struct evidence *evidence = merge_facts(hosts, count, findings);

	evidence->host = cJSON_Duplicate(json_get(report, "host"), true);
	evidence->run = cJSON_Duplicate(json_get(report, "run"), true);
	evidence->cost = cJSON_Duplicate(json_get(report, "cost"), true);
	evidence->probes = cJSON_Duplicate(json_get(report, "probes"), true);
	evidence->end_ms = json_count(evidence->run, "duration_ms", 0);
	evidence->unplaced = json_count(report, "unplaced", 0);
	return evidence_to_json(evidence);
}

static bool all_looked(struct merge_host *const *hosts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(hosts[i]->verdict, "undetermined"))
			return false;
	return true;
}

cJSON *merge_report(const struct rulebook *book, struct merge_host *const *hosts, size_t count,
		    const cJSON *unseen)
{
	cJSON *report = cJSON_CreateObject(), *all_unseen = merge_unseen(hosts, count, unseen);
	cleanup_json cJSON *findings =
		merge_findings(hosts, count, json_get(book->catalogue, "edges"));
	const cJSON *list = json_get(findings, "findings");
	uint64_t unplaced = 0;

	for (size_t i = 0; i < count; i++)
		unplaced += hosts[i]->evidence->unplaced;
	cJSON_AddStringToObject(report, "schema", "netdoctor.report/1");
	cJSON_AddStringToObject(report, "version", NETDOCTOR_VERSION);
	cJSON_AddStringToObject(report, "verdict", "");
	cJSON_AddItemToObject(report, "host", all_hosts(hosts, count));
	cJSON_AddItemToObject(report, "run", all_runs(hosts, count));
	cJSON_AddItemToObject(report, "cost", all_costs(hosts, count));
	cJSON_AddItemToObject(report, "hosts", list_hosts(hosts, count));
	cJSON_AddItemToObject(report, "shared", list_shared(hosts, count, list));
	cJSON_AddItemToObject(report, "noise", merge_noise(hosts, count));
	json_add_count(report, "unplaced", unplaced);
	rank(report, findings);
	cJSON_AddItemToObject(report, "checklist", merge_checklist(hosts, count));
	cJSON_AddItemToObject(report, "probes", merge_probes(hosts, count));
	if (all_unseen->child)
		cJSON_AddItemToObject(report, "unseen", all_unseen);
	else
		cJSON_Delete(all_unseen);
	cJSON_AddItemToObject(report, "evidence", evidence_of(hosts, count, report, list));
	cJSON_ReplaceItemInObjectCaseSensitive(
		report, "verdict",
		cJSON_CreateString(verdict_of(report, all_looked(hosts, count))));
	return report;
}
