// SPDX-License-Identifier: BSD-2-Clause
#include "rulebook_inside.h"

#include <string.h>

#include "cleanup.h"
#include "lua_json.h"
#include "thresholds.h"

/* words.lib.NAME or words.data.NAME = the table on top, which stays there. */
static void set_word(lua_State *lua, const char *group, const char *name)
{
	lua_getfield(lua, LUA_REGISTRYINDEX, WORDS_KEY); // table words
	lua_getfield(lua, -1, group);
	if (!lua_istable(lua, -1)) {
		lua_pop(lua, 1);
		lua_newtable(lua);
		lua_pushvalue(lua, -1);
		lua_setfield(lua, -3, group);
	} // table words group
	lua_pushvalue(lua, -3);
	lua_setfield(lua, -2, name);
	lua_pop(lua, 2);
}

int rulebook_load_library(struct rulebook *book, const struct rule_file *file, const char *group,
			  struct error *err)
{
	cleanup_free char *id = rulebook_id(file->path);
	lua_State *lua = lua_box_state(book->box);
	const char *name = id + strlen(group) + 1;
	cJSON *json = NULL;
	int r = 0;

	if (rulebook_run_file(book, file, err) < 0)
		return -1;
	set_word(lua, group, name);
	if (!strcmp(group, "data")) {
		r = lua_to_json(lua, -1, &json, err);
		if (r == 0)
			cJSON_AddItemToObject(book->data, name, json);
	}
	lua_pop(lua, 1);
	return r;
}

/* The named tables of data again, for those who read them as JSON. */
static int renew_data(struct rulebook *book, struct error *err)
{
	lua_State *lua = lua_box_state(book->box);

	lua_pushnil(lua);
	while (lua_next(lua, -2)) { // data given key value
		const char *name = lua_tostring(lua, -2);
		cJSON *json = NULL;

		lua_getfield(lua, -4, name);
		if (lua_to_json(lua, -1, &json, err) < 0)
			return -1;
		cJSON_ReplaceItemInObjectCaseSensitive(book->data, name, json);
		lua_pop(lua, 2);
	}
	return 0;
}

int rulebook_load_thresholds(struct rulebook *book, const struct rule_files *files,
			     struct error *err)
{
	lua_State *lua = lua_box_state(book->box);

	for (size_t i = 0; i < files->count; i++) {
		const struct rule_file *file = &files->entries[i];
		int top = lua_gettop(lua), r;

		if (!rulebook_in_folder(file->path, THRESHOLDS_FOLDER))
			continue;
		lua_getfield(lua, LUA_REGISTRYINDEX, WORDS_KEY);
		lua_getfield(lua, -1, "data");
		r = rulebook_run_file(book, file, err);
		if (r == 0 && (thresholds_merge(lua, err) < 0 || renew_data(book, err) < 0))
			r = error_prefix(err, "%s", rule_file_name(file));
		lua_settop(lua, top);
		if (r < 0)
			return -1;
	}
	return 0;
}
