// SPDX-License-Identifier: BSD-2-Clause
/*
 * What judging costs, by number of facts and rules: judging [TURNS]
 *
 * Facts are those of the golden evidence, again under other names until there are enough; rules are
 * the built-in ones, again under other paths. CPU time of this process, the least of TURNS turns.
 * Putting in order what the parsed text left free belongs to reading it: else the first large piece
 * of memory that judging asks for pays for it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "evidence.h"
#include "json.h"
#include "judge.h"
#include "memory.h"
#include "report.h"
#include "rulebook.h"

#define LARGE \
	100000 /* glibc puts small free pieces together before it looks for one of that size */

static double cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "re");
	size_t room = 0;
	char *text = NULL;

	if (!file || getdelim(&text, &room, 0, file) < 0) {
		fprintf(stderr, "judging: cannot read %s\n", path);
		exit(2);
	}
	fclose(file);
	return text;
}

static char *make_evidence(const char *golden, int facts)
{
	cleanup_json cJSON *all = cJSON_Parse(golden);
	cJSON *list = json_get(all, "facts");
	int own = cJSON_GetArraySize(list);
	char name[32];

	for (int i = 0; cJSON_GetArraySize(list) < facts; i++) {
		cJSON *copy = cJSON_Duplicate(cJSON_GetArrayItem(list, i % own), true);

		snprintf(name, sizeof(name), "copy.n%d", i);
		cJSON_AddItemToObject(list, name, copy);
	}
	return cJSON_PrintUnformatted(all);
}

static bool is_rule(const char *path)
{
	return strncmp(path, "lib/", 4) && strncmp(path, "data/", 5) && strncmp(path, "flows/", 6);
}

static size_t count_rules(const struct rule_files *files)
{
	size_t count = 0;

	for (size_t i = 0; i < files->count; i++)
		count += is_rule(files->entries[i].path);
	return count;
}

/* A copy is asked by the flows too, because its family is the same. */
static void add_rules(struct rule_files *files, size_t rules)
{
	size_t own = files->count, have = count_rules(files);

	files->entries = must_realloc(files->entries, (own + rules) * sizeof(*files->entries));
	for (size_t i = 0, round = 0; have < rules; i = (i + 1) % own, round += !i) {
		const struct rule_file *from = &files->entries[i];
		struct rule_file copy = { .size = from->size };
		int length = (int)strlen(from->path) - 4;

		if (!is_rule(from->path))
			continue;
		if (asprintf(&copy.path, "%.*s_copy%zu.lua", length, from->path, round) < 0)
			exit(3);
		copy.text = must_strdup(from->text);
		files->entries[files->count++] = copy;
		have++;
	}
}

struct times {
	double rules, evidence, judge, report;
};

static void least(double *to, double value)
{
	if (!*to || value < *to)
		*to = value;
}

static void must(int r, const struct error *err)
{
	if (r >= 0)
		return;
	fprintf(stderr, "judging: %s\n", err->text);
	exit(2);
}

static void turn(const struct rule_files *files, const char *bytes, struct times *times)
{
	cleanup_evidence struct evidence *evidence = NULL, *again = NULL;
	cleanup_json cJSON *findings = NULL, *report = NULL;
	double start = cpu_ms(), now;
	struct rulebook book;
	struct error err;

	must(rulebook_open(files, &book, &err), &err);
	least(&times->rules, (now = cpu_ms()) - start);
	start = now;
	must(evidence_load(bytes, strlen(bytes), &evidence, &err), &err);
	must(evidence_load(bytes, strlen(bytes), &again, &err), &err);
	free(must_calloc(1, LARGE));
	least(&times->evidence, ((now = cpu_ms()) - start) / 2);
	start = now;
	findings = judge(&book, evidence);
	least(&times->judge, (now = cpu_ms()) - start);
	start = now;
	report = report_make(again, findings);
	least(&times->report, cpu_ms() - start);
	rulebook_close(&book);
}

int main(int argc, char **argv)
{
	static const struct {
		int facts;
		size_t rules;
	} sizes[] = { { 0, 0 }, { 100, 100 }, { 1000, 100 }, { 1000, 200 }, { 2000, 400 } };
	cleanup_free char *golden = read_file("tests/golden/evidence/drops.json");
	int turns = argc > 1 ? atoi(argv[1]) : 5;

	puts("| facts | rules | evidence | read rules | read evidence | judge | make the report |");
	puts("|---|---|---|---|---|---|---|");
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		cleanup_free char *bytes = make_evidence(golden, sizes[i].facts);
		cleanup_json cJSON *parsed = cJSON_Parse(bytes);
		struct rule_files files;
		struct times times = { 0 };
		struct error err;

		must(rule_files_load(NULL, &files, &err), &err);
		add_rules(&files, sizes[i].rules);
		for (int t = 0; t < turns; t++)
			turn(&files, bytes, &times);
		printf("| %d | %zu | %zu KiB | %.1f ms | %.1f ms | %.1f ms | %.1f ms |\n",
		       cJSON_GetArraySize(json_get(parsed, "facts")), count_rules(&files),
		       strlen(bytes) / 1024, times.rules, times.evidence, times.judge,
		       times.report);
		rule_files_free(&files);
	}
	return 0;
}
