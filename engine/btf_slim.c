// SPDX-License-Identifier: BSD-2-Clause
#include "btf_slim.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cleanup.h"
#include "memory.h"

#define NAMES_MAX 1024 /* a power of two, and at least twice as many as are wanted */
#define FLAVOUR "___"

struct btf_slim {
	struct btf *types;
	int fd;
	char path[32];
};

/* Found by hash; the text belongs to somebody else. */
struct name {
	const char *text;
	size_t length;
	unsigned kind;
	bool found;
};

struct names {
	struct name slots[NAMES_MAX];
	size_t count;
};

/* The numbers that types of one source have in the new one; a split source shares its base's. */
struct source {
	const struct btf *btf;
	uint32_t first;
	uint32_t *numbers, *base_numbers;
};

static struct name *find_slot(struct names *names, unsigned kind, const char *text, size_t length)
{
	uint32_t hash = 2166136261u + kind;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	for (;; hash++) {
		struct name *name = &names->slots[hash % NAMES_MAX];

		if (!name->text || (name->kind == kind && name->length == length &&
				    !memcmp(name->text, text, length)))
			return name;
	}
}

static bool can_be_wanted(const struct btf_type *type)
{
	return type->name_off && (btf_is_composite(type) || btf_is_typedef(type) ||
				  btf_is_enum(type) || btf_is_enum64(type));
}

static int list_names(const struct btf *wanted, struct names *names)
{
	uint32_t count = btf__type_cnt(wanted);

	for (uint32_t id = 1; id < count; id++) {
		const struct btf_type *type = btf__type_by_id(wanted, id);
		const char *text = btf__name_by_offset(wanted, type->name_off);
		const char *flavour = strstr(text, FLAVOUR);
		size_t length = flavour ? (size_t)(flavour - text) : strlen(text);
		struct name *slot;

		if (!can_be_wanted(type))
			continue;
		slot = find_slot(names, btf_kind(type), text, length);
		if (slot->text)
			continue;
		if (++names->count > NAMES_MAX / 2)
			return -E2BIG;
		*slot = (struct name){ .text = text, .length = length, .kind = btf_kind(type) };
	}
	return 0;
}

static uint32_t *number_of(const struct source *source, uint32_t id)
{
	return id < source->first ? &source->base_numbers[id]
				  : &source->numbers[id - source->first];
}

static int copy_type(struct btf *to, const struct source *source, uint32_t id);

static int copy_members(struct btf *to, const struct source *source, uint32_t id, int new)
{
	const struct btf_type *from = btf__type_by_id(source->btf, id);

	for (uint32_t i = 0; i < btf_vlen(from); i++) {
		int number = copy_type(to, source, btf_members(from)[i].type);

		if (number < 0)
			return number;
		/* Adding may have moved it. */
		btf_members((struct btf_type *)btf__type_by_id(to, (__u32) new))[i].type =
			(__u32)number;
	}
	return new;
}

static int copy_array(struct btf *to, const struct source *source, uint32_t id, int new)
{
	const struct btf_array *from = btf_array(btf__type_by_id(source->btf, id));
	int element = copy_type(to, source, from->type);
	int index = element < 0 ? element : copy_type(to, source, from->index_type);
	struct btf_array *array;

	if (index < 0)
		return index;
	array = btf_array((struct btf_type *)btf__type_by_id(to, (__u32) new));
	array->type = (__u32)element;
	array->index_type = (__u32)index;
	return new;
}

static int copy_inner(struct btf *to, const struct source *source, uint32_t id, int new)
{
	int inner = copy_type(to, source, btf__type_by_id(source->btf, id)->type);

	if (inner < 0)
		return inner;
	((struct btf_type *)btf__type_by_id(to, (__u32) new))->type = (__u32)inner;
	return new;
}

/* The new number of a type that is copied with what lies in it, or a negative errno. */
static int copy_type(struct btf *to, const struct source *source, uint32_t id)
{
	const struct btf_type *from = btf__type_by_id(source->btf, id);
	int new;

	if (!id)
		return 0;
	if (*number_of(source, id))
		return (int)*number_of(source, id);
	new = btf__add_type(to, source->btf, from);
	if (new < 0)
		return new;
	*number_of(source, id) = (uint32_t) new;
	switch (btf_kind(from)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return copy_members(to, source, id, new);
	case BTF_KIND_ARRAY:
		return copy_array(to, source, id, new);
	case BTF_KIND_PTR:
		((struct btf_type *)btf__type_by_id(to, (__u32) new))->type = 0;
		return new;
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_CONST:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		return copy_inner(to, source, id, new);
	default:
		return new;
	}
}

static int copy_named(struct btf *to, const struct source *source, struct names *names)
{
	uint32_t count = btf__type_cnt(source->btf);

	for (uint32_t id = source->first; id < count; id++) {
		const struct btf_type *type = btf__type_by_id(source->btf, id);
		const char *text;
		struct name *name;
		int r;

		if (!can_be_wanted(type))
			continue;
		text = btf__name_by_offset(source->btf, type->name_off);
		name = find_slot(names, btf_kind(type), text, strlen(text));
		if (!name->text || (name->found && source->first > 1))
			continue;
		r = copy_type(to, source, id);
		if (r < 0)
			return r;
		name->found = true;
	}
	return 0;
}

static int copy_all(struct btf *to, struct names *names, const struct btf *const *sources,
		    size_t count)
{
	uint32_t base = btf__type_cnt(sources[0]);
	cleanup_free uint32_t *numbers = must_calloc(base, sizeof(*numbers));
	struct source first = { .btf = sources[0], .first = 1, .base_numbers = numbers };
	int r;

	first.numbers = numbers + 1;
	r = copy_named(to, &first, names);
	for (size_t i = 1; i < count && r >= 0; i++) {
		uint32_t own = btf__type_cnt(sources[i]) - base;
		cleanup_free uint32_t *own_numbers = must_calloc(own + 1, sizeof(*own_numbers));
		struct source source = { sources[i], base, own_numbers, numbers };

		r = copy_named(to, &source, names);
	}
	return r;
}

static int write_file(struct btf_slim *slim)
{
	__u32 size;
	const void *bytes = btf__raw_data(slim->types, &size);

	slim->fd = memfd_create("kernel types", MFD_CLOEXEC);
	if (!bytes || slim->fd < 0 || write(slim->fd, bytes, size) != (ssize_t)size)
		return -1;
	snprintf(slim->path, sizeof(slim->path), "/proc/self/fd/%d", slim->fd);
	return 0;
}

struct btf_slim *btf_slim_new(const struct btf *wanted, const struct btf *const *sources,
			      size_t count)
{
	cleanup_free struct names *names = must_calloc(1, sizeof(*names));
	struct btf_slim *slim = must_calloc(1, sizeof(*slim));

	slim->fd = -1;
	slim->types = btf__new_empty();
	if (!slim->types || list_names(wanted, names) < 0 ||
	    copy_all(slim->types, names, sources, count) < 0 || write_file(slim) < 0) {
		btf_slim_free(slim);
		return NULL;
	}
	return slim;
}

void btf_slim_free(struct btf_slim *slim)
{
	if (!slim)
		return;
	btf__free(slim->types);
	if (slim->fd >= 0)
		close(slim->fd);
	free(slim);
}

const char *btf_slim_path(const struct btf_slim *slim)
{
	return slim->path;
}

const struct btf *btf_slim_types(const struct btf_slim *slim)
{
	return slim->types;
}
