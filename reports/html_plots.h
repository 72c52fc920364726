// SPDX-License-Identifier: BSD-2-Clause
/*
 * Plots of what was measured: each draws what tells of the object `where` (NULL: of anything), at
 * most `most` of it, and returns false when there was nothing to draw.
 */
#pragma once

#include "html_page.h"

/* Lines over one time axis. */
bool plot_time(struct html_page *page, const cJSON *report, const cJSON *where, int most);
/* Latencies, with the guide's limits of 50 and 100 us. */
bool plot_histograms(struct html_page *page, const cJSON *report, const cJSON *where, int most);
/* Single slow packets, stage by stage. */
bool plot_slowest(struct html_page *page, const cJSON *report, const cJSON *where, int most);
/* Where packets were dropped, and below who called it, as wide as it was frequent. */
bool plot_stacks(struct html_page *page, const cJSON *report, const cJSON *where);
/* One bar for each queue of a device. */
bool plot_queues(struct html_page *page, const cJSON *report, const cJSON *where, int most);
/* What each CPU of the cause's host did. */
bool plot_cpus(struct html_page *page, const cJSON *report, const cJSON *where);

/* Those that tell of one cause. */
void plot_of_cause(struct html_page *page, const cJSON *report, const cJSON *cause);
