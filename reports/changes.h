// SPDX-License-Identifier: BSD-2-Clause
/* The terminal view of 'netdoctor diff': both sides and what changed, nothing else. */
#pragma once

#include "renderer.h"

/* `report` was compared (engine/compare.h) with the one of `old_name`. */
void changes_render(const cJSON *report, const char *old_name, const char *new_name,
		    const struct render_style *style, FILE *out);
