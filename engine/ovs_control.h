// SPDX-License-Identifier: BSD-2-Clause
/*
 * What ovs-vswitchd says of itself over its control socket (JSON-RPC, one question, one answer).
 * Only questions that change nothing are asked. A switch that is stopped or busy does not answer in
 * time, and then nothing is known.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* False when there is no switch here, or no answer within `limit_ms`. `argument` may be NULL; both
 * are words of ours and need no quoting. */
bool ovs_control_ask(const char *command, const char *argument, int limit_ms, char *ret_text,
		     size_t room);

/* A counter of coverage/show since the switch started. False when this version has none of that
 * name. */
bool ovs_control_counter(const char *name, int limit_ms, uint64_t *ret_count);

/* What upcall/show says of one datapath. */
struct ovs_upcall_show {
	uint64_t flows, most, limit; /* entries */
	uint64_t dump_ms;            /* how long its last walk over the flows took */
};

/* Finds "system@DATAPATH:" in the answer of upcall/show. */
bool ovs_upcall_parse(const char *text, const char *datapath, struct ovs_upcall_show *ret_show);
