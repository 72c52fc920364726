// SPDX-License-Identifier: BSD-2-Clause
#include <string.h>

#include <bpf/bpf.h>

#include "cleanup.h"
#include "drop_tables.h"
#include "memory.h"
#include "packet_drop.h"

struct stack {
	__u64 frames[DROP_STACK_DEPTH];
	size_t first, end;
};

/* The frames below the place of the drop are those of the tracepoint and of our own program. */
static bool read_stack(int stacks, const struct drop_stack *sample, struct stack *ret_stack)
{
	struct stack stack = { 0 };

	if (bpf_map_lookup_elem(stacks, &sample->stack, stack.frames) < 0)
		return false;
	while (stack.end < DROP_STACK_DEPTH && stack.frames[stack.end])
		stack.end++;
	while (stack.first < stack.end && stack.frames[stack.first] != sample->location)
		stack.first++;
	if (stack.first == stack.end)
		stack.first = 0;
	*ret_stack = stack;
	return stack.end > 0;
}

static void want_frames(const struct map_entries *samples, int stacks, struct symbols *symbols)
{
	struct stack stack;

	for (size_t i = 0; i < samples->count; i++) {
		if (!read_stack(stacks, map_key(samples, i), &stack))
			continue;
		for (size_t f = stack.first; f < stack.end; f++)
			symbols_want(symbols, stack.frames[f]);
	}
	symbols_resolve(symbols);
}

static void stack_text(struct cell *cell, const struct stack *stack, const struct symbols *symbols)
{
	char text[DROP_STACK_DEPTH * 96] = "", frame[SYMBOL_MAX];
	size_t used = 0;

	for (size_t i = stack->first; i < stack->end; i++) {
		const char *name = symbols_frame(symbols, stack->frames[i], frame);
		size_t length = strlen(name);

		if (used + length + 2 > sizeof(text))
			break;
		if (used)
			text[used++] = ';';
		memcpy(text + used, name, length + 1);
		used += length;
	}
	cell_text(cell, text);
}

void drop_stack_rows(struct table *table, const struct map_entries *samples, int stacks,
		     const struct drop_names *names)
{
	char buffer[SYMBOL_MAX];
	struct stack stack;

	want_frames(samples, stacks, names->symbols);
	for (size_t i = 0; i < samples->count; i++) {
		const struct drop_stack *sample = map_key(samples, i);
		const uint64_t *count = map_value(samples, i);
		struct cell *row;

		if (!read_stack(stacks, sample, &stack))
			continue;
		row = table_add(table);
		cell_text(&row[STACK_REASON], drop_reasons_name(names->reasons, sample->reason,
								buffer, sizeof(buffer)));
		cell_text(&row[STACK_LOCATION],
			  symbols_function(names->symbols, sample->location, buffer));
		stack_text(&row[STACK_STACK], &stack, names->symbols);
		cell_count(&row[STACK_SAMPLES], *count);
	}
	table_merge(table);
}
