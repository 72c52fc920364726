// SPDX-License-Identifier: BSD-2-Clause
/*
 * The ledger: every lost packet once, under exactly one cause.
 *
 * rules/data/drop_reasons.lua maps what the kernel says of a drop (reason, location, protocol ...)
 * to a cause or to a benign entry; the first row that fits decides, drop.unexplained takes the
 * rest. rules/data/counter_losses.lua adds losses that show in counters alone. So the causes'
 * shares add up to 100 %, whatever the rules say later.
 *
 * The result is three facts; rules read the first two like any other, the third as facts.unscoped:
 *   losses         keys cause, netns, device, direction, family, protocol, port, reason, location,
 *                  source (the fact it was counted in); packets
 *   losses.total   one row: packets (all that are not benign), benign
 *   losses.benign  keys netns, protocol; packets that programs saw dropped and that are no losses
 *   losses.unscoped  key cause; packets that only a counter tells of, which knows less than the
 * scope asks: whose they are is not known, and they are in no sum
 */
#pragma once

#include <cjson/cJSON.h>

#include "evidence.h"

#define UNEXPLAINED "drop.unexplained"

/* `data` holds drop_reasons and counter_losses; a cause that is none of `rules` (rows with an id)
 * is unexplained. *ret_noise is the report's noise[]: what was hidden, by entry; the caller deletes
 * it. */
void ledger_write(struct evidence *evidence, const cJSON *data, const cJSON *rules,
		  cJSON **ret_noise);
/* Of losses.unscoped, those of a cause. */
uint64_t ledger_unscoped(const struct evidence *evidence, const char *cause);

/* The fact for want of which nobody can say that nothing was lost by `cause`, or NULL: drops were
 * not watched, no counter has losses of that kind, and none of the counters that were read has all
 * of them (`complete` in counter_losses). Call it after ledger_write. */
const struct fact *ledger_blind(const struct evidence *evidence, const cJSON *data,
				const char *cause);
/* Names of the facts from which the ledger learns of a cause's losses. The caller deletes. */
cJSON *ledger_facts(const cJSON *data, const char *cause);
