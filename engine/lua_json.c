// SPDX-License-Identifier: BSD-2-Clause
#include "lua_json.h"

#include <math.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"

#define MAX_DEPTH 16
#define MAX_VALUES 65536

struct conversion {
	lua_State *lua;
	unsigned values;
	struct error *err;
};

static int convert(struct conversion *run, int index, unsigned depth, cJSON **ret_json);

static int convert_list(struct conversion *run, int index, unsigned depth, cJSON *list)
{
	lua_Integer rows = (lua_Integer)lua_rawlen(run->lua, index);

	for (lua_Integer i = 1; i <= rows; i++) {
		cJSON *item = NULL;
		int r;

		lua_rawgeti(run->lua, index, i);
		r = convert(run, lua_gettop(run->lua), depth + 1, &item);
		lua_pop(run->lua, 1);
		if (r < 0)
			return error_prefix(run->err, "[%lld]", (long long)i);
		cJSON_AddItemToArray(list, item);
	}
	return 0;
}

static int compare_members(const void *a, const void *b)
{
	return strcmp((*(cJSON *const *)a)->string, (*(cJSON *const *)b)->string);
}

/* Lua's order of keys changes from run to run: members are put in the order of their keys. */
static void sort_members(cJSON *object)
{
	size_t count = (size_t)cJSON_GetArraySize(object);
	cleanup_free cJSON **members = must_calloc(count, sizeof(cJSON *));

	for (size_t i = 0; i < count; i++)
		members[i] = cJSON_DetachItemFromArray(object, 0);
	qsort(members, count, sizeof(cJSON *), compare_members);
	for (size_t i = 0; i < count; i++)
		cJSON_AddItemToArray(object, members[i]);
}

static int convert_object(struct conversion *run, int index, unsigned depth, cJSON *object)
{
	lua_State *lua = run->lua;

	lua_pushnil(lua);
	while (lua_next(lua, index)) { // key value
		cJSON *item = NULL;

		if (lua_type(lua, -2) != LUA_TSTRING) {
			lua_pop(lua, 2);
			return error_set(run->err, "a list and named fields are mixed");
		}
		if (convert(run, lua_gettop(lua), depth + 1, &item) < 0) {
			error_prefix(run->err, "%s", lua_tostring(lua, -2));
			lua_pop(lua, 2);
			return -1;
		}
		cJSON_AddItemToObject(object, lua_tostring(lua, -2), item);
		lua_pop(lua, 1);
	}
	sort_members(object);
	return 0;
}

static int convert_table(struct conversion *run, int index, unsigned depth, cJSON **ret_json)
{
	cleanup_json cJSON *json = NULL;
	bool list;
	int r;

	if (depth >= MAX_DEPTH)
		return error_set(run->err, "tables are nested deeper than %d", MAX_DEPTH);
	luaL_checkstack(run->lua, 8, NULL);
	lua_pushnil(run->lua);
	list = !lua_next(run->lua, index);
	if (!list) {
		list = lua_type(run->lua, -2) == LUA_TNUMBER;
		lua_pop(run->lua, 2);
	}
	json = list ? cJSON_CreateArray() : cJSON_CreateObject();
	r = list ? convert_list(run, index, depth, json) : convert_object(run, index, depth, json);
	if (r < 0)
		return r;
	*ret_json = TAKE_PTR(json);
	return 0;
}

static int convert_number(struct conversion *run, int index, cJSON **ret_json)
{
	double number = lua_tonumber(run->lua, index);

	if (lua_isinteger(run->lua, index) && lua_tointeger(run->lua, index) >= 0) {
		*ret_json = json_from_count((uint64_t)lua_tointeger(run->lua, index));
		return 0;
	}
	if (!isfinite(number))
		return error_set(run->err, "is no finite number");
	*ret_json = cJSON_CreateNumber(number);
	return 0;
}

static int convert(struct conversion *run, int index, unsigned depth, cJSON **ret_json)
{
	if (++run->values > MAX_VALUES)
		return error_set(run->err, "holds more than %d values", MAX_VALUES);
	switch (lua_type(run->lua, index)) {
	case LUA_TTABLE:
		return convert_table(run, index, depth, ret_json);
	case LUA_TNUMBER:
		return convert_number(run, index, ret_json);
	case LUA_TBOOLEAN:
		*ret_json = cJSON_CreateBool(lua_toboolean(run->lua, index));
		return 0;
	case LUA_TSTRING:
		*ret_json = cJSON_CreateString(lua_tostring(run->lua, index));
		return 0;
	case LUA_TNIL:
		*ret_json = cJSON_CreateNull();
		return 0;
	default:
		return error_set(run->err, "is a %s, not data",
				 lua_typename(run->lua, lua_type(run->lua, index)));
	}
}

int lua_to_json(lua_State *lua, int index, cJSON **ret_json, struct error *err)
{
	struct conversion run = { .lua = lua, .err = err };

	return convert(&run, lua_absindex(lua, index), 0, ret_json);
}

void lua_push_json(lua_State *lua, const cJSON *json)
{
	const cJSON *member;
	lua_Integer rows = 0;
	uint64_t count;

	luaL_checkstack(lua, 8, NULL);
	if (cJSON_IsArray(json) || cJSON_IsObject(json)) {
		lua_newtable(lua);
		cJSON_ArrayForEach (member, json) {
			lua_push_json(lua, member);
			if (cJSON_IsArray(json))
				lua_rawseti(lua, -2, ++rows);
			else
				lua_setfield(lua, -2, member->string);
		}
	} else if (cJSON_IsNumber(json) && json_to_count(json, &count)) {
		lua_pushinteger(lua, (lua_Integer)count);
	} else if (cJSON_IsNumber(json)) {
		lua_pushnumber(lua, json->valuedouble);
	} else if (cJSON_IsBool(json)) {
		lua_pushboolean(lua, cJSON_IsTrue(json));
	} else if (cJSON_IsString(json)) {
		lua_pushstring(lua, json->valuestring);
	} else {
		lua_pushnil(lua);
	}
}
