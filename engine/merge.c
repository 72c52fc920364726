// SPDX-License-Identifier: BSD-2-Clause
#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "judge.h"
#include "memory.h"
#include "merge_guest.h"
#include "merge_report.h"
#include "rank.h"
#include "report.h"

static int load(struct merge_host *host, const struct merge_input *input, struct error *err)
{
	host->input = input;
	if (evidence_load(input->bytes, input->length, &host->evidence, err) < 0)
		return error_prefix(err, "%s", input->path);
	host->name = json_text(host->evidence->host, "name");
	if (!host->name || !*host->name)
		return error_set(err, "%s: it does not say which host it is of", input->path);
	return 0;
}

/* A report names objects by their host, so that two runs of one host cannot be told apart in it. */
static int check_twins(const struct merge_host *hosts, size_t count, struct error *err)
{
	const struct merge_host *one = &hosts[count - 1];
	const char *started = json_text(one->evidence->run, "started");

	for (const struct merge_host *other = hosts; other < one; other++) {
		const char *before = json_text(other->evidence->run, "started");

		if (strcmp(one->name, other->name))
			continue;
		if (started && before && !strcmp(started, before))
			return error_set(err, "%s and %s are the same run of %s, started %s",
					 other->input->path, one->input->path, one->name, started);
		return error_set(err,
				 "%s and %s are both of the host %s: merge takes one run of each "
				 "host ('diff' compares two of one)",
				 other->input->path, one->input->path, one->name);
	}
	return 0;
}

static void judge_alone(const struct rulebook *book, struct merge_host *host)
{
	cleanup_json cJSON *own = cJSON_CreateObject();
	const cJSON *first;

	host->findings = judge(book, host->evidence);
	rank(own, host->findings);
	host->verdict = verdict_of(own, report_has_looked(host->evidence, host->findings));
	first = cJSON_GetArrayItem(json_get(own, "causes"), 0);
	host->worst = (int)json_real(first, "score", 0);
	host->causes = (size_t)cJSON_GetArraySize(json_get(own, "causes"));
}

static int gravity(const char *verdict)
{
	static const char *const order[] = { "healthy", "undetermined", "attention", "abnormal" };
	int at = ARRAY_SIZE(order) - 1;

	while (at && strcmp(order[at], verdict))
		at--;
	return at;
}

static int compare_hosts(const void *a, const void *b)
{
	const struct merge_host *x = *(struct merge_host *const *)a;
	const struct merge_host *y = *(struct merge_host *const *)b;

	if (strcmp(x->verdict, y->verdict))
		return gravity(y->verdict) - gravity(x->verdict);
	if (x->worst != y->worst)
		return y->worst - x->worst;
	if (x->causes != y->causes)
		return x->causes < y->causes ? 1 : -1;
	return strcmp(x->name, y->name);
}

static int merge_hosts(const struct rulebook *book, const struct merge_input *inputs,
		       struct merge_host *hosts, size_t count, cJSON **ret_report,
		       struct error *err)
{
	cleanup_free struct merge_host **order = must_calloc(count, sizeof(struct merge_host *));
	cleanup_json cJSON *unseen = cJSON_CreateArray();

	for (size_t i = 0; i < count; i++) {
		order[i] = &hosts[i];
		if (load(&hosts[i], &inputs[i], err) < 0 || check_twins(hosts, i + 1, err) < 0)
			return -1;
	}
	merge_find_guests(hosts, count, unseen);
	for (size_t i = 0; i < count; i++)
		judge_alone(book, &hosts[i]);
	qsort(order, count, sizeof(struct merge_host *), compare_hosts);
	*ret_report = merge_report(book, order, count, unseen);
	return 0;
}

int merge(const struct rulebook *book, const struct merge_input *inputs, size_t count,
	  cJSON **ret_report, struct error *err)
{
	struct merge_host *hosts = must_calloc(count, sizeof(*hosts));
	int r = merge_hosts(book, inputs, hosts, count, ret_report, err);

	for (size_t i = 0; i < count; i++) {
		evidence_free(hosts[i].evidence);
		cJSON_Delete(hosts[i].findings);
		free(hosts[i].tap);
		free(hosts[i].tap_netns);
		free(hosts[i].own_device);
	}
	free(hosts);
	return r;
}
