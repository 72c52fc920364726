// SPDX-License-Identifier: BSD-2-Clause
/* Views over rows of a fact, inside lua_facts.c and fact_rows.c. */
#pragma once

#include <lua.h>

#include "evidence.h"

#define ROWS "netdoctor.rows"

struct rows {
	const struct fact *fact;
	size_t count;
	bool all; /* every row of the table: `index` is not there */
	uint32_t index[];
};

static inline size_t fact_rows_at(const struct rows *rows, size_t i)
{
	return rows->all ? i : rows->index[i];
}

/* Pushed, without rows. */
struct rows *fact_rows_push(lua_State *lua, const struct fact *fact, size_t room);
struct rows *fact_rows_push_all(lua_State *lua, const struct fact *fact);
void fact_rows_push_cell(lua_State *lua, const struct cell *cell);
/* An error when there is none of that name. */
int fact_rows_column(lua_State *lua, const struct fact *fact, const char *name);

/* view:where{ column = value, … } */
int fact_rows_where(lua_State *lua);
/* What was found for one rule is forgotten for the next: tables may have changed. */
void fact_rows_forget(lua_State *lua);
void fact_rows_open(lua_State *lua);
