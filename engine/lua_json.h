// SPDX-License-Identifier: BSD-2-Clause
/* Between Lua tables and JSON trees: what a rule returns becomes data, data becomes tables. */
#pragma once

#include <cjson/cJSON.h>
#include <lauxlib.h>
#include <lua.h>

#include "error.h"

/*
 * The value at `index` as a tree; the caller deletes it. A table with an entry 1, or an empty one,
 * is a list; other tables are objects with text keys in sorted order. Functions, NaN, infinities,
 * nesting beyond 16 and more than 65,536 values are refused with the path of the culprit. Works on
 * raw tables only and raises no Lua error but out of memory.
 */
int lua_to_json(lua_State *lua, int index, cJSON **ret_json, struct error *err);

/* Pushes the tree as tables. */
void lua_push_json(lua_State *lua, const cJSON *json);
