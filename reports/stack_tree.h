// SPDX-License-Identifier: BSD-2-Clause
/*
 * Many stacks as one tree: what was called by the same callers shares a branch.
 *
 * From stacks[] of the report, or else the fact drops.stacks. The root is the outermost caller;
 * callers that all stacks share are dropped when the tree would be too high for a picture.
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
