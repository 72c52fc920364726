// SPDX-License-Identifier: BSD-2-Clause
/*
 * guest.queues: what a guest says of its receive queues, in the words of its host (the tap and its
 * queue), so that a rule about a tap can look through to the other end. Only `netdoctor merge`
 * makes it; in a run of one host it is absent as not needed.
 */
#pragma once

#include "evidence.h"

#define GUEST_QUEUES "guest.queues"

/* One, and the end. */
extern const struct fact_spec guest_queues_facts[];

struct merge_host;

/* Adds the guest's rows to its host's evidence; counters are those of the guest's window. */
void guest_queues_add(struct evidence *host, const struct merge_host *guest);
