// SPDX-License-Identifier: BSD-2-Clause
/*
 * The parts of the page. Each fills the slot of its name in reports/page/page.html: a part that has
 * nothing to show writes nothing. A new part is a function here, a row in html.c and a slot in the
 * page.
 */
#pragma once

#include "html_page.h"

void html_title(struct html_page *page, const cJSON *report);
void html_summary(struct html_page *page, const cJSON *report);
void html_contents(struct html_page *page, const cJSON *report);
/* Of a merged report. */
void html_hosts(struct html_page *page, const cJSON *report);
void html_causes(struct html_page *page, const cJSON *report);
void html_paths(struct html_page *page, const cJSON *report);
void html_measured(struct html_page *page, const cJSON *report);
void html_details(struct html_page *page, const cJSON *report);
void html_checklist(struct html_page *page, const cJSON *report);
void html_ruled_out(struct html_page *page, const cJSON *report);
/* What could not be seen: where it explains the verdict, it comes first. */
void html_why_undetermined(struct html_page *page, const cJSON *report);
void html_not_seen(struct html_page *page, const cJSON *report);
void html_cost(struct html_page *page, const cJSON *report);
void html_facts(struct html_page *page, const cJSON *report);
void html_data(struct html_page *page, const cJSON *report);

/* True when html_not_seen has something to say. */
bool html_has_limits(const cJSON *report);
/* True when html_measured has. */
bool html_has_plots(const cJSON *report);
/* The options of a scope, as they were given. */
void html_scope(struct html_page *page, const cJSON *scope);
