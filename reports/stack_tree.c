// SPDX-License-Identifier: BSD-2-Clause
#include "stack_tree.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "memory.h"
#include "phrase.h"
#include "rows.h"

static struct stack_node *child_named(struct stack_node *node, const char *name, size_t length)
{
	struct stack_node *child;

	for (child = node->child; child; child = child->next)
		if (strlen(child->name) == length && !strncmp(child->name, name, length))
			return child;
	child = must_calloc(1, sizeof(*child));
	child->name = must_have(strndup(name, length));
	child->next = node->child;
	node->child = child;
	return child;
}

/* Where in a function the call was does not part branches: "ip_rcv+12" is ip_rcv. */
static struct stack_node *descend(struct stack_node *node, const char *frame, double weight)
{
	struct stack_node *child = child_named(node, frame, strcspn(frame, "+;"));

	child->weight += weight;
	return child;
}

/* `text` is innermost first, frames apart by ';'. */
static void add_text(struct stack_node *root, const char *text, double weight, int highest)
{
	struct stack_node *node = root;
	int level = 0;

	root->weight += *text ? weight : 0;
	for (const char *at = text; at && *at && level < highest; level++) {
		node = descend(node, at, weight);
		at = strchr(at, ';');
		at = at ? at + 1 : NULL;
	}
}

static void add_frames(struct stack_node *root, const cJSON *frames, double weight, int highest)
{
	struct stack_node *node = root;
	const cJSON *frame;
	int level = 0;

	root->weight += cJSON_GetArraySize(frames) ? weight : 0;
	cJSON_ArrayForEach (frame, frames)
		if (cJSON_IsString(frame) && level++ < highest)
			node = descend(node, frame->valuestring, weight);
}

static void add_rows(struct stack_node *root, const struct rows *rows, const cJSON *where,
		     int highest)
{
	const char *reason = json_text(where, "reason"), *location = json_text(where, "location");
	struct place named = { phrase_name(where, "host"), "", "" };
	const cJSON *row;

	if (where && !reason && !location)
		return;
	cJSON_ArrayForEach (row, rows->list) {
		struct place at = place_of_row(rows, row);

		if (place_agrees(&named, &at) &&
		    (!reason || !strcmp(rows_text(rows, row, "reason"), reason)) &&
		    (!location || !strcmp(rows_text(rows, row, "location"), location)))
			add_text(root, rows_text(rows, row, "stack"),
				 rows_number(rows, row, "samples"), highest);
	}
}

static void order(struct stack_node *node)
{
	struct stack_node *sorted = NULL;

	while (node->child) {
		struct stack_node *child = node->child, **at = &sorted;

		node->child = child->next;
		while (*at && (*at)->weight >= child->weight)
			at = &(*at)->next;
		child->next = *at;
		*at = child;
		order(child);
	}
	node->child = sorted;
}

int stack_tree_height(const struct stack_node *node)
{
	int highest = 0;

	for (const struct stack_node *child = node->child; child; child = child->next) {
		int height = 1 + stack_tree_height(child);

		if (height > highest)
			highest = height;
	}
	return highest;
}

struct stack_node *stack_tree(const cJSON *report, const cJSON *where, int highest)
{
	struct stack_node *root = must_calloc(1, sizeof(*root));
	const cJSON *stack;
	struct rows rows;

	cJSON_ArrayForEach (stack, json_get(report, "stacks"))
		if (!where || where_tells_of(json_get(stack, "where"), where))
			add_frames(root, json_get(stack, "frames"), json_real(stack, "packets", 0),
				   highest);
	if (!root->child && rows_of(report, "drops.stacks", &rows))
		add_rows(root, &rows, where, highest);
	if (!root->child || !(root->weight > 0)) {
		stack_tree_free(root);
		return NULL;
	}
	order(root);
	return root;
}

void stack_tree_free(struct stack_node *node)
{
	while (node) {
		struct stack_node *next = node->next;

		stack_tree_free(node->child);
		free(node->name);
		free(node);
		node = next;
	}
}
