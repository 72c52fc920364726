// SPDX-License-Identifier: BSD-2-Clause
#include "kernel_text.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

static uint32_t keep_name(struct kernel_text *text, const char *name)
{
	size_t size = strlen(name) + 1, at = text->names_used;

	if (at + size > text->names_room) {
		text->names_room = 2 * text->names_room + size + 4096;
		text->names = must_realloc(text->names, text->names_room);
	}
	memcpy(text->names + at, name, size);
	text->names_used += size;
	return (uint32_t)at;
}

void kernel_text_add(struct kernel_text *text, uint64_t start, const char *name)
{
	if (!text->count)
		text->base = start;
	if (start < text->base || start - text->base > UINT32_MAX || text->names_used > INT32_MAX ||
	    (text->count && start - text->base <= text->functions[text->count - 1].offset))
		return;
	if (text->count == text->room) {
		text->room = text->room ? 2 * text->room : 4096;
		text->functions =
			must_realloc(text->functions, text->room * sizeof(*text->functions));
	}
	text->functions[text->count++] = (struct kernel_function){
		.offset = (uint32_t)(start - text->base),
		.name = keep_name(text, name),
	};
}

const char *kernel_text_find(const struct kernel_text *text, uint64_t address, uint64_t *ret_start)
{
	size_t low = 0, high = text->count;

	if (!text->count || address < text->base ||
	    address - text->base >= text->functions[text->count - 1].offset)
		return NULL;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (text->functions[middle].offset <= address - text->base)
			low = middle;
		else
			high = middle;
	}
	*ret_start = text->base + text->functions[low].offset;
	return text->names + text->functions[low].name;
}

void kernel_text_clear(struct kernel_text *text)
{
	free(text->functions);
	free(text->names);
	*text = (struct kernel_text){ 0 };
}
