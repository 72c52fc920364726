// SPDX-License-Identifier: BSD-2-Clause
#include "shared_text.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "memory.h"

#define RECENT 256

struct shared {
	uint32_t owners;
	char text[];
};

/* By their hash, and no owner of any. */
static struct shared *recent[RECENT];

/* FNV-1a. */
static struct shared **place_of(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return &recent[hash % RECENT];
}

static struct shared *shared_of(const char *text)
{
	return (struct shared *)(text - offsetof(struct shared, text));
}

const char *shared_text_new(const char *text)
{
	struct shared **place = place_of(text), *shared = *place;
	size_t size = strlen(text) + 1;

	if (shared && !strcmp(shared->text, text))
		return shared_text_again(shared->text);
	shared = must_calloc(1, sizeof(*shared) + size);
	shared->owners = 1;
	memcpy(shared->text, text, size);
	*place = shared;
	return shared->text;
}

const char *shared_text_again(const char *text)
{
	shared_of(text)->owners++;
	return text;
}

void shared_text_drop(const char *text)
{
	struct shared *shared = text ? shared_of(text) : NULL, **place;

	if (!shared || --shared->owners)
		return;
	place = place_of(text);
	if (*place == shared)
		*place = NULL;
	free(shared);
}
