// SPDX-License-Identifier: BSD-2-Clause
/* Drop stacks as an icicle: the place of the drop on top, its callers below, as wide as often. */
#include "html_draw.h"
#include "html_plots.h"

#include "cleanup.h"
#include "stack_tree.h"
#include "value.h"

#define LEVEL 21
#define HIGHEST 14  /* levels of a picture */
#define NARROWEST 1 /* percent: what is narrower is not drawn */

static void draw_node(struct html_page *page, const struct stack_node *node, double x, double width,
		      int level, double whole)
{
	if (width < NARROWEST || level >= HIGHEST)
		return;
	if (node->name) {
		html_markup(page, "<g class=\"%s\"><title>", level ? "frame" : "leaf");
		html_text(page, node->name);
		html_markup(page, " (");
		html_number(page, value_print_percent, node->weight / whole);
		html_markup(page, ")</title>");
		draw_clip(page, x, LEVEL * level, width, LEVEL);
		html_markup(page, "<rect width=\"100%%\" height=\"%d\"/>", LEVEL - 1);
		html_markup(page, "<text x=\"5\" y=\"15\">");
		html_text(page, node->name);
		html_markup(page, "</text></svg></g>");
		level++;
	}
	for (const struct stack_node *child = node->child; child; child = child->next) {
		double part = width * child->weight / node->weight;

		draw_node(page, child, x, part, level, whole);
		x += part;
	}
}

/* The icicle for ears, and for those who copy: each way down, with its share. */
static void put_ways(struct html_page *page, const struct stack_node *node, const char **names,
		     int level, double whole)
{
	for (const struct stack_node *child = node->child; child; child = child->next) {
		if (child->weight * 100 < whole * NARROWEST || level >= HIGHEST)
			continue;
		names[level] = child->name;
		if (child->child && level + 1 < HIGHEST) {
			put_ways(page, child, names, level + 1, whole);
			continue;
		}
		html_markup(page, "<li>");
		html_number(page, value_print_percent, child->weight / whole);
		for (int i = 0; i <= level; i++) {
			html_markup(page, i ? " ‹ " : " ");
			html_code(page, names[i]);
		}
		html_markup(page, "</li>\n");
	}
}

bool plot_stacks(struct html_page *page, const cJSON *report, const cJSON *where)
{
	struct stack_node *root = page->plots_left > 0 ? stack_tree(report, where, HIGHEST) : NULL;
	const char *names[HIGHEST];
	int height;

	if (!root)
		return false;
	page->plots_left--;
	height = stack_tree_height(root);
	draw_figure(page, "icicle",
		    PHRASE("Where packets were dropped: the place on top, who called it below",
			   "丢包位置：最上为丢包处，其下为调用者"));
	draw_open(page, "stacks", LEVEL * (height < HIGHEST ? height : HIGHEST));
	draw_node(page, root, 0, 100, 0, root->weight);
	draw_end(page);
	html_markup(page, "<details><summary>");
	html_say(page, "As text", "文字形式");
	html_markup(page, "</summary><ul>\n");
	put_ways(page, root, names, 0, root->weight);
	html_markup(page, "</ul></details>\n");
	draw_figure_end(page);
	stack_tree_free(root);
	return true;
}
