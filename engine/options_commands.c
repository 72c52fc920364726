// SPDX-License-Identifier: BSD-2-Clause
#include "options.h"

#include "merge.h"

static const char *const kinds[] = { "probes", "facts", "rules", "causes", "flows", "vms", NULL };

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
	"netdoctor watch --when drop.qdisc_overflow --before 30 --after 10",
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
