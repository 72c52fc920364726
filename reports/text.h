// SPDX-License-Identifier: BSD-2-Clause
/* The parts of the terminal view, in the order in which they are shown. */
#pragma once

#include "text_page.h"

/* Verdict, host, window and scope. */
void text_summary(struct text_page *page, const cJSON *report);
/* Of a merged report. */
void text_hosts(struct text_page *page, const cJSON *report);
/* causes[] and suspected[], each with what to do. */
void text_causes(struct text_page *page, const cJSON *report);
/* What changed since the baseline; nothing when there is none. */
void text_changes(struct text_page *page, const cJSON *report);
/* What rose and fell together with the causes. */
void text_together(struct text_page *page, const cJSON *report);
/* What was ruled out, by family. */
void text_ruled_out(struct text_page *page, const cJSON *report);
/* Undecided and broken rules, probes that did not run, events that were lost. */
void text_not_seen(struct text_page *page, const cJSON *report);
/* The boxes, the probes that ran, noise, and the doctor's own cost. */
void text_footer(struct text_page *page, const cJSON *report);
