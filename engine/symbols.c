// SPDX-License-Identifier: BSD-2-Clause
#include "symbols.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "kernel_text.h"
#include "memory.h"

#define KALLSYMS "/proc/kallsyms"
#define UNKNOWN "unknown"

struct wanted {
	uint64_t address;
	uint64_t start; /* of the symbol below it; 0 when none was seen */
	char *name;
	bool asked; /* the list was read for it */
};

struct symbols {
	struct wanted *entries; /* sorted by address */
	size_t count, room;
	struct kernel_text text;
	enum { NOT_LOOKED, SHOWN, HIDDEN } list;
};

struct symbols *symbols_new(void)
{
	return must_calloc(1, sizeof(struct symbols));
}

void symbols_free(struct symbols *symbols)
{
	if (!symbols)
		return;
	for (size_t i = 0; i < symbols->count; i++)
		free(symbols->entries[i].name);
	free(symbols->entries);
	kernel_text_clear(&symbols->text);
	free(symbols);
}

/* Index of the first entry at or above the address. */
static size_t first_above(const struct symbols *symbols, uint64_t address)
{
	size_t low = 0, high = symbols->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (symbols->entries[middle].address < address)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct wanted *find(const struct symbols *symbols, uint64_t address)
{
	size_t at = first_above(symbols, address);

	return at < symbols->count && symbols->entries[at].address == address
		       ? &symbols->entries[at]
		       : NULL;
}

static void set_name(struct wanted *wanted, uint64_t start, const char *name)
{
	free(wanted->name);
	wanted->name = must_strdup(name);
	wanted->start = start;
}

static void look_up(const struct symbols *symbols, struct wanted *wanted)
{
	uint64_t start;
	const char *name = kernel_text_find(&symbols->text, wanted->address, &start);

	if (!name)
		return;
	set_name(wanted, start, name);
	wanted->asked = true;
}

void symbols_want(struct symbols *symbols, uint64_t address)
{
	size_t at = first_above(symbols, address);

	if (at < symbols->count && symbols->entries[at].address == address)
		return;
	if (symbols->count == symbols->room) {
		symbols->room = symbols->room ? 2 * symbols->room : 64;
		symbols->entries =
			must_realloc(symbols->entries, symbols->room * sizeof(*symbols->entries));
	}
	memmove(symbols->entries + at + 1, symbols->entries + at,
		(symbols->count++ - at) * sizeof(*symbols->entries));
	symbols->entries[at] = (struct wanted){ .address = address };
	look_up(symbols, &symbols->entries[at]);
}

/* Offers a symbol to the first address above it; those further up get theirs in spread(). */
static void offer(struct symbols *symbols, uint64_t start, const char *name)
{
	size_t at = first_above(symbols, start);

	if (at < symbols->count && symbols->entries[at].start < start &&
	    !symbols->entries[at].asked)
		set_name(&symbols->entries[at], start, name);
}

/* Two addresses in one function: only the lower one was offered its symbol. */
static void spread(struct symbols *symbols)
{
	for (size_t i = 1; i < symbols->count; i++) {
		const struct wanted *below = &symbols->entries[i - 1];
		struct wanted *wanted = &symbols->entries[i];

		if (!wanted->asked && below->name && below->start > wanted->start)
			set_name(wanted, below->start, below->name);
	}
	for (size_t i = 0; i < symbols->count; i++)
		symbols->entries[i].asked = true;
}

void symbols_resolve_from(struct symbols *symbols, FILE *list)
{
	bool keep = !symbols->text.count;
	cleanup_free char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, list) > 0) {
		char *rest, *name;
		bool of_module;
		uint64_t start = strtoull(line, &rest, 16);

		/* "ffffffff81000000 T name\t[module]" */
		if (!start || rest[0] != ' ' || !strchr("tTwW", rest[1]) || rest[2] != ' ')
			continue;
		name = rest + 3;
		of_module = strchr(name, '\t');
		name[strcspn(name, "\t\n ")] = '\0';
		offer(symbols, start, name);
		/* In the padding before a function nobody ever is: since 6.2 it has symbols of its
		 * own. */
		if (keep && !of_module && strncmp(name, "__pfx_", 6) != 0)
			kernel_text_add(&symbols->text, start, name);
	}
	spread(symbols);
}

void symbols_resolve(struct symbols *symbols)
{
	cleanup_file FILE *list = NULL;
	bool needed = false;

	for (size_t i = 0; i < symbols->count; i++)
		needed |= !symbols->entries[i].asked;
	if (!needed)
		return;
	list = fopen(KALLSYMS, "re");
	if (list)
		symbols_resolve_from(symbols, list);
}

/* Data of the CPUs comes first in the list, at low addresses and at 0: only functions tell. */
bool symbols_hidden_in(FILE *list)
{
	cleanup_free char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, list) > 0) {
		char *rest;
		uint64_t start = strtoull(line, &rest, 16);

		if (rest[0] == ' ' && (rest[1] == 't' || rest[1] == 'T'))
			return !start;
	}
	return true;
}

bool symbols_hidden(struct symbols *symbols)
{
	cleanup_file FILE *list = NULL;

	if (symbols->list == NOT_LOOKED) {
		list = fopen(KALLSYMS, "re");
		symbols->list = !list || symbols_hidden_in(list) ? HIDDEN : SHOWN;
	}
	return symbols->list == HIDDEN;
}

/* The compiler's parts of a function count as the function. */
static size_t plain_length(const char *name)
{
	static const char *const suffixes[] = { ".isra.", ".constprop.", ".part.", ".cold",
						".llvm." };
	size_t length = strlen(name);

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		const char *found = strstr(name, suffixes[i]);

		if (found && found > name && (size_t)(found - name) < length)
			length = (size_t)(found - name);
	}
	return length;
}

const char *symbols_function(const struct symbols *symbols, uint64_t address, char *buffer)
{
	const struct wanted *wanted = find(symbols, address);

	if (!wanted || !wanted->name)
		return UNKNOWN;
	snprintf(buffer, SYMBOL_MAX, "%.*s", (int)plain_length(wanted->name), wanted->name);
	return buffer;
}

const char *symbols_frame(const struct symbols *symbols, uint64_t address, char *buffer)
{
	const struct wanted *wanted = find(symbols, address);

	if (!wanted || !wanted->name)
		return UNKNOWN;
	snprintf(buffer, SYMBOL_MAX, "%.*s+%" PRIu64, SYMBOL_MAX - 24, wanted->name,
		 address - wanted->start);
	return buffer;
}
