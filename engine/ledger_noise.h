// SPDX-License-Identifier: BSD-2-Clause
/* Dropped packets that are no losses: what the report says of each kind, and how many by protocol.
 */
#pragma once

#include <cjson/cJSON.h>
#include <stdint.h>

#include "fact.h"
#include "table.h"

struct ledger_noise {
	cJSON *lines;            /* {name, because, because_zh, packets}, one for each kind */
	struct table *protocols; /* rows of ledger_benign_spec, not merged yet */
	uint64_t packets;
};

extern const struct fact_spec ledger_benign_spec;

/* Lines and table are the caller's. */
struct ledger_noise ledger_noise_new(void);
/* Packets of the kind that an entry of drop_reasons or counter_losses names. `protocol` is that of
 * packets that programs saw dropped in that namespace; NULL: a counter alone tells of them. */
void ledger_noise_add(struct ledger_noise *noise, const cJSON *entry, const char *netns,
		      const char *protocol, uint64_t packets);
