// SPDX-License-Identifier: BSD-2-Clause
#include "library_report.h"

#include <stdio.h>

#include "cleanup.h"
#include "json.h"
#include "lua_facts.h"
#include "lua_json.h"

struct asking {
	const struct rulebook *book;
	const struct evidence *evidence;
	bool scoped;
};

/* The library is on the stack. */
static int ask(const struct asking *asking, cJSON **ret_made, struct error *err)
{
	lua_State *lua = lua_box_state(asking->book->box);
	cleanup_json cJSON *declared = NULL;
	struct fact_view view = { .evidence = asking->evidence,
				  .rule = "",
				  .scoped = asking->scoped };
	struct lua_budget budget;
	int r;

	if (lua_getfield(lua, -1, "report") != LUA_TTABLE)
		return 0;
	lua_getfield(lua, -1, "facts");
	r = lua_to_json(lua, -1, &declared, err);
	lua_pop(lua, 1);
	if (r < 0)
		return -1;
	view.declared = declared;
	budget = fact_view_budget(&view);
	lua_getfield(lua, -1, "make");
	lua_facts_push(lua, &view);
	if (lua_box_call(asking->book->box, &budget, 1, 1, err) < 0)
		return -1;
	return lua_to_json(lua, -1, ret_made, err);
}

static void add_of_library(const struct asking *asking, const char *name,
			   const char *const *members, cJSON *result)
{
	lua_State *lua = lua_box_state(asking->book->box);
	cleanup_json cJSON *made = NULL;
	int top = lua_gettop(lua);
	struct error err;

	rulebook_push_library(asking->book, name);
	if (lua_istable(lua, -1) && ask(asking, &made, &err) < 0) {
		cJSON *line = cJSON_CreateObject();
		char id[64];

		snprintf(id, sizeof(id), "lib.%s", name);
		cJSON_AddStringToObject(line, "id", id);
		cJSON_AddStringToObject(line, "error", err.text);
		cJSON_AddItemToArray(json_get(asking->book->catalogue, "broken"), line);
	}
	lua_settop(lua, top);
	for (; *members; members++)
		json_copy_member(result, made, *members);
}

void library_report(const struct rulebook *book, const struct evidence *evidence, bool scoped,
		    cJSON *result)
{
	static const char *const layers[] = { "layers", NULL };
	static const char *const ways[] = { "paths", "slowest", NULL };
	const struct asking asking = { .book = book, .evidence = evidence, .scoped = scoped };

	add_of_library(&asking, "layers", layers, result);
	add_of_library(&asking, "latency", ways, result);
}
