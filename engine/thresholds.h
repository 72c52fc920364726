// SPDX-License-Identifier: BSD-2-Clause
/*
 * Figures of a site in place of ours: Lua files that return a table of the shape of rules/data,
 * with what differs and nothing else:
 *
 *   return { latency = { segments = { qdisc = { attention = 500, abnormal = 1000 } } } }
 *
 * Names that our data do not have, and other types than they have, are refused, because a figure
 * that is spelled wrong would silently be ours.
 */
#pragma once

#include <lua.h>

#include "error.h"

#define THRESHOLDS_SITE "/etc/netdoctor/thresholds.lua"
/* Where they lie among the files of rules, in the order in which they are applied. */
#define THRESHOLDS_FOLDER "thresholds"

/* Puts what the table on top of the stack says into the table below it; both stay. */
int thresholds_merge(lua_State *lua, struct error *err);
