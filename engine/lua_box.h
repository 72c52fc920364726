// SPDX-License-Identifier: BSD-2-Clause
/*
 * A Lua state that cannot outspend its budget.
 *
 *  time    a count hook adds up instructions; C functions that work longer on longer input charge
 *          their length, so that no loop hides behind a library call
 *  memory  the allocator refuses beyond what may be live, and beyond what may be allocated in all
 *          (garbage in passing costs time too)
 *  reach   an allow-list: no io, os, package, debug, coroutine, load, pcall, metatables, patterns,
 *          clock or random. Functions are deleted from the real tables, because methods of strings
 *          are found through their metatable
 *  order   pairs() goes through sorted keys: equal input, equal output
 *
 * Budgets count from the start of each call. A rule cannot catch a limit (there is no pcall). The
 * second fence is the child around it: no capabilities, resource limits (engine/judge_child.h).
 */
#pragma once

#include <stddef.h>

#include <lua.h>

#include "error.h"

struct lua_budget {
	size_t live_bytes;
	size_t total_bytes;
	unsigned long instructions;
};

/* One rule: measured with the heaviest rule over 1,000 rows, which needs about a tenth of it. */
#define LUA_BUDGET_RULE ((struct lua_budget){ 1 << 20, 16 << 20, 200000 })
/* Loading one file. */
#define LUA_BUDGET_LOAD ((struct lua_budget){ 1 << 20, 4 << 20, 200000 })

struct lua_box;

int lua_box_open(struct lua_box **ret_box, struct error *err);
void lua_box_free(struct lua_box *box);
lua_State *lua_box_state(struct lua_box *box);

/* Calls the function below its `arguments` on the stack; on success the results lie there, on
 * failure nothing does, and the error carries a traceback in one line. */
int lua_box_call(struct lua_box *box, const struct lua_budget *budget, int arguments, int results,
		 struct error *err);
/* Compiles and runs the text of one file, whose environment is the table on top of the stack (it is
 * popped); leaves the file's one result on success, nothing on failure. */
int lua_box_run(struct lua_box *box, const char *path, const char *text, size_t size,
		struct error *err);

/* For C functions offered to rules: `work` in the measure of instructions; raises a Lua error. */
void lua_box_charge(lua_State *lua, size_t work);

/* Pushes a new table that holds the allowed globals: a copy of its own for every file; running the
 * file seals it: unknown names and global writes are errors. */
void lua_box_push_environment(struct lua_box *box);
