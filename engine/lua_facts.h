// SPDX-License-Identifier: BSD-2-Clause
/*
 * Facts as a rule sees them: read only, and only those that it declared.
 *
 *   facts["drops.kernel"]            a view over all rows, or nil when it is absent
 *   view:where{ netns = "x" }        the rows whose cells equal all of these
 *   view:sum("packets")              counts and reals added, 0 for no rows
 *   view:max("packets")              nil for no rows
 *   #view, view[1].device            rows in key order, cells by column name
 *   view:each()                      for row in view:each() do
 *   facts.scoped                     true when addresses or ports narrow the question
 *   facts.unscoped                   packets of this cause that only counters tell of, which know
 *                                    less than the scope asks
 *
 * Reading a fact that the rule does not declare, or a column that the fact has not, is an error:
 * a typo must not look like a healthy host. A cell whose column is younger than the evidence is
 * nil.
 */
#pragma once

#include <lua.h>

#include "evidence.h"
#include "lua_box.h"

/* What one rule may read; valid while it is judged. */
struct fact_view {
	const struct evidence *evidence;
	const char *rule; /* its id: "losses" shows only rows whose cause is this; "": of all */
	const cJSON *declared; /* names from needs, uses and details */
	bool scoped;
};

/* Makes the types known; once per state. */
void lua_facts_open(lua_State *lua);
/* Pushes the object that judge(facts) is called with. */
void lua_facts_push(lua_State *lua, const struct fact_view *view);

/* What a rule may spend on these facts: it looks at each row of a host that has many. */
struct lua_budget fact_view_budget(const struct fact_view *view);
