// SPDX-License-Identifier: BSD-2-Clause
#include "lua_library.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "lua_box.h"

/* What stays of each library; everything else is deleted from the real table. */
static const char *const base[] = { "assert", "error", "ipairs", "select", "type", NULL };
static const char *const strings[] = { "byte", "char", NULL };
static const char *const tables[] = { "unpack", NULL };
static const char *const maths[] = { "abs", "ceil", "floor",      "fmod", "huge",
				     "log", "max",  "maxinteger", "min",  "mininteger",
				     "pi",  "sqrt", "tointeger",  "type", NULL };

static size_t work_of(size_t bytes)
{
	return bytes / 16 + 1;
}

/* The wrapped original is upvalue 1; calls it with all arguments. */
static int forward(lua_State *lua)
{
	lua_pushvalue(lua, lua_upvalueindex(1));
	lua_insert(lua, 1);
	lua_call(lua, lua_gettop(lua) - 1, LUA_MULTRET);
	return lua_gettop(lua);
}

static int charge_text(lua_State *lua)
{
	size_t length;

	luaL_checklstring(lua, 1, &length);
	lua_box_charge(lua, work_of(length));
	return forward(lua);
}

/* %p and tables would print addresses, which differ from run to run. */
static int charge_format(lua_State *lua)
{
	size_t length, work = 0;
	const char *format = luaL_checklstring(lua, 1, &length);

	for (const char *c = strchr(format, '%'); c; c = strchr(c, '%')) {
		c += 1 + strspn(c + 1, "-+ #0123456789.");
		luaL_argcheck(lua, *c != 'p', 1, "%p is not allowed");
		if (*c == '%')
			c++;
	}
	for (int i = 1; i <= lua_gettop(lua); i++) {
		luaL_argcheck(lua, !lua_istable(lua, i) && !lua_isfunction(lua, i), i,
			      "only numbers, texts and truths can be formatted");
		if (lua_type(lua, i) == LUA_TSTRING)
			work += lua_rawlen(lua, i);
	}
	lua_box_charge(lua, work_of(work));
	return forward(lua);
}

static int charge_concat(lua_State *lua)
{
	lua_Integer rows;
	size_t work = 0;

	luaL_checktype(lua, 1, LUA_TTABLE);
	rows = (lua_Integer)lua_rawlen(lua, 1);
	lua_box_charge(lua, (size_t)rows);
	for (lua_Integer i = 1; i <= rows; i++) {
		lua_rawgeti(lua, 1, i);
		work += lua_type(lua, -1) == LUA_TSTRING ? lua_rawlen(lua, -1) : 0;
		lua_pop(lua, 1);
	}
	lua_box_charge(lua, work_of(work));
	return forward(lua);
}

static int charge_rows(lua_State *lua)
{
	luaL_checktype(lua, 1, LUA_TTABLE);
	lua_box_charge(lua, lua_rawlen(lua, 1) + 1);
	return forward(lua);
}

static int charge_sort(lua_State *lua)
{
	size_t rows, depth = 1;

	luaL_checktype(lua, 1, LUA_TTABLE);
	rows = lua_rawlen(lua, 1);
	for (size_t left = rows; left > 1; left /= 2)
		depth++;
	lua_box_charge(lua, rows * depth);
	return forward(lua);
}

static int contains(lua_State *lua)
{
	size_t length, sought;
	const char *text = luaL_checklstring(lua, 1, &length);
	const char *part = luaL_checklstring(lua, 2, &sought);

	lua_box_charge(lua, work_of(length));
	lua_pushboolean(lua, memmem(text, length, part, sought) != NULL);
	return 1;
}

static int plain_tostring(lua_State *lua)
{
	luaL_checkany(lua, 1);
	luaL_argcheck(lua, !lua_istable(lua, 1) && !lua_isfunction(lua, 1), 1,
		      "only numbers, texts and truths have a text");
	luaL_tolstring(lua, 1, NULL);
	return 1;
}

/* Numbers have few digits: longer text is none, and is not read through. */
static int short_tonumber(lua_State *lua)
{
	luaL_checkany(lua, 1);
	if (lua_type(lua, 1) == LUA_TSTRING && lua_rawlen(lua, 1) > 64)
		return 0;
	lua_settop(lua, 1);
	if (lua_type(lua, 1) == LUA_TNUMBER ||
	    lua_stringtonumber(lua, lua_type(lua, 1) == LUA_TSTRING ? lua_tostring(lua, 1) : ""))
		return 1;
	return 0;
}

static int sorted_next(lua_State *lua)
{
	lua_Integer at = lua_tointeger(lua, lua_upvalueindex(3)) + 1;

	lua_pushinteger(lua, at);
	lua_replace(lua, lua_upvalueindex(3));
	lua_rawgeti(lua, lua_upvalueindex(2), at); // key
	if (lua_isnil(lua, -1))
		return 1;
	lua_pushvalue(lua, -1);
	lua_rawget(lua, lua_upvalueindex(1)); // key value
	return 2;
}

/* Numbers before texts, each ascending. */
static int key_before(lua_State *lua)
{
	int a = lua_type(lua, 1), b = lua_type(lua, 2);

	lua_pushboolean(lua, a != b ? a < b : lua_compare(lua, 1, 2, LUA_OPLT));
	return 1;
}

static int sorted_pairs(lua_State *lua)
{
	lua_Integer keys = 0;

	luaL_checktype(lua, 1, LUA_TTABLE);
	lua_newtable(lua); // table keys
	lua_pushnil(lua);
	while (lua_next(lua, 1)) { // table keys key value
		lua_pop(lua, 1);
		if (lua_type(lua, -1) != LUA_TSTRING && lua_type(lua, -1) != LUA_TNUMBER)
			return luaL_error(lua, "pairs() takes tables keyed by numbers or texts");
		lua_pushvalue(lua, -1);
		lua_rawseti(lua, 2, ++keys);
		lua_box_charge(lua, 1);
	}
	lua_getglobal(lua, "table");
	lua_getfield(lua, -1, "sort"); // table keys library sort
	lua_pushvalue(lua, 2);
	lua_pushcfunction(lua, key_before);
	lua_call(lua, 2, 0);
	lua_settop(lua, 2);
	lua_pushinteger(lua, 0);
	lua_pushcclosure(lua, sorted_next, 3);
	return 1;
}

static int allowed(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (!strcmp(*names, name))
			return 1;
	return 0;
}

/* Deletes from the table on top what is not listed. Removing while walking is allowed by Lua. */
static void prune(lua_State *lua, const char *const *names)
{
	lua_pushnil(lua);
	while (lua_next(lua, -2)) { // table key value
		lua_pop(lua, 1);
		if (lua_type(lua, -1) == LUA_TSTRING && !allowed(names, lua_tostring(lua, -1))) {
			lua_pushvalue(lua, -1);
			lua_pushnil(lua);
			lua_rawset(lua, -4);
		}
	}
}

/* Replaces library functions (kept aside in the table below the pruned one) by charging ones. */
static void wrap(lua_State *lua, const char *name, lua_CFunction wrapper)
{
	lua_getfield(lua, -2, name); // originals table original
	lua_pushcclosure(lua, wrapper, 1);
	lua_setfield(lua, -2, name);
}

static void copy_table(lua_State *lua)
{
	lua_newtable(lua); // table copy
	lua_pushnil(lua);
	while (lua_next(lua, -3)) { // table copy key value
		lua_pushvalue(lua, -2);
		lua_insert(lua, -2);
		lua_rawset(lua, -4);
	}
	lua_insert(lua, -2); // copy table
}

static void open_strings(lua_State *lua)
{
	luaL_requiref(lua, LUA_STRLIBNAME, luaopen_string, 1);
	copy_table(lua); // originals string
	prune(lua, strings);
	wrap(lua, "format", charge_format);
	wrap(lua, "len", charge_text);
	wrap(lua, "lower", charge_text);
	wrap(lua, "sub", charge_text);
	wrap(lua, "upper", charge_text);
	lua_pushcfunction(lua, contains);
	lua_setfield(lua, -2, "contains");
	lua_pop(lua, 2);
}

static void open_tables(lua_State *lua)
{
	luaL_requiref(lua, LUA_TABLIBNAME, luaopen_table, 1);
	copy_table(lua); // originals table
	prune(lua, tables);
	wrap(lua, "concat", charge_concat);
	wrap(lua, "insert", charge_rows);
	wrap(lua, "remove", charge_rows);
	wrap(lua, "sort", charge_sort);
	lua_pop(lua, 2);
}

void lua_library_open(lua_State *lua)
{
	luaL_requiref(lua, LUA_GNAME, luaopen_base, 1);
	prune(lua, base);
	lua_pop(lua, 1);
	luaL_requiref(lua, LUA_MATHLIBNAME, luaopen_math, 1);
	prune(lua, maths);
	lua_pop(lua, 1);
	open_strings(lua);
	open_tables(lua);
	lua_pushcfunction(lua, sorted_pairs);
	lua_setglobal(lua, "pairs");
	lua_pushcfunction(lua, plain_tostring);
	lua_setglobal(lua, "tostring");
	lua_pushcfunction(lua, short_tonumber);
	lua_setglobal(lua, "tonumber");
	lua_pushnil(lua); /* the registry's list of loaded libraries would keep what was pruned */
	lua_setfield(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}
