// SPDX-License-Identifier: BSD-2-Clause
/*
 * What rules may call: an allow-list over Lua's own libraries, with the functions whose work grows
 * with their input replaced by ones that charge it to the budget.
 */
#pragma once

#include <lua.h>

/* Opens the allowed parts as globals; inside a protected call. */
void lua_library_open(lua_State *lua);
