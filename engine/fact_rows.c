// SPDX-License-Identifier: BSD-2-Clause
#include "fact_rows.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "lua_box.h"
#include "memory.h"
#include "row_index.h"

#define INDEXES "netdoctor.indexes"

/* Of the tables that one rule asked, by the columns that it asked for. */
struct indexes {
	struct row_index *entries;
	size_t count;
};

static struct indexes *indexes_of(lua_State *lua)
{
	struct indexes *indexes;

	lua_getfield(lua, LUA_REGISTRYINDEX, INDEXES);
	indexes = lua_touserdata(lua, -1);
	lua_pop(lua, 1);
	return indexes;
}

static void forget(struct indexes *indexes)
{
	for (size_t i = 0; i < indexes->count; i++)
		row_index_clear(&indexes->entries[i]);
	free(indexes->entries);
	*indexes = (struct indexes){ 0 };
}

static int forget_at_the_end(lua_State *lua)
{
	forget(lua_touserdata(lua, 1));
	return 0;
}

void fact_rows_open(lua_State *lua)
{
	struct indexes *indexes = lua_newuserdatauv(lua, sizeof(*indexes), 0);

	*indexes = (struct indexes){ 0 };
	lua_newtable(lua);
	lua_pushcfunction(lua, forget_at_the_end);
	lua_setfield(lua, -2, "__gc");
	lua_setmetatable(lua, -2);
	lua_setfield(lua, LUA_REGISTRYINDEX, INDEXES);
}

void fact_rows_forget(lua_State *lua)
{
	forget(indexes_of(lua));
}

static const struct row_index *index_of(lua_State *lua, const struct table *table, uint64_t columns)
{
	struct indexes *indexes = indexes_of(lua);

	for (size_t i = 0; i < indexes->count; i++)
		if (indexes->entries[i].table == table && indexes->entries[i].columns == columns)
			return &indexes->entries[i];
	lua_box_charge(lua, table->rows + 1);
	indexes->entries =
		must_realloc(indexes->entries, (indexes->count + 1) * sizeof(*indexes->entries));
	row_index_build(&indexes->entries[indexes->count], table, columns);
	return &indexes->entries[indexes->count++];
}

static bool cell_is(lua_State *lua, int index, const struct cell *cell)
{
	bool same;

	fact_rows_push_cell(lua, cell);
	same = lua_rawequal(lua, index, -1);
	lua_pop(lua, 1);
	return same;
}

/* Drops the rows whose cell in the column named at -2 is not the value at -1. */
static void keep_equal(lua_State *lua, struct rows *rows)
{
	int column = fact_rows_column(lua, rows->fact, lua_tostring(lua, -2)),
	    value = lua_gettop(lua);
	size_t kept = 0;

	lua_box_charge(lua, rows->count + 1);
	for (size_t i = 0; i < rows->count; i++)
		if (cell_is(lua, value, table_row(rows->fact->table, rows->index[i]) + column))
			rows->index[kept++] = rows->index[i];
	rows->count = kept;
}

/* The value at -1 as a cell, its text Lua's. */
static struct cell cell_of(lua_State *lua)
{
	switch (lua_type(lua, -1)) {
	case LUA_TNUMBER:
		return (struct cell){ .type = CELL_REAL, .real = lua_tonumber(lua, -1) };
	case LUA_TSTRING:
		return (struct cell){ .type = CELL_TEXT, .text = (char *)lua_tostring(lua, -1) };
	case LUA_TBOOLEAN:
		return (struct cell){ .type = CELL_BOOL, .truth = lua_toboolean(lua, -1) };
	default:
		return (struct cell){ .type = CELL_NONE };
	}
}

/* What is asked for: a cell for each column, of type CELL_NONE where nothing is. */
static uint64_t asked_of(lua_State *lua, const struct fact *fact,
			 struct cell asked[TABLE_MAX_COLUMNS])
{
	uint64_t columns = 0;

	memset(asked, 0, TABLE_MAX_COLUMNS * sizeof(*asked));
	lua_pushnil(lua);
	while (lua_next(lua, 2)) { // rows key value
		int column;

		luaL_argcheck(lua, lua_type(lua, -2) == LUA_TSTRING, 2,
			      "columns are named by text");
		column = fact_rows_column(lua, fact, lua_tostring(lua, -2));
		asked[column] = cell_of(lua);
		columns |= (uint64_t)1 << column;
		lua_pop(lua, 1);
	}
	return columns;
}

/* Pushes the rows that may be meant. */
static struct rows *push_candidates(lua_State *lua, const struct rows *from)
{
	struct cell asked[TABLE_MAX_COLUMNS];
	uint64_t columns = asked_of(lua, from->fact, asked), hash = 0;
	const struct row_place *first;
	struct rows *rows;
	size_t count;

	if (!from->all || !columns) {
		rows = fact_rows_push(lua, from->fact, from->count);
		for (; rows->count < from->count; rows->count++)
			rows->index[rows->count] = (uint32_t)fact_rows_at(from, rows->count);
		return rows;
	}
	for (int column = 0; column < TABLE_MAX_COLUMNS; column++)
		if (columns >> column & 1)
			hash = row_hash(hash, &asked[column]);
	count = row_index_find(index_of(lua, from->fact->table, columns), hash, &first);
	rows = fact_rows_push(lua, from->fact, count);
	for (; rows->count < count; rows->count++)
		rows->index[rows->count] = first[rows->count].row;
	return rows;
}

int fact_rows_where(lua_State *lua)
{
	struct rows *from = luaL_checkudata(lua, 1, ROWS), *rows;

	luaL_checktype(lua, 2, LUA_TTABLE);
	rows = push_candidates(lua, from);
	lua_pushnil(lua);
	while (lua_next(lua, 2)) { // rows key value
		keep_equal(lua, rows);
		lua_pop(lua, 1);
	}
	return 1;
}
