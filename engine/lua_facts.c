// SPDX-License-Identifier: BSD-2-Clause
#include "lua_facts.h"

#include <lauxlib.h>
#include <stdint.h>
#include <string.h>

#include "ledger.h"
#include "lua_box.h"
#include "fact_rows.h"
#include "probe.h"

#define VIEWS "netdoctor.facts"
#define ROW "netdoctor.row"

struct row {
	const struct fact *fact;
	size_t index;
};

void fact_rows_push_cell(lua_State *lua, const struct cell *cell)
{
	switch (cell->type) {
	case CELL_COUNT:
		lua_pushinteger(lua, (lua_Integer)(cell->count & INT64_MAX));
		return;
	case CELL_REAL:
		lua_pushnumber(lua, cell->real);
		return;
	case CELL_BOOL:
		lua_pushboolean(lua, cell->truth);
		return;
	case CELL_TEXT:
		lua_pushstring(lua, cell->text);
		return;
	case CELL_NONE:
		break;
	}
	lua_pushnil(lua);
}

int fact_rows_column(lua_State *lua, const struct fact *fact, const char *name)
{
	int column = table_column(fact->table, name);

	if (column < 0)
		luaL_error(lua, "the fact '%s' has no column '%s'", fact->name, name);
	return column;
}

struct rows *fact_rows_push(lua_State *lua, const struct fact *fact, size_t room)
{
	struct rows *rows;

	lua_box_charge(lua, room / 4 + 1);
	rows = lua_newuserdatauv(lua, sizeof(*rows) + room * sizeof(rows->index[0]), 0);
	rows->fact = fact;
	rows->count = 0;
	rows->all = false;
	luaL_setmetatable(lua, ROWS);
	return rows;
}

struct rows *fact_rows_push_all(lua_State *lua, const struct fact *fact)
{
	struct rows *rows = fact_rows_push(lua, fact, 0);

	rows->all = true;
	rows->count = fact->table->rows;
	return rows;
}

static double number_of(const struct cell *cell)
{
	return cell->type == CELL_REAL ? cell->real : (double)cell_as_count(cell);
}

static int rows_sum(lua_State *lua)
{
	struct rows *rows = luaL_checkudata(lua, 1, ROWS);
	int column = fact_rows_column(lua, rows->fact, luaL_checkstring(lua, 2));
	uint64_t counts = 0;
	double reals = 0;
	bool real = false;

	lua_box_charge(lua, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		const struct cell *cell =
			table_row(rows->fact->table, fact_rows_at(rows, i)) + column;

		real |= cell->type == CELL_REAL;
		reals += number_of(cell);
		counts += cell_as_count(cell);
	}
	if (real)
		lua_pushnumber(lua, reals);
	else
		lua_pushinteger(lua, (lua_Integer)(counts & INT64_MAX));
	return 1;
}

static int rows_max(lua_State *lua)
{
	struct rows *rows = luaL_checkudata(lua, 1, ROWS);
	int column = fact_rows_column(lua, rows->fact, luaL_checkstring(lua, 2));
	const struct cell *best = NULL;

	lua_box_charge(lua, rows->count);
	for (size_t i = 0; i < rows->count; i++) {
		const struct cell *cell =
			table_row(rows->fact->table, fact_rows_at(rows, i)) + column;

		if (cell->type != CELL_NONE && (!best || number_of(cell) > number_of(best)))
			best = cell;
	}
	if (best)
		fact_rows_push_cell(lua, best);
	else
		lua_pushnil(lua);
	return 1;
}

static void push_row(lua_State *lua, const struct fact *fact, size_t index)
{
	struct row *row = lua_newuserdatauv(lua, sizeof(*row), 0);

	row->fact = fact;
	row->index = index;
	luaL_setmetatable(lua, ROW);
}

static bool is_declared(const struct fact *fact, const char *name)
{
	const struct fact_spec *spec = NULL;

	if (!probe_of_fact(fact->name, &spec))
		return false;
	for (const struct column_spec *column = spec->columns; column->name; column++)
		if (!strcmp(column->name, name))
			return true;
	return false;
}

static int row_cell(lua_State *lua)
{
	struct row *row = luaL_checkudata(lua, 1, ROW);
	const char *name = luaL_checkstring(lua, 2);
	int column = table_column(row->fact->table, name);

	if (column < 0 && is_declared(row->fact, name))
		return 0;
	column = fact_rows_column(lua, row->fact, name);
	fact_rows_push_cell(lua, table_row(row->fact->table, row->index) + column);
	return 1;
}

static int next_row(lua_State *lua)
{
	struct rows *rows = lua_touserdata(lua, lua_upvalueindex(1));
	lua_Integer at = lua_tointeger(lua, lua_upvalueindex(2));

	if ((size_t)at >= rows->count)
		return 0;
	push_row(lua, rows->fact, fact_rows_at(rows, (size_t)at));
	lua_pushinteger(lua, at + 1);
	lua_replace(lua, lua_upvalueindex(2));
	return 1;
}

static int rows_each(lua_State *lua)
{
	luaL_checkudata(lua, 1, ROWS);
	lua_settop(lua, 1);
	lua_pushinteger(lua, 0);
	lua_pushcclosure(lua, next_row, 2);
	return 1;
}

static int rows_length(lua_State *lua)
{
	lua_pushinteger(lua, (lua_Integer)((struct rows *)luaL_checkudata(lua, 1, ROWS))->count);
	return 1;
}

/* view[1], or a method by name. */
static int rows_index(lua_State *lua)
{
	struct rows *rows = luaL_checkudata(lua, 1, ROWS);

	if (lua_isinteger(lua, 2)) {
		lua_Integer at = lua_tointeger(lua, 2);

		if (at >= 1 && (size_t)at <= rows->count)
			push_row(lua, rows->fact, fact_rows_at(rows, (size_t)at - 1));
		else
			lua_pushnil(lua);
		return 1;
	}
	lua_pushvalue(lua, 2);
	lua_rawget(lua, lua_upvalueindex(1));
	if (lua_isnil(lua, -1))
		return luaL_error(lua, "rows of facts have no '%s'", luaL_tolstring(lua, 2, NULL));
	return 1;
}

static bool declares(const cJSON *declared, const char *name)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, declared)
		if (!strcmp(item->valuestring, name))
			return true;
	return false;
}

/* Of losses a rule sees its own. */
static void push_losses(lua_State *lua, const struct fact_view *view, const struct fact *fact)
{
	struct rows *rows = fact_rows_push(lua, fact, fact->table->rows);

	for (size_t i = 0; i < fact->table->rows; i++)
		if (!strcmp(cell_as_text(table_row(fact->table, i)), view->rule))
			rows->index[rows->count++] = (uint32_t)i;
}

static int facts_index(lua_State *lua)
{
	const struct fact_view *view = *(const struct fact_view **)luaL_checkudata(lua, 1, VIEWS);
	const char *name = luaL_checkstring(lua, 2);
	const struct fact *fact;

	if (!strcmp(name, "scoped")) {
		lua_pushboolean(lua, view->scoped);
		return 1;
	}
	if (!strcmp(name, "unscoped")) {
		lua_pushinteger(lua, (lua_Integer)(ledger_unscoped(view->evidence, view->rule) &
						   INT64_MAX));
		return 1;
	}
	if (!declares(view->declared, name))
		return luaL_error(lua, "it reads '%s', which is not in needs, uses or details",
				  name);
	fact = evidence_find(view->evidence, name);
	if (!fact || fact->absent)
		return 0;
	if (*view->rule && !strcmp(name, "losses"))
		push_losses(lua, view, fact);
	else
		fact_rows_push_all(lua, fact);
	return 1;
}

void lua_facts_open(lua_State *lua)
{
	static const luaL_Reg methods[] = { { "where", fact_rows_where },
					    { "sum", rows_sum },
					    { "max", rows_max },
					    { "each", rows_each },
					    { NULL, NULL } };

	fact_rows_open(lua);
	luaL_newmetatable(lua, ROWS);
	luaL_newlib(lua, methods); // meta methods
	lua_pushcclosure(lua, rows_index, 1);
	lua_setfield(lua, -2, "__index");
	lua_pushcfunction(lua, rows_length);
	lua_setfield(lua, -2, "__len");
	luaL_newmetatable(lua, ROW);
	lua_pushcfunction(lua, row_cell);
	lua_setfield(lua, -2, "__index");
	luaL_newmetatable(lua, VIEWS);
	lua_pushcfunction(lua, facts_index);
	lua_setfield(lua, -2, "__index");
	lua_pop(lua, 3);
}

void lua_facts_push(lua_State *lua, const struct fact_view *view)
{
	fact_rows_forget(lua);
	*(const struct fact_view **)lua_newuserdatauv(lua, sizeof(view), 0) = view;
	luaL_setmetatable(lua, VIEWS);
}
