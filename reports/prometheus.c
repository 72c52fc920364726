// SPDX-License-Identifier: BSD-2-Clause
/*
 * The report as a text file for the node exporter's textfile collector.
 *
 * Gauges only: what the last run found. Alert on netdoctor_looked == 0 too, and on the age of
 * netdoctor_run_start_time_seconds: a run that could not look shows no cause. Labels of a cause are
 * its id and what `where` says but pids and CPUs, so that a cause stays one series from run to run.
 */
#include "renderer.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "clean.h"
#include "cleanup.h"
#include "counts.h"
#include "json.h"
#include "memory.h"
#include "phrase.h"
#include "text_stream.h"

static int render_prometheus(const cJSON *report, const struct render_style *style, FILE *out,
			     struct error *err);

const struct renderer renderer_prometheus = {
	.name = "prometheus",
	.summary = "gauges for the Prometheus node exporter's text files",
	.render = render_prometheus,
};

static void head(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP netdoctor_%s %s\n# TYPE netdoctor_%s gauge\n", name, help, name);
}

static void label(FILE *out, const char *name, const char *hostile)
{
	cleanup_free char *text = clean_text(hostile);

	fprintf(out, "%s=\"", name);
	for (const char *c = text; *c; c++) {
		if (*c == '\\' || *c == '"')
			fputc('\\', out);
		fputc(*c, out);
	}
	fputc('"', out);
}

static void gauge(FILE *out, const char *name, const char *help, double value)
{
	head(out, name, help);
	fprintf(out, "netdoctor_%s %.15g\n", name, value);
}

static void put_info(FILE *out, const cJSON *report)
{
	head(out, "info", "What was run, and where.");
	fputs("netdoctor_info{", out);
	label(out, "host", phrase_name(json_get(report, "host"), "name"));
	fputc(',', out);
	label(out, "kernel", phrase_name(json_get(report, "host"), "kernel"));
	fputc(',', out);
	label(out, "version", phrase_name(report, "version"));
	fputs("} 1\n", out);
}

static void put_verdict(FILE *out, const cJSON *report)
{
	static const char *const verdicts[] = { "healthy", "attention", "abnormal",
						"undetermined" };

	head(out, "verdict", "1 for the verdict of the run, 0 for the others.");
	for (size_t i = 0; i < ARRAY_SIZE(verdicts); i++)
		fprintf(out, "netdoctor_verdict{verdict=\"%s\"} %d\n", verdicts[i],
			!strcmp(phrase_name(report, "verdict"), verdicts[i]));
	gauge(out, "looked", "0 when the run could not look at all that it was asked about.",
	      !counts_blind(report));
}

static double started_at(const cJSON *report)
{
	struct tm time = { 0 };

	if (!strptime(phrase_name(json_get(report, "run"), "started"), "%Y-%m-%dT%H:%M:%S", &time))
		return 0;
	return (double)timegm(&time);
}

static bool is_label(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name);
}

static char *labels_of(const cJSON *finding, const char *severity)
{
	const cJSON *value;
	char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	label(out, "cause", phrase_name(finding, "id"));
	fputc(',', out);
	label(out, "severity", severity);
	cJSON_ArrayForEach (value, json_get(finding, "where")) {
		char number[32];

		if (!strcmp(value->string, "pid") || !strcmp(value->string, "cpu") ||
		    !is_label(value->string))
			continue;
		snprintf(number, sizeof(number), "%.0f", value->valuedouble);
		fputc(',', out);
		label(out, value->string, cJSON_IsString(value) ? value->valuestring : number);
	}
	fclose(out);
	return must_have(text);
}

/* Labels of findings that differ in pid or CPU only are the same: the worst of them is shown. */
struct labels {
	char **seen;
	size_t count;
};

static bool seen_before(struct labels *labels, char *text)
{
	for (size_t i = 0; i < labels->count; i++)
		if (!strcmp(labels->seen[i], text)) {
			free(text);
			return true;
		}
	labels->seen = must_realloc(labels->seen, (labels->count + 1) * sizeof(char *));
	labels->seen[labels->count++] = text;
	return false;
}

static void put_findings(FILE *out, const cJSON *list, bool suspected, struct labels *labels,
			 const char *metric)
{
	const cJSON *finding;

	cJSON_ArrayForEach (finding, list) {
		const char *severity = suspected ? "suspected" : phrase_name(finding, "severity");
		const cJSON *evidence = json_get(finding, "evidence");
		double value = json_real(finding, "score", 0);
		char *text = labels_of(finding, severity);

		if (!strcmp(metric, "cause_packets_lost")) {
			if (!evidence || strcmp(phrase_name(evidence->child, "unit"), "packets")) {
				free(text);
				continue;
			}
			value = json_real(evidence->child, "value", 0);
		}
		if (!seen_before(labels, text))
			fprintf(out, "netdoctor_%s{%s} %.15g\n", metric, text, value);
	}
}

static void put_causes(FILE *out, const cJSON *report, const char *metric, const char *help)
{
	struct labels labels = { 0 };

	head(out, metric, help);
	put_findings(out, json_get(report, "causes"), false, &labels, metric);
	put_findings(out, json_get(report, "suspected"), true, &labels, metric);
	for (size_t i = 0; i < labels.count; i++)
		free(labels.seen[i]);
	free(labels.seen);
}

static void put_counts(FILE *out, const cJSON *report)
{
	static const char *const lists[] = { "causes", "suspected", "ruled_out", "undecided",
					     "broken" };

	head(out, "findings", "How many rules ended with each outcome.");
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		fprintf(out, "netdoctor_findings{outcome=\"%s\"} %d\n", lists[i],
			cJSON_GetArraySize(json_get(report, lists[i])));
}

static void put_checklist(FILE *out, const cJSON *report)
{
	static const char *const states[] = { "ok", "attention", "abnormal", "unknown" };
	const cJSON *box;

	head(out, "checklist_state", "Boxes of the checklist: 1 for the state of each.");
	cJSON_ArrayForEach (box, json_get(report, "checklist"))
		for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
			fputs("netdoctor_checklist_state{", out);
			label(out, "box", phrase_name(box, "id"));
			fprintf(out, ",state=\"%s\"} %d\n", states[i],
				!strcmp(phrase_name(box, "state"), states[i]));
		}
}

static void put_cost(FILE *out, const cJSON *cost)
{
	if (cJSON_IsNumber(json_get(cost, "cpu_share")))
		gauge(out, "cost_cpu_ratio", "Share of all CPU time that the run itself took.",
		      json_real(cost, "cpu_share", 0));
	gauge(out, "cost_memory_bytes", "Memory that the run took.",
	      1024 * json_real(cost, "rss_kib", 0));
	gauge(out, "cost_maps_bytes", "Memory of its BPF maps.",
	      1024 * json_real(cost, "maps_kib", 0));
}

static void put_probes(FILE *out, const cJSON *report)
{
	const cJSON *probe;

	head(out, "probe_ran", "1 for a probe that saw all, 0 for one that is partial or absent.");
	cJSON_ArrayForEach (probe, json_get(report, "probes")) {
		if (!strcmp(phrase_name(probe, "state"), "skipped"))
			continue;
		fputs("netdoctor_probe_ran{", out);
		label(out, "probe", phrase_name(probe, "name"));
		if (json_text(probe, "host")) {
			fputc(',', out);
			label(out, "host", json_text(probe, "host"));
		}
		fprintf(out, "} %d\n", !strcmp(phrase_name(probe, "state"), "ran"));
	}
}

static int render_prometheus(const cJSON *report, const struct render_style *style, FILE *out,
			     struct error *err)
{
	(void)style;
	put_info(out, report);
	put_verdict(out, report);
	gauge(out, "run_start_time_seconds", "When the run began, in seconds since 1970.",
	      started_at(report));
	gauge(out, "run_duration_seconds", "How long it watched.",
	      json_real(json_get(report, "run"), "duration_ms", 0) / 1000);
	put_counts(out, report);
	put_causes(out, report, "cause_score", "Score of each cause, 0 to 100.");
	put_causes(out, report, "cause_packets_lost", "Packets that each cause lost in the run.");
	put_checklist(out, report);
	put_probes(out, report);
	put_cost(out, json_get(report, "cost"));
	return ferror(out) ? error_errno(err, errno, "the text file could not be written") : 0;
}
