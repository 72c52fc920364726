// SPDX-License-Identifier: BSD-2-Clause
#include "options.h"

#include <string.h>

#include "cleanup.h"
#include "merge.h"
#include "renderer.h"

#define BIT(command) (1U << (command))
#define MEASURING (BIT(COMMAND_RUN) | BIT(COMMAND_RECORD) | BIT(COMMAND_PROBE) | BIT(COMMAND_WATCH))
#define REPORTING (BIT(COMMAND_RUN) | BIT(COMMAND_JUDGE) | BIT(COMMAND_MERGE) | BIT(COMMAND_WATCH))
#define SHOWING (REPORTING | BIT(COMMAND_DIFF)) /* writes views of a report */
#define MEASURING_OR_SHOWING (MEASURING | SHOWING)
#define RULES                                                                       \
	(BIT(COMMAND_RECORD) | SHOWING | BIT(COMMAND_LIST) | BIT(COMMAND_EXPLAIN) | \
	 BIT(COMMAND_PLAN))
#define WATCHING (MEASURING | BIT(COMMAND_PLAN))
#define TEXT (SHOWING | BIT(COMMAND_LIST) | BIT(COMMAND_EXPLAIN))
#define EVERY ((1U << COMMANDS) - 1)
#define FIELD(name) offsetof(struct options, name)

static const char *const kinds[] = { "probes", "facts", "rules", "causes", "flows", "vms", NULL };
static const char *const fail_on[] = { "abnormal", "attention", "never", NULL };
static const char *const languages[] = { "en", "zh", NULL };

static const char *const run_examples[] = {
	"netdoctor",
	"netdoctor drops --json report.json",
	"netdoctor run --dst-ip 10.0.0.5 --dst-port 443 --duration 30",
	"netdoctor --vm-interface vnet0 --direction rx --quick",
	NULL,
};
static const char *const record_examples[] = {
	"netdoctor record -o evidence.json --duration 5m",
	"netdoctor record -o evidence.json --segment 1m --rotate 60",
	"netdoctor record drops -o - | gzip > evidence.json.gz",
	NULL,
};
static const char *const judge_examples[] = {
	"netdoctor judge evidence.json",
	"netdoctor judge report.json --rules ./rules --json -",
	NULL,
};
static const char *const merge_examples[] = {
	"netdoctor merge host.json guest.json",
	"netdoctor merge node1.json node2.json --html fleet.html --fail-on attention",
	NULL,
};
static const char *const list_examples[] = { "netdoctor list probes", "netdoctor list causes",
					     "netdoctor list vms", NULL };
static const char *const explain_examples[] = { "netdoctor explain drop.netfilter", NULL };
static const char *const plan_examples[] = { "netdoctor plan", "netdoctor plan drops", NULL };
static const char *const support_examples[] = { "netdoctor support", NULL };
static const char *const probe_examples[] = {
	"netdoctor probe eth-drop --device eth0 -v",
	"netdoctor probe kernel-drop-stacks --interval 5 --duration 60 --top 3",
	"netdoctor probe eth-drop --json | jq 'select(.table == \"reasons\")'",
	NULL,
};
static const char *const watch_examples[] = {
	"netdoctor watch drops --when 'drops.totals.in_scope>100' --json incident.json",
	"netdoctor watch --when drop.qdisc_overflow --before 30 --after 10 --duration 24h",
	NULL,
};
static const char *const diff_examples[] = {
	"netdoctor diff yesterday.json today.json",
	"netdoctor diff before.json after.json --json changes.json -q",
	NULL,
};

const struct command_spec command_specs[COMMANDS] = {
	[COMMAND_RUN] = {
		.name = "run",
		.words = "[FLOW...]",
		.summary = "diagnose this host; all flows when none is named (the default command)",
		.most = SIZE_MAX,
		.examples = run_examples,
	},
	[COMMAND_RECORD] = {
		.name = "record",
		.words = "[FLOW...] -o FILE",
		.summary = "measure all that the flows may ask and save it as evidence",
		.most = SIZE_MAX,
		.examples = record_examples,
	},
	[COMMAND_JUDGE] = {
		.name = "judge",
		.words = "FILE",
		.summary = "diagnose from saved evidence or a saved report; needs no privilege",
		.least = 1,
		.most = 1,
		.missing = "the file of evidence or report is missing",
		.examples = judge_examples,
	},
	[COMMAND_LIST] = {
		.name = "list",
		.words = "probes|facts|rules|causes|flows|vms",
		.summary = "list what there is",
		.least = 1,
		.most = 1,
		.missing = "what to list is missing: probes, facts, rules, causes, flows or vms",
		.choices = kinds,
		.examples = list_examples,
	},
	[COMMAND_EXPLAIN] = {
		.name = "explain",
		.words = "CAUSE",
		.summary = "what a cause means, what it reads, what to do about it",
		.least = 1,
		.most = 1,
		.missing = "the cause is missing; 'netdoctor list causes' shows them",
		.examples = explain_examples,
	},
	[COMMAND_PLAN] = {
		.name = "plan",
		.words = "[FLOW...]",
		.summary = "what would run, for how long, and what cannot; attaches nothing",
		.most = SIZE_MAX,
		.examples = plan_examples,
	},
	[COMMAND_SUPPORT] = {
		.name = "support",
		.words = "",
		.summary = "what this kernel allows, per probe and hook",
		.examples = support_examples,
	},
	[COMMAND_PROBE] = {
		.name = "probe",
		.words = "NAME",
		.summary = "one probe alone: a table per interval, and the total",
		.least = 1,
		.most = 1,
		.missing = "the probe is missing; 'netdoctor list probes' shows them",
		.examples = probe_examples,
	},
	[COMMAND_DIFF] = {
		.name = "diff",
		.words = "OLD NEW",
		.summary = "compare two reports or evidences: new, worse, better, gone",
		.least = 2,
		.most = 2,
		.missing = "two files are needed, the old one and the new one",
		.examples = diff_examples,
	},
	[COMMAND_WATCH] = {
		.name = "watch",
		.words = "[FLOW...] --when CONDITION",
		.summary = "wait for something to happen, then report the seconds around it",
		.most = SIZE_MAX,
		.examples = watch_examples,
	},
	[COMMAND_MERGE] = {
		.name = "merge",
		.words = "FILE FILE...",
		.summary = "evidence or reports of host and guest, or of many hosts, as one report",
		.least = 2,
		.most = MERGE_MAX_FILES,
		.missing = "at least two files of evidence or reports are needed, one of each host",
		.examples = merge_examples,
	},
};

static const struct option_spec own_specs[] = {
	{ .name = "src-ip",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "ADDRESS,...",
	  .summary = "packets from these addresses (or prefixes), and the answers" },
	{ .name = "dst-ip",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "ADDRESS,...",
	  .summary = "packets to these addresses (or prefixes), and the answers" },
	{ .name = "src-port",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "PORT,...",
	  .summary = "from these ports, TCP and UDP unless --protocol says one" },
	{ .name = "dst-port",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "PORT,...",
	  .summary = "to these ports" },
	{ .name = "protocol",
	  .alias = "l4-protocol",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "PROTOCOL,...",
	  .summary = "tcp, udp, icmp (ICMPv6 included) or all" },
	{ .name = "direction",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "tx|rx|both",
	  .summary = "what leaves this host (that VM), what arrives" },
	{ .name = "vm-interface",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "DEVICE,...",
	  .summary = "the tap of a VM" },
	{ .name = "vm",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "NAME|PID",
	  .summary = "all taps of a VM, as 'list vms' shows it" },
	{ .name = "phy-interface",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "DEVICE,...",
	  .summary = "the uplink" },
	{ .name = "device",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "DEVICE,...",
	  .summary = "any network device; vhost-PID: the taps of that VM" },
	{ .name = "netns",
	  .kind = OPTION_SCOPE,
	  .commands = MEASURING,
	  .argument = "NAME|PID|self|all",
	  .summary = "network namespaces to look at (all)" },
	{ .name = "duration",
	  .kind = OPTION_DURATION,
	  .commands = WATCHING,
	  .argument = "TIME",
	  .field = FIELD(duration_ms),
	  .summary = "how long to watch: 10, 500ms, 5m, 1h (10 s)" },
	{ .name = "interval",
	  .kind = OPTION_DURATION,
	  .commands = WATCHING,
	  .argument = "TIME",
	  .field = FIELD(interval_ms),
	  .summary = "sampling step (1 s)" },
	{ .name = "top",
	  .kind = OPTION_COUNT,
	  .commands = BIT(COMMAND_PROBE),
	  .argument = "N",
	  .field = FIELD(top),
	  .summary = "rows of each table (10)" },
	{ .name = "quick",
	  .kind = OPTION_FLAG,
	  .commands = WATCHING,
	  .field = FIELD(quick),
	  .summary = "watch for 3 s only" },
	{ .name = "output",
	  .letter = 'o',
	  .kind = OPTION_TEXT,
	  .commands = BIT(COMMAND_RECORD),
	  .argument = "FILE",
	  .field = FIELD(output),
	  .summary = "where to write the evidence, - for standard output" },
	{ .name = "save-evidence",
	  .kind = OPTION_TEXT,
	  .commands = BIT(COMMAND_RUN),
	  .argument = "FILE",
	  .field = FIELD(save_evidence),
	  .summary = "also save the evidence, for 'judge'" },
	{ .name = "rules",
	  .kind = OPTION_TEXT,
	  .commands = RULES,
	  .argument = "DIR",
	  .field = FIELD(rules),
	  .summary = "add rules, or replace those of the same name" },
	{ .name = "thresholds",
	  .kind = OPTION_TEXT,
	  .commands = BIT(COMMAND_RECORD) | REPORTING,
	  .argument = "FILE",
	  .field = FIELD(thresholds),
	  .summary = "own figures over those of rules/data and /etc/netdoctor" },
	{ .name = "when",
	  .kind = OPTION_TEXT,
	  .commands = BIT(COMMAND_WATCH),
	  .argument = "CONDITION",
	  .field = FIELD(when),
	  .summary = "a cause, or FACT.COLUMN>VALUE: what to wait for" },
	{ .name = "before",
	  .kind = OPTION_DURATION,
	  .commands = BIT(COMMAND_WATCH),
	  .argument = "TIME",
	  .field = FIELD(before_ms),
	  .summary = "how long before it happened to keep at least (10 s)" },
	{ .name = "after",
	  .kind = OPTION_DURATION,
	  .commands = BIT(COMMAND_WATCH),
	  .argument = "TIME",
	  .field = FIELD(after_ms),
	  .summary = "how long to go on once it happened (10 s)" },
	{ .name = "segment",
	  .kind = OPTION_DURATION,
	  .commands = BIT(COMMAND_RECORD),
	  .argument = "TIME",
	  .field = FIELD(segment_ms),
	  .summary = "a file for each so long, named by its time, until --duration or Ctrl-C" },
	{ .name = "rotate",
	  .kind = OPTION_COUNT,
	  .commands = BIT(COMMAND_RECORD),
	  .argument = "N",
	  .field = FIELD(rotate),
	  .summary = "of --segment: keep the last N files" },
	{ .name = "redact",
	  .kind = OPTION_FLAG,
	  .commands = MEASURING_OR_SHOWING,
	  .field = FIELD(redact),
	  .summary = "pseudonyms for addresses, MACs, names of hosts, VMs and processes" },
	{ .name = "no-patch",
	  .kind = OPTION_FLAG,
	  .commands = WATCHING,
	  .field = FIELD(no_patch),
	  .summary = "patch no kernel text: tracepoints and counters only" },
	{ .name = "fail-on",
	  .kind = OPTION_CHOICE,
	  .commands = REPORTING,
	  .argument = "abnormal|attention|never",
	  .field = FIELD(fail_on),
	  .choices = fail_on,
	  .summary = "the verdict that ends with exit code 1 (abnormal)" },
	{ .name = "lang",
	  .kind = OPTION_CHOICE,
	  .commands = EVERY,
	  .argument = "en|zh",
	  .field = FIELD(language),
	  .choices = languages,
	  .summary = "language of the text (that of LC_MESSAGES)" },
	{ .name = "no-color",
	  .kind = OPTION_FLAG,
	  .commands = TEXT,
	  .field = FIELD(no_color),
	  .summary = "no colours, even on a terminal" },
	{ .name = "quiet",
	  .letter = 'q',
	  .kind = OPTION_FLAG,
	  .commands = MEASURING_OR_SHOWING,
	  .field = FIELD(quiet),
	  .summary = "no progress, no text report" },
	{ .name = "verbose",
	  .letter = 'v',
	  .kind = OPTION_FLAG,
	  .commands = MEASURING_OR_SHOWING,
	  .field = FIELD(verbose),
	  .summary = "say more: every rule, every probe; of 'probe': every packet it kept" },
	{ .name = "baseline",
	  .kind = OPTION_TEXT,
	  .commands = BIT(COMMAND_RUN) | BIT(COMMAND_JUDGE),
	  .argument = "FILE",
	  .field = FIELD(baseline),
	  .summary = "only what is new or worse than in this report or evidence counts" },
	{ .name = "max-overhead",
	  .kind = OPTION_PERCENT,
	  .commands = MEASURING,
	  .argument = "PERCENT",
	  .field = FIELD(max_overhead),
	  .summary = "CPU time that its programs may take before it backs off (2)" },
};

/* Lines of JSON are not of a renderer, but their option is spelled the same. */
static unsigned also_of_probe(const char *renderer)
{
	return strcmp(renderer, "json") ? 0 : BIT(COMMAND_PROBE);
}

size_t options_all(struct option_spec ret_specs[OPTIONS_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(own_specs); i++)
		ret_specs[count++] = own_specs[i];
	for (size_t i = 0; i < all_renderers_count && i < OPTIONS_MAX_OUTPUTS; i++)
		ret_specs[count++] = (struct option_spec){
			.name = all_renderers[i]->name,
			.kind = OPTION_OUTPUT,
			.commands = SHOWING | also_of_probe(all_renderers[i]->name),
			.argument = "FILE",
			.field = i,
			.summary = all_renderers[i]->summary,
		};
	return count;
}
