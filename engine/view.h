// SPDX-License-Identifier: BSD-2-Clause
/*
 * What `netdoctor probe NAME` shows: facts of one or more probes, as tables per interval.
 *
 * A view is data: which facts, summed up by which columns, ranked by which counter. It measures
 * nothing and judges nothing. One file per view, engine/views/NAME.c, which exports `const struct
 * view view_NAME`; the list is made from the directory at build time. The name of every probe is a
 * view too: all of its facts, as they are.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence.h"
#include "probe.h"
#include "table.h"

#define VIEW_MAX_PANELS 16

struct view_panel {
	const char *name; /* in lines of JSON */
	const char *title;
	const char *fact;
	/* Those kept, ended by NULL; rows that then agree are added up. NULL: all, as they are. */
	const char *const *columns;
	/* The counter that ranks rows; those where nothing happened are left out. NULL: all rows;
	 * where there are only keys and values, those that are new in the interval. */
	const char *count;
	bool verbose; /* with -v only */
	bool events; /* rows are single events: only new ones are shown, each on lines of its own */
	/* Rows of the fact that belong here, as for table_keep(); NULL: all. */
	bool (*wanted)(const struct table *table, size_t kept, const struct cell *row,
		       const void *data);
};

struct view {
	const char *name; /* as on the command line */
	const char *summary;
	const char *summary_zh;
	const struct view_panel *panels; /* ends with a NULL name */
	bool in_full;                    /* sampling probes keep all that they see */
};

extern const struct view *const all_views[];
extern const size_t all_views_count;

/* The view of that name, or NULL; '_' and '-' are the same. */
const struct view *view_find(const char *name);
/* All facts of a probe, for those that no view shows. `panels` is what the view points to. */
void view_of_probe(const struct probe *probe, struct view_panel panels[VIEW_MAX_PANELS],
		   struct view *ret_view);
/* The probes that measure a view's facts; returns how many. */
size_t view_probes(const struct view *view, const struct probe **ret_probes, size_t room);

/* What a panel shows of the fact `now`, beside what it was at the last interval (NULL: since the
 * start), largest first. The caller frees. */
struct table *view_rows(const struct view_panel *panel, const struct table *before,
			const struct table *now);
