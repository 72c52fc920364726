// SPDX-License-Identifier: BSD-2-Clause
/*
 * All rules, flows, libraries and data, loaded into one Lua box; only in the judging child.
 *
 * A rule's id is its path: drop/netfilter.lua is drop.netfilter. flows/, data/ and lib/ hold what
 * their names say. A file that does not load, or lacks something, becomes a line in `broken`; the
 * rest goes on.
 *
 * The catalogue is what the privileged side may know of the rules: plain data, no functions.
 *   rules  [{id, title, title_zh, class, needs[], uses[], details[], essential}]
 *   flows  [{name, title, title_zh, stages[{name, title, title_zh, ask[], detail[], when?}]}]
 *   edges  [{from, to, join[]}]     broken [{id, error}]
 */
#pragma once

#include <cjson/cJSON.h>

#include "error.h"
#include "lua_box.h"
#include "rule_files.h"

struct rulebook {
	struct lua_box *box;
	cJSON *catalogue;
	cJSON *data; /* the data files by name, as far as they are plain data */
};

int rulebook_open(const struct rule_files *files, struct rulebook *ret_book, struct error *err);
void rulebook_close(struct rulebook *book);

/* Pushes the table of a rule, by id. */
/* Pushes the library of that name, or nil. */
void rulebook_push_library(const struct rulebook *book, const char *name);
void rulebook_push_rule(const struct rulebook *book, const char *id);

/* True when `name` matches a glob with * in it. */
int glob_matches(const char *glob, const char *name);
