// SPDX-License-Identifier: BSD-2-Clause
/*
 * What changed between two reports.
 *
 * Findings (causes and suspected ones) belong together when their id and their `where` agree; pid
 * and cpu, and the pid in the name of a vhost thread, may differ, as they do from run to run. How
 * grave a finding is decides first; of two equally grave ones the number that they stand on does:
 * the share of the packets that were lost (or packets per second of the window where nobody counted
 * what got through), the excess of a delay. Other causes are as grave as their severity says.
 *
 * What the baseline had and the new report has not is gone only when its rule was judged; else it
 * is inconclusive, which is said and never passes for healthy.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

/* A number must grow (or shrink) by this factor to be called worse (or better): less than that is
 * what two runs under the same load differ by. */
#define COMPARE_FACTOR 1.5
/* And counts of packets by so many standard deviations of a Poisson process. */
#define COMPARE_DEVIATIONS 3.0

/* Gives every finding of `report` its `change`, and the report its `baseline`. */
void compare_with(cJSON *report, const cJSON *baseline);

/* Of a report that was compared; a report that was not has nothing that is excused. */
struct comparison {
	int new, worse, same, better, gone;
	int unknown; /* causes that the baseline could not tell */
	int blind;   /* findings of the baseline that could not be looked at now */
};
struct comparison compare_count(const cJSON *report);
/* Whether a finding was there before and is no worse: it does not count for the exit code. */
bool compare_excuses(const cJSON *finding);
