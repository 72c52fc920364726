// SPDX-License-Identifier: BSD-2-Clause
#include "lua_box.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdbool.h>
#include <string.h>

#include "lua_library.h"
#include "memory.h"

#define HOOK_STEP 100

enum limit { LIMIT_NONE, LIMIT_LIVE, LIMIT_TOTAL, LIMIT_INSTRUCTIONS };

struct spending {
	struct lua_budget budget;
	size_t live_limit;
	size_t total;
	unsigned long instructions;
	enum limit hit;
	bool armed;
};

struct lua_box {
	lua_State *lua;
	size_t live;
	struct spending call;
};

static struct lua_box *box_of(lua_State *lua)
{
	return *(struct lua_box **)lua_getextraspace(lua);
}

static bool refuse(struct lua_box *box, size_t more)
{
	struct spending *call = &box->call;

	call->total += more;
	if (call->total > call->budget.total_bytes)
		call->hit = LIMIT_TOTAL;
	else if (box->live + more > call->live_limit)
		call->hit = LIMIT_LIVE;
	else
		return false;
	return true;
}

static void *allocate(void *data, void *old, size_t old_size, size_t size)
{
	struct lua_box *box = data;
	struct spending *call = &box->call;
	size_t before = old ? old_size : 0;
	void *memory;

	if (size == 0) {
		free(old);
		box->live -= before;
		return NULL;
	}
	if (call->armed && size > before && refuse(box, size - before))
		return NULL;
	memory = realloc(old, size);
	if (!memory)
		return NULL;
	box->live += size - before;
	return memory;
}

void lua_box_charge(lua_State *lua, size_t work)
{
	struct spending *call = &box_of(lua)->call;

	call->instructions += work;
	if (!call->armed || call->instructions <= call->budget.instructions)
		return;
	call->hit = LIMIT_INSTRUCTIONS;
	luaL_error(lua, "instruction budget spent");
}

static void count_hook(lua_State *lua, lua_Debug *where)
{
	(void)where;
	lua_box_charge(lua, HOOK_STEP);
}

/* One line: the sentence, then who called whom. */
static int add_traceback(lua_State *lua)
{
	const char *message = lua_tostring(lua, 1);

	luaL_traceback(lua, lua, message ? message : "an error that is no text", 1);
	lua_pushstring(lua, luaL_gsub(lua, lua_tostring(lua, -1), "\n", " "));
	return 1;
}

/* A memory limit counts only when the call ended for want of memory: after a first refusal Lua
 * collects its garbage and mostly succeeds. */
static int fail(struct lua_box *box, int status, struct error *err)
{
	const struct spending *call = &box->call;
	const char *text = status == LUA_ERRMEM ? "" : lua_tostring(box->lua, -1);

	if (status == LUA_ERRMEM && call->hit == LIMIT_LIVE)
		return error_set(err, "it holds more than %zu KiB of memory",
				 call->budget.live_bytes >> 10);
	if (status == LUA_ERRMEM && call->hit == LIMIT_TOTAL)
		return error_set(err, "it allocates more than %zu KiB in one call",
				 call->budget.total_bytes >> 10);
	if (status == LUA_ERRMEM)
		return error_set(err, "out of memory");
	if (call->hit == LIMIT_INSTRUCTIONS)
		return error_set(err, "it runs for more than %lu instructions (%.300s)",
				 call->budget.instructions, text ? text : "");
	return error_set(err, "%s", text ? text : "an error that is no text");
}

int lua_box_call(struct lua_box *box, const struct lua_budget *budget, int arguments, int results,
		 struct error *err)
{
	lua_State *lua = box->lua;
	int function = lua_gettop(lua) - arguments, status;

	lua_pushcfunction(lua, add_traceback);
	lua_insert(lua, function);
	box->call = (struct spending){ .budget = *budget,
				       .live_limit = box->live + budget->live_bytes,
				       .armed = true };
	lua_sethook(lua, count_hook, LUA_MASKCOUNT, HOOK_STEP);
	status = lua_pcall(lua, arguments, results, function);
	lua_sethook(lua, NULL, 0, 0);
	box->call.armed = false;
	if (status != LUA_OK) {
		fail(box, status, err);
		lua_settop(lua, function - 1);
		return -1;
	}
	lua_remove(lua, function);
	return 0;
}

lua_State *lua_box_state(struct lua_box *box)
{
	return box->lua;
}

/* Pushes a shallow copy of the table at `index`, library tables in it copied too, so that a file
 * can change only what is its own. */
static void copy_globals(lua_State *lua, int index, int depth)
{
	lua_newtable(lua);
	lua_pushnil(lua);
	while (lua_next(lua, index)) { // copy key value
		lua_pushvalue(lua, -2);
		if (depth && lua_istable(lua, -2))
			copy_globals(lua, lua_gettop(lua) - 1, depth - 1);
		else
			lua_pushvalue(lua, -2); // copy key value key value
		lua_rawset(lua, -5);
		lua_pop(lua, 1);
	}
}

void lua_box_push_environment(struct lua_box *box)
{
	lua_State *lua = box->lua;

	lua_pushglobaltable(lua);
	copy_globals(lua, lua_gettop(lua), 1); // globals environment
	lua_remove(lua, -2);
}

static int undeclared(lua_State *lua)
{
	return luaL_error(lua, "\"%s\" is no local and no word that rules may use",
			  luaL_tolstring(lua, 2, NULL));
}

static int global_write(lua_State *lua)
{
	return luaL_error(lua, "\"%s\" is written as a global: make it local",
			  luaL_tolstring(lua, 2, NULL));
}

/* The environment on top becomes readable only, and unknown names become errors. */
static void seal(lua_State *lua)
{
	lua_newtable(lua); // environment inner
	lua_pushcfunction(lua, undeclared);
	lua_setfield(lua, -2, "__index");
	lua_setmetatable(lua, -2); // environment
	lua_newtable(lua);
	lua_newtable(lua); // environment sealed meta
	lua_pushvalue(lua, -3);
	lua_setfield(lua, -2, "__index");
	lua_pushcfunction(lua, global_write);
	lua_setfield(lua, -2, "__newindex");
	lua_setmetatable(lua, -2);
	lua_remove(lua, -2); // sealed
}

int lua_box_run(struct lua_box *box, const char *path, const char *text, size_t size,
		struct error *err)
{
	struct lua_budget budget = LUA_BUDGET_LOAD;
	lua_State *lua = box->lua;
	char name[300];

	snprintf(name, sizeof(name), "@%s", path);
	if (luaL_loadbufferx(lua, text, size, name, "t") != LUA_OK) { // environment message
		error_set(err, "%s", lua_tostring(lua, -1));
		lua_pop(lua, 2);
		return -1;
	}
	lua_insert(lua, -2);
	seal(lua);                  // chunk environment
	lua_setupvalue(lua, -2, 1); // chunk
	return lua_box_call(box, &budget, 0, 1, err);
}

static int open_libraries(lua_State *lua)
{
	lua_library_open(lua);
	return 0;
}

int lua_box_open(struct lua_box **ret_box, struct error *err)
{
	struct lua_box *box = must_calloc(1, sizeof(*box));

	box->lua = lua_newstate(allocate, box);
	if (!box->lua) {
		free(box);
		return error_set(err, "no memory for Lua");
	}
	*(struct lua_box **)lua_getextraspace(box->lua) = box;
	lua_pushcfunction(box->lua, open_libraries);
	if (lua_pcall(box->lua, 0, 0, 0) != LUA_OK) {
		lua_box_free(box);
		return error_set(err, "Lua's libraries did not open");
	}
	*ret_box = box;
	return 0;
}

void lua_box_free(struct lua_box *box)
{
	if (!box)
		return;
	lua_close(box->lua);
	free(box);
}
