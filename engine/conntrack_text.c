// SPDX-License-Identifier: BSD-2-Clause
#include "conntrack_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define COLUMNS_MAX 32

/* Which counter each column is, or -1. */
struct header {
	int counters[COLUMNS_MAX];
	size_t count;
};

static const char *const names[CONNTRACK_COUNTERS] = {
	[CONNTRACK_INVALID] = "invalid",       [CONNTRACK_DROP] = "drop",
	[CONNTRACK_EARLY_DROP] = "early_drop", [CONNTRACK_INSERT_FAILED] = "insert_failed",
	[CONNTRACK_ERROR] = "icmp_error",
};

static int counter_named(const char *word)
{
	for (int i = 0; i < CONNTRACK_COUNTERS; i++)
		if (!strcmp(names[i], word))
			return i;
	return -1;
}

static void parse_header(char *line, struct header *ret_header)
{
	char *rest = NULL;

	ret_header->count = 0;
	for (char *word = strtok_r(line, " \t\n", &rest); word && ret_header->count < COLUMNS_MAX;
	     word = strtok_r(NULL, " \t\n", &rest))
		ret_header->counters[ret_header->count++] = counter_named(word);
}

/* False when the line does not have a number for each column. */
static bool parse_line(char *line, const struct header *header, uint64_t *ret_counts)
{
	char *rest = NULL, *word = strtok_r(line, " \t\n", &rest), *end;

	memset(ret_counts, 0, CONNTRACK_COUNTERS * sizeof(*ret_counts));
	for (size_t i = 0; i < header->count; i++, word = strtok_r(NULL, " \t\n", &rest)) {
		unsigned long long value;

		if (!word)
			return false;
		value = strtoull(word, &end, 16);
		if (end == word || *end)
			return false;
		if (header->counters[i] >= 0)
			ret_counts[header->counters[i]] = value;
	}
	return true;
}

int conntrack_parse(FILE *file, conntrack_each each, void *data, struct error *err)
{
	uint64_t counts[CONNTRACK_COUNTERS];
	struct header header;
	char line[1024];

	if (!fgets(line, sizeof(line), file))
		return error_set(err, "there is no line of names");
	parse_header(line, &header);
	for (unsigned cpu = 0; fgets(line, sizeof(line), file); cpu++) {
		if (!parse_line(line, &header, counts))
			return error_set(err, "CPU %u has not as many numbers as there are names",
					 cpu);
		each(cpu, counts, data);
	}
	return 0;
}
