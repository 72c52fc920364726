// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor list probes|facts|rules|causes|flows|vms */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <uniwidth.h>

#include "chinese.h"
#include "cleanup.h"
#include "command.h"
#include "json.h"
#include "judge_child.h"
#include "privilege.h"
#include "probe.h"
#include "rule_files.h"
#include "system_file.h"
#include "text.h"
#include "view.h"
#include "vm_list.h"

/* Names, then texts; a Chinese character takes two columns. The last text may be NULL. */
static void print_columns(const char *name, const char *text, const char *last)
{
	int width = last ? u8_width((const uint8_t *)text, strlen(text), "UTF-8") : 16;
	int name_width = u8_width((const uint8_t *)name, strlen(name), "UTF-8");

	printf("%s%*s %s%*s%s%s\n", name, name_width < 20 ? 20 - name_width : 0, "", text,
	       width < 16 ? 16 - width : 0, "", last ? " " : "", last ? last : "");
}

static const char *own(const char *english, const char *chinese)
{
	return says_chinese() && chinese ? chinese : english;
}

static void list_probes(const cJSON *catalogue)
{
	static const char *const costs[] = {
		[COST_COUNTERS] = "counters",
		[COST_DROPS] = "dropped packets",
		[COST_PACKETS] = "every packet",
	};

	(void)catalogue;
	print_columns(say("VIEW"), say("WHAT 'netdoctor probe VIEW' SHOWS"), NULL);
	for (size_t i = 0; i < all_views_count; i++)
		print_columns(all_views[i]->name,
			      own(all_views[i]->summary, all_views[i]->summary_zh), NULL);
	putchar('\n');
	print_columns(say("PROBE"), say("RUNS FOR"), say("WHAT IT SEES"));
	for (size_t i = 0; i < all_probes_count; i++)
		print_columns(all_probes[i]->name, say(costs[all_probes[i]->cost]),
			      own(all_probes[i]->summary, all_probes[i]->summary_zh));
}

static void list_facts(const cJSON *catalogue)
{
	(void)catalogue;
	for (size_t i = 0; i < all_probes_count; i++)
		for (const struct fact_spec *fact = all_probes[i]->facts; fact->name; fact++) {
			printf("%-22s %s ", fact->name, say(fact->summary));
			printf(say("(probe %s)"), all_probes[i]->name);
			putchar('\n');
			for (const struct column_spec *column = fact->columns; column->name;
			     column++)
				printf("    %-18s %s%s%s\n", column->name,
				       role_is_key(column->role) ? say("key") : "",
				       role_is_key(column->role) && column->unit ? ", " : "",
				       column->unit ? column->unit : "");
		}
}

static const char *title_of(const cJSON *item)
{
	return own(json_text(item, "title"), json_text(item, "title_zh"));
}

static void list_rules(const cJSON *catalogue)
{
	const cJSON *rule, *need;

	cJSON_ArrayForEach (rule, json_get(catalogue, "rules")) {
		printf("%-24s %s\n%-24s %s", json_text(rule, "id"), title_of(rule), "",
		       say("needs"));
		cJSON_ArrayForEach (need, json_get(rule, "needs"))
			printf(" %s", need->valuestring);
		putchar('\n');
	}
	cJSON_ArrayForEach (rule, json_get(catalogue, "broken")) {
		printf("%-24s ", json_text(rule, "id"));
		printf(say("BROKEN: %s"), json_text(rule, "error"));
		putchar('\n');
	}
}

static void list_causes(const cJSON *catalogue)
{
	const cJSON *rule;

	cJSON_ArrayForEach (rule, json_get(catalogue, "rules"))
		printf("%-24s %s\n", json_text(rule, "id"), title_of(rule));
}

static void list_flows(const cJSON *catalogue)
{
	const cJSON *flow, *stage;

	cJSON_ArrayForEach (flow, json_get(catalogue, "flows")) {
		printf("%-10s %s\n", json_text(flow, "name"), title_of(flow));
		cJSON_ArrayForEach (stage, json_get(flow, "stages"))
			printf("    %-12s %s%s%s\n", json_text(stage, "name"), title_of(stage),
			       json_get(stage, "when") ? " " : "",
			       json_get(stage, "when") ? say("(only when a rule asks for it)")
						       : "");
	}
}

static void print_threads(const struct vm_list *list, const struct vm *vm)
{
	for (size_t i = 0; i < list->thread_count; i++) {
		const struct vm_thread *thread = &list->threads[i];
		cleanup_free char *name = text_from_system(thread->name);

		if (thread->pid == vm->pid && thread->role != VM_MAIN)
			printf("    %-8s %-16s thread %-8" PRIu64 " on CPU %" PRIu64
			       ", may use %s\n",
			       vm_role_name(thread->role), name, thread->tid, thread->cpu,
			       thread->affinity);
	}
}

static void print_tap(const struct vm_tap *tap)
{
	cleanup_free char *name = text_from_system(tap->device);
	char mac[32] = "";
	uint64_t mtu = 0;

	system_text(mac, sizeof(mac), "/sys/class/net/%s/address", tap->device);
	system_number(&mtu, "/sys/class/net/%s/mtu", tap->device);
	printf("    tap      %-16s %u queue%s", name, tap->queues, tap->queues == 1 ? "" : "s");
	if (mtu)
		printf(", MTU %" PRIu64 ", %s\n", mtu, mac);
	else
		puts(", in another namespace");
}

/* Reads links of descriptors, so it sees those processes that it may look at. */
static void list_vms(const cJSON *catalogue)
{
	cleanup_vms struct vm_list list = { 0 };

	(void)catalogue;
	vm_list_read(&list);
	for (size_t i = 0; i < list.count; i++) {
		const struct vm *vm = &list.vms[i];
		cleanup_free char *name = text_from_system(vm_name(vm));

		printf("%-20s pid %" PRIu64 ", state %c, %u vhost-net queue pair%s%s\n", name,
		       vm->pid, vm->state, vm->vhosts, vm->vhosts == 1 ? "" : "s",
		       vm->vhosts || !vm->tap_count ? "" : ": vhost is off");
		for (unsigned k = 0; k < vm->tap_count; k++)
			print_tap(&vm->taps[k]);
		print_threads(&list, vm);
	}
	if (!list.count && !list.cut)
		fprintf(stderr, "netdoctor: no virtual machine is here: no process that may be "
				"looked at has a "
				"tap or vhost-net open\n");
	if (list.cut)
		puts("(there was more than could be looked at in time)");
}

static const struct {
	const char *what;
	void (*print)(const cJSON *catalogue);
} lists[] = {
	{ "probes", list_probes }, { "facts", list_facts }, { "rules", list_rules },
	{ "causes", list_causes }, { "flows", list_flows }, { "vms", list_vms },
};

int command_list(const struct options *options, struct error *err)
{
	const char *what = options->word_count ? options->words[0] : "";
	cleanup_json cJSON *catalogue = NULL;
	struct rule_files files = { 0 };
	int r;

	if (strcmp(what, "vms") != 0) /* whose threads are those of others */
		privilege_keep_for(PRIVILEGE_JUDGE);
	if (rule_files_load(options->rules, &files, err) < 0)
		return -EXIT_USAGE;
	r = judge_child_catalogue(&files, &catalogue, err);
	rule_files_free(&files);
	if (r < 0)
		return -EXIT_USAGE;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (!strcmp(lists[i].what, what)) {
			lists[i].print(catalogue);
			return 0;
		}
	error_set(err, "list takes one of probes, facts, rules, causes, flows, vms%s%s",
		  *what ? ", not " : "", what);
	return -EXIT_USAGE;
}
