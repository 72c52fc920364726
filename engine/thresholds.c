// SPDX-License-Identifier: BSD-2-Clause
#include "thresholds.h"

#include <stdio.h>

#define DEEPEST 8

static const char *name_of(lua_State *lua, int key, char *buffer, size_t size)
{
	if (lua_type(lua, key) == LUA_TSTRING)
		return lua_tostring(lua, key);
	snprintf(buffer, size, "%lld", (long long)lua_tointeger(lua, key));
	return buffer;
}

static int merge(lua_State *lua, int depth, struct error *err);

/* The stack is into, from, key, value, old value. */
static int merge_value(lua_State *lua, int depth, struct error *err)
{
	char number[32];
	const char *name = name_of(lua, -3, number, sizeof(number));
	int r;

	if (lua_isnil(lua, -1))
		return error_set(err, "there is no '%s' to be replaced", name);
	if (lua_type(lua, -1) != lua_type(lua, -2))
		return error_set(err, "'%s' is a %s, not a %s", name,
				 lua_typename(lua, lua_type(lua, -1)),
				 lua_typename(lua, lua_type(lua, -2)));
	if (!lua_istable(lua, -1)) {
		lua_pushvalue(lua, -3);
		lua_pushvalue(lua, -3);
		lua_rawset(lua, -7);
		return 0;
	}
	lua_pushvalue(lua, -1);
	lua_pushvalue(lua, -3);
	r = merge(lua, depth + 1, err);
	lua_pop(lua, 2);
	return r;
}

static int merge(lua_State *lua, int depth, struct error *err)
{
	int top = lua_gettop(lua), r = 0;

	if (depth > DEEPEST || !lua_checkstack(lua, 10))
		return error_set(err, "its tables are too deep");
	lua_pushnil(lua);
	while (r == 0 && lua_next(lua, top)) { // into from key value
		lua_pushvalue(lua, -2);
		lua_rawget(lua, top - 1); // into from key value old
		r = merge_value(lua, depth, err);
		lua_pop(lua, 2);
	}
	lua_settop(lua, top);
	return r;
}

int thresholds_merge(lua_State *lua, struct error *err)
{
	return merge(lua, 0, err);
}
