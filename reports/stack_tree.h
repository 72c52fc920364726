// SPDX-License-Identifier: BSD-2-Clause
/*
 * Many stacks as one tree: the places of the drops, below each who called it, and so on.
 *
 * From stacks[] of the report, or else the fact drops.stacks. What is called alike shares a branch
 * from the place of the drop outwards, up to `highest` callers: the outermost tell the least.
 */
#pragma once

#include <cjson/cJSON.h>

struct stack_node {
	char *name; /* hostile; NULL in the root */
	double weight;
	struct stack_node *child, *next; /* the heaviest first */
};

/* NULL when there are no stacks that tell of `where` (NULL: any). The caller frees. */
struct stack_node *stack_tree(const cJSON *report, const cJSON *where, int highest);
void stack_tree_free(struct stack_node *node);
int stack_tree_height(const struct stack_node *node);
