// SPDX-License-Identifier: BSD-2-Clause
/*
 * A queue pair of the guest, served by a thread of its own, as a virtual CPU would: it sleeps until
 * vhost calls, takes what came, answers or passes it on, and posts the buffers again.
 */
#pragma once

#include <pthread.h>

#include "answer.h"
#include "ring.h"

#define PAIRS_MAX 16

enum manner { ECHO, SINK, RELAY };

enum interrupts {
	NAPI, /* none while packets are taken, as drivers do */
	EACH, /* always wanted */
	NONE, /* never; looks every millisecond */
};

struct plan {
	const char *device, *inside;
	enum manner manner;
	enum interrupts interrupts;
	struct host host;
	bool event_index, offload;
	long queues, ring, buffers, delay_us, coalesce, seconds, vcpus;
	unsigned long stop_reading, stop_refilling, unserved; /* a bit per queue */
	long healthy;                                         /* packets before they stop */
};

/* What the command line asks for, or the tool ends with status 2. */
struct plan plan_of(int argc, char **argv);

struct traffic {
	uint64_t packets, bytes;
};

struct pair {
	const struct plan *plan;
	unsigned int index;
	int tap, inside, vhost;
	int stop; /* readable when it is time to end */
	struct ring rx, tx;
	unsigned int unused[RING_MAX], unused_count; /* tx buffers that are free */
	struct traffic received, sent;
	uint64_t full; /* not sent for want of a free tx buffer */
	pthread_t thread;
};

/* The queue, its worker and its rings; `inside` is a queue of the second tap or -1. */
void pair_open(struct pair *pair, const struct plan *plan, unsigned int index, int inside,
	       int stop);
void pair_start(struct pair *pair);
/* Waits for the thread's end and prints the truth of both rings. */
void pair_end(struct pair *pair);
