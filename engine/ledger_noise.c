// SPDX-License-Identifier: BSD-2-Clause
#include "ledger_noise.h"

#include <string.h>

#include "json.h"

const struct fact_spec ledger_benign_spec = {
	"losses.benign",
	"packets that programs saw dropped and that are no losses",
	(const struct column_spec[]){ { "netns", COLUMN_KEY, NULL },
				      { "protocol", COLUMN_KEY, NULL },
				      { "packets", COLUMN_COUNTER, "packets" },
				      { NULL, COLUMN_KEY, NULL } },
};

struct ledger_noise ledger_noise_new(void)
{
	return (struct ledger_noise){ .lines = cJSON_CreateArray(),
				      .protocols = table_new(ledger_benign_spec.columns) };
}

static void add_line(cJSON *lines, const cJSON *entry, uint64_t packets)
{
	const char *name = json_text(entry, "benign");
	cJSON *line;

	cJSON_ArrayForEach (line, lines)
		if (!strcmp(json_text(line, "name"), name)) {
			packets += json_count(line, "packets", 0);
			cJSON_ReplaceItemInObjectCaseSensitive(line, "packets",
							       json_from_count(packets));
			return;
		}
	line = cJSON_CreateObject();
	cJSON_AddStringToObject(line, "name", name);
	json_add_text(line, "because", json_text(entry, "because"));
	json_add_text(line, "because_zh", json_text(entry, "because_zh"));
	json_add_count(line, "packets", packets);
	cJSON_AddItemToArray(lines, line);
}

void ledger_noise_add(struct ledger_noise *noise, const cJSON *entry, const char *netns,
		      const char *protocol, uint64_t packets)
{
	struct cell *cells = protocol ? table_add(noise->protocols) : NULL;

	if (cells) {
		cell_text(&cells[0], netns);
		cell_text(&cells[1], protocol);
		cell_count(&cells[2], packets);
	}
	add_line(noise->lines, entry, packets);
	noise->packets += packets;
}
