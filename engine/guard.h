// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whether the doctor's own programs cost too much, and what is to be done then.
 *
 * Their run time is sampled: 50 ms of every second, and of every four while it is far below the
 * limit, because the kernel's statistics cost as much as an empty program, are kept for every BPF
 * program of the host while they are on, and switching them rewrites code under all CPUs. The share
 * is of the CPU time of the CPUs that handled packets in that sample (the kernel sums over CPUs and
 * does not say which).
 *
 * One sample over the limit may be a burst; two in a row, or one four times over, are acted on:
 * first sampling widens, a factor of four at a time, then the costliest probe is taken off. Nothing
 * here touches a kernel: the decision is tested without one.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define GUARD_SAMPLE_MS 50
#define GUARD_EVERY_MS 1000
#define GUARD_REST_BITS 2 /* the longest pause is this power of two times as long */
#define GUARD_WIDEST 3    /* times a factor of four */
#define GUARD_BITS 2      /* that factor */

struct guard {
	double most;    /* share that is allowed; 0: not guarded */
	double worst;   /* share of the dearest sample so far */
	unsigned width; /* how often sampling was widened */
	unsigned over;  /* samples over the limit in a row */
	unsigned quiet; /* samples far below it in a row */
};

enum guard_act { GUARD_REST, GUARD_WIDEN, GUARD_DETACH };

enum guard_act guard_decide(struct guard *guard, double share);
/* From the end of one sample to the next. */
uint64_t guard_pause_ms(const struct guard *guard);
