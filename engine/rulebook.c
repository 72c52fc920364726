// SPDX-License-Identifier: BSD-2-Clause
#include "rulebook_inside.h"

#include <fnmatch.h>
#include <lauxlib.h>
#include <string.h>

#include "catalogue_check.h"
#include "cleanup.h"
#include "edges.h"
#include "json.h"
#include "ledger.h"
#include "lua_facts.h"
#include "lua_json.h"
#include "memory.h"
#include "thresholds.h"

#define RULES_KEY "netdoctor.rules"

int glob_matches(const char *glob, const char *name)
{
	return fnmatch(glob, name, FNM_NOESCAPE) == 0;
}

void rulebook_push_rule(const struct rulebook *book, const char *id)
{
	lua_State *lua = lua_box_state(book->box);

	lua_getfield(lua, LUA_REGISTRYINDEX, RULES_KEY);
	lua_getfield(lua, -1, id);
	lua_remove(lua, -2);
}

void rulebook_push_library(const struct rulebook *book, const char *name)
{
	lua_State *lua = lua_box_state(book->box);
	int top = lua_gettop(lua);

	if (lua_getfield(lua, LUA_REGISTRYINDEX, WORDS_KEY) == LUA_TTABLE &&
	    lua_getfield(lua, -1, "lib") == LUA_TTABLE)
		lua_getfield(lua, -1, name);
	else
		lua_pushnil(lua);
	lua_replace(lua, top + 1);
	lua_settop(lua, top + 1);
}

static void add_broken(struct rulebook *book, const char *id, bool built_in,
		       const struct error *why)
{
	cJSON *line = cJSON_CreateObject();

	cJSON_AddStringToObject(line, "id", id);
	cJSON_AddStringToObject(line, "error", why->text);
	if (built_in)
		cJSON_AddTrueToObject(line, "built_in");
	cJSON_AddItemToArray(json_get(book->catalogue, "broken"), line);
}

int rulebook_run_file(struct rulebook *book, const struct rule_file *file, struct error *err)
{
	lua_State *lua = lua_box_state(book->box);

	lua_box_push_environment(book->box); // environment
	lua_getfield(lua, LUA_REGISTRYINDEX, WORDS_KEY);
	lua_pushnil(lua);
	while (lua_next(lua, -2)) { // environment words key value
		lua_pushvalue(lua, -2);
		lua_insert(lua, -2);
		lua_rawset(lua, -5);
	}
	lua_pop(lua, 1); // environment
	if (lua_box_run(book->box, rule_file_name(file), file->text, file->size, err) < 0)
		return -1;
	if (lua_istable(lua, -1))
		return 0;
	lua_pop(lua, 1);
	return error_set(err, "%s returns no table", rule_file_name(file));
}

static bool is_kind(lua_State *lua, const char *kind)
{
	bool same;

	lua_getfield(lua, -1, "kind");
	same = lua_type(lua, -1) == LUA_TSTRING && !strcmp(lua_tostring(lua, -1), kind);
	lua_pop(lua, 1);
	return same;
}

char *rulebook_id(const char *path)
{
	char *id = must_strdup(path), *c;

	id[strlen(id) - strlen(".lua")] = 0;
	for (c = id; *c; c++)
		if (*c == '/')
			*c = '.';
	return id;
}

/* Texts are { English, Chinese } in Lua and key, key_zh in JSON. */
static void split_text(cJSON *object, const char *key)
{
	cleanup_json cJSON *both = cJSON_DetachItemFromObjectCaseSensitive(object, key);
	char zh[32];

	snprintf(zh, sizeof(zh), "%s_zh", key);
	cJSON_AddStringToObject(object, key, cJSON_GetArrayItem(both, 0)->valuestring);
	cJSON_AddStringToObject(object, zh, cJSON_GetArrayItem(both, 1)->valuestring);
}

/* A field of the Lua table on top as JSON under `json`; absent lists become empty ones. */
static int take_field(lua_State *lua, cJSON *json, const char *name, struct error *err)
{
	cJSON *value = NULL;
	int r;

	lua_getfield(lua, -1, name);
	if (lua_isnil(lua, -1)) {
		lua_pop(lua, 1);
		cJSON_AddArrayToObject(json, name);
		return 0;
	}
	r = lua_to_json(lua, -1, &value, err);
	lua_pop(lua, 1);
	if (r < 0)
		return error_prefix(err, "%s", name);
	cJSON_AddItemToObject(json, name, value);
	return 0;
}

static int take_rule(struct rulebook *book, const char *id, bool built_in, struct error *err)
{
	lua_State *lua = lua_box_state(book->box);
	cleanup_json cJSON *json = cJSON_CreateObject();

	if (!is_kind(lua, "rule"))
		return error_set(err, "the file does not return rule { ... }");
	cJSON_AddStringToObject(json, "id", id);
	if (take_field(lua, json, "title", err) < 0 || take_field(lua, json, "class", err) < 0 ||
	    take_field(lua, json, "needs", err) < 0 || take_field(lua, json, "uses", err) < 0 ||
	    take_field(lua, json, "details", err) < 0 || take_field(lua, json, "texts", err) < 0 ||
	    take_field(lua, json, "advice", err) < 0 || check_rule(json, err) < 0)
		return -1;
	split_text(json, "title");
	cJSON_AddItemToObject(json, "counted_in", ledger_facts(book->data, id));
	lua_getfield(lua, -1, "essential");
	cJSON_AddBoolToObject(json, "essential", lua_toboolean(lua, -1));
	lua_pop(lua, 1);
	cJSON_AddBoolToObject(json, "built_in", built_in);
	lua_getfield(lua, LUA_REGISTRYINDEX, RULES_KEY);
	lua_pushvalue(lua, -2);
	lua_setfield(lua, -2, id);
	lua_pop(lua, 1);
	cJSON_AddItemToArray(json_get(book->catalogue, "rules"), TAKE_PTR(json));
	return 0;
}

static int load_rule(struct rulebook *book, const struct rule_file *file, const char *id,
		     struct error *err)
{
	int r;

	if (rulebook_run_file(book, file, err) < 0)
		return -1;
	r = take_rule(book, id, file->built_in, err);
	lua_pop(lua_box_state(book->box), 1);
	return r;
}

static int load_flow(struct rulebook *book, const struct rule_file *file, struct error *err)
{
	cleanup_free char *id = rulebook_id(file->path);
	lua_State *lua = lua_box_state(book->box);
	cleanup_json cJSON *json = NULL;
	cJSON *stage;
	int r;

	if (rulebook_run_file(book, file, err) < 0)
		return -1;
	r = is_kind(lua, "flow") ? lua_to_json(lua, -1, &json, err)
				 : error_set(err, "the file does not return flow { ... }");
	lua_pop(lua, 1);
	if (r < 0 || check_flow(json, err) < 0)
		return -1;
	cJSON_AddStringToObject(json, "name", id + strlen("flows."));
	split_text(json, "title");
	cJSON_ArrayForEach (stage, json_get(json, "stages"))
		split_text(stage, "title");
	cJSON_AddItemToArray(json_get(book->catalogue, "flows"), TAKE_PTR(json));
	return 0;
}

bool rulebook_in_folder(const char *path, const char *folder)
{
	return !strncmp(path, folder, strlen(folder)) && path[strlen(folder)] == '/';
}

/* Data before libraries before rules before flows: each may use what came before. */
static void load_files(struct rulebook *book, const struct rule_files *files, int phase)
{
	for (size_t i = 0; i < files->count; i++) {
		const struct rule_file *file = &files->entries[i];
		cleanup_free char *id = rulebook_id(file->path);
		struct error err;
		int r = 0;
		int kind = rulebook_in_folder(file->path, THRESHOLDS_FOLDER) ? -1
			   : rulebook_in_folder(file->path, "data")          ? 0
			   : rulebook_in_folder(file->path, "lib")           ? 1
			   : rulebook_in_folder(file->path, "flows")         ? 3
									     : 2;

		if (kind != phase)
			continue;
		if (kind == 0 || kind == 1)
			r = rulebook_load_library(book, file, kind ? "lib" : "data", &err);
		else
			r = kind == 2 ? load_rule(book, file, id, &err)
				      : load_flow(book, file, &err);
		if (r < 0)
			add_broken(book, id, file->built_in, &err);
	}
}

static int load_prelude(struct rulebook *book, struct error *err)
{
	const struct embedded_file *file = embedded_files;
	lua_State *lua = lua_box_state(book->box);

	while (file->path && strcmp(file->path, "engine/prelude.lua"))
		file++;
	if (!file->path)
		return error_set(err, "engine/prelude.lua is not built in");
	lua_newtable(lua);
	lua_setfield(lua, LUA_REGISTRYINDEX, RULES_KEY);
	lua_box_push_environment(book->box);
	if (lua_box_run(book->box, file->path, file->text, file->size, err) < 0)
		return -1;
	lua_setfield(lua, LUA_REGISTRYINDEX, WORDS_KEY);
	return 0;
}

int rulebook_open(const struct rule_files *files, struct rulebook *ret_book, struct error *err)
{
	struct rulebook book = { 0 };

	if (lua_box_open(&book.box, err) < 0)
		return -1;
	lua_facts_open(lua_box_state(book.box));
	book.catalogue = cJSON_CreateObject();
	book.data = cJSON_CreateObject();
	cJSON_AddArrayToObject(book.catalogue, "rules");
	cJSON_AddArrayToObject(book.catalogue, "flows");
	cJSON_AddArrayToObject(book.catalogue, "broken");
	if (load_prelude(&book, err) < 0) {
		rulebook_close(&book);
		return -1;
	}
	load_files(&book, files, 0);
	if (rulebook_load_thresholds(&book, files, err) < 0) {
		rulebook_close(&book);
		return -1;
	}
	for (int phase = 1; phase < 4; phase++)
		load_files(&book, files, phase);
	if (edges_check(json_get(book.data, "edges"), err) < 0) {
		add_broken(&book, "data.edges", true, err);
		cJSON_DeleteItemFromObject(book.data, "edges");
	}
	json_copy_member(book.catalogue, book.data, "edges");
	*ret_book = book;
	return 0;
}

void rulebook_close(struct rulebook *book)
{
	lua_box_free(book->box);
	cJSON_Delete(book->catalogue);
	cJSON_Delete(book->data);
	*book = (struct rulebook){ 0 };
}
