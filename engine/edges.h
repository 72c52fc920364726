// SPDX-License-Identifier: BSD-2-Clause
/*
 * Who explains whom: a table of edges {from, to, join[]} kept in rules/data/edges.lua.
 *
 * `from` is the deeper cause. It explains `to` when both were found, the `where` keys named in join
 * are the same in both, and it covers at least EDGE_COVER of the losses of the other. Where
 * findings are of several hosts (where.host), the host must be the same too; a guest's finding may
 * have its place in the words of its host as well (`beside`). The table must have no cycle.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "error.h"

#define EDGE_COVER 0.8

/* Refuses malformed edges and cycles (naming the chain "a -> b -> a"). NULL is fine: no edges. */
int edges_check(const cJSON *edges, struct error *err);
/* True when finding `from` explains finding `to` by one of the edges. */
bool edges_explain(const cJSON *edges, const cJSON *from, const cJSON *to);
