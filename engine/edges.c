// SPDX-License-Identifier: BSD-2-Clause
#include "edges.h"

#include <string.h>

#include "json.h"

#define MAX_CHAIN 64

static const char *from_of(const cJSON *edge)
{
	return json_text(edge, "from");
}

/* Depth first from the end of `chain`; the chain that closes a cycle ends in err. */
static int walk(const cJSON *edges, const char **chain, int length, struct error *err)
{
	const cJSON *edge;

	for (int i = 0; i < length - 1; i++)
		if (!strcmp(chain[i], chain[length - 1])) {
			error_set(err, "%s", chain[length - 1]);
			for (int at = length - 2; at >= i; at--) {
				struct error rest = *err;

				error_set(err, "%s -> %.400s", chain[at], rest.text);
			}
			return error_prefix(err, "edges make a circle");
		}
	if (length == MAX_CHAIN)
		return error_set(err, "edges make a chain longer than %d", MAX_CHAIN);
	cJSON_ArrayForEach (edge, edges) {
		if (strcmp(from_of(edge), chain[length - 1]))
			continue;
		chain[length] = json_text(edge, "to");
		if (walk(edges, chain, length + 1, err) < 0)
			return -1;
	}
	return 0;
}

int edges_check(const cJSON *edges, struct error *err)
{
	const char *chain[MAX_CHAIN + 1];
	const cJSON *edge;

	cJSON_ArrayForEach (edge, edges)
		if (!from_of(edge) || !json_text(edge, "to") ||
		    !cJSON_IsArray(json_get(edge, "join")))
			return error_set(err, "an edge is not { from, to, join }");
	cJSON_ArrayForEach (edge, edges) {
		chain[0] = from_of(edge);
		if (walk(edges, chain, 1, err) < 0)
			return -1;
	}
	return 0;
}

static bool same_object(const cJSON *join, const cJSON *a, const cJSON *b)
{
	const cJSON *key;

	cJSON_ArrayForEach (key, join) {
		const cJSON *left = json_get(a, key->valuestring);
		const cJSON *right = json_get(b, key->valuestring);

		if (!left || !right || !cJSON_Compare(left, right, true))
			return false;
	}
	return true;
}

static bool same_host(const cJSON *a, const cJSON *b)
{
	const cJSON *left = json_get(a, "host"), *right = json_get(b, "host");

	return (!left && !right) || (left && right && cJSON_Compare(left, right, true));
}

static bool same_place(const cJSON *join, const cJSON *a, const cJSON *b)
{
	return a && b && same_host(a, b) && same_object(join, a, b);
}

bool edges_explain(const cJSON *edges, const cJSON *from, const cJSON *to)
{
	const cJSON *here = json_get(from, "where"), *there = json_get(to, "where");
	const cJSON *edge, *join;
	uint64_t mine = json_count(from, "lost", 0), theirs = json_count(to, "lost", 0);

	if (mine && theirs && (double)mine < EDGE_COVER * (double)theirs)
		return false;
	cJSON_ArrayForEach (edge, edges) {
		if (strcmp(from_of(edge), json_text(from, "id")) ||
		    strcmp(json_text(edge, "to"), json_text(to, "id")))
			continue;
		join = json_get(edge, "join");
		if (same_place(join, here, there) ||
		    same_place(join, json_get(from, "beside"), there) ||
		    same_place(join, here, json_get(to, "beside")))
			return true;
	}
	return false;
}
