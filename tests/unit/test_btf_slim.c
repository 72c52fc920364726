// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "btf_slim.h"

struct kernel {
	struct btf *vmlinux, *module;
};

static int add(int number)
{
	assert_true(number > 0);
	return number;
}

/*
 * struct inner { long value; };
 * typedef struct inner inner_t;
 * struct unread { long value; };
 * struct packet { inner_t inside; struct unread *behind; struct inner all[3]; long bits:4; };
 * module: struct packet { long other; }; struct rule { struct inner inside; };
 */
static struct kernel make_kernel(void)
{
	struct kernel kernel = { .vmlinux = btf__new_empty() };
	struct btf *btf = kernel.vmlinux;
	int number = add(btf__add_int(btf, "long", 8, BTF_INT_SIGNED)), inner, alias, unread,
	    pointer, array;

	inner = add(btf__add_struct(btf, "inner", 8));
	assert_false(btf__add_field(btf, "value", number, 0, 0));
	alias = add(btf__add_typedef(btf, "inner_t", inner));
	unread = add(btf__add_struct(btf, "unread", 8));
	assert_false(btf__add_field(btf, "value", number, 0, 0));
	pointer = add(btf__add_ptr(btf, unread));
	array = add(btf__add_array(btf, number, inner, 3));
	add(btf__add_struct(btf, "packet", 48));
	assert_false(btf__add_field(btf, "inside", alias, 0, 0));
	assert_false(btf__add_field(btf, "behind", pointer, 64, 0));
	assert_false(btf__add_field(btf, "all", array, 128, 0));
	assert_false(btf__add_field(btf, "bits", number, 320, 4));
	kernel.module = btf__new_empty_split(btf);
	add(btf__add_struct(kernel.module, "packet", 8));
	assert_false(btf__add_field(kernel.module, "other", number, 0, 0));
	add(btf__add_struct(kernel.module, "rule", 8));
	assert_false(btf__add_field(kernel.module, "inside", inner, 0, 0));
	return kernel;
}

static struct btf *want(const char *const *names)
{
	struct btf *wanted = btf__new_empty();

	for (; *names; names++)
		add(btf__add_struct(wanted, *names, 0));
	return wanted;
}

static struct btf_slim *slim_of(const struct kernel *kernel, const char *const *names)
{
	const struct btf *sources[] = { kernel->vmlinux, kernel->module };
	struct btf *wanted = want(names);
	struct btf_slim *slim = btf_slim_new(wanted, sources, 2);

	assert_non_null(slim);
	btf__free(wanted);
	return slim;
}

static void free_kernel(struct kernel *kernel)
{
	btf__free(kernel->module);
	btf__free(kernel->vmlinux);
}

static const struct btf_type *found(const struct btf *btf, const char *name)
{
	int id = btf__find_by_name_kind(btf, name, BTF_KIND_STRUCT);

	return id > 0 ? btf__type_by_id(btf, (__u32)id) : NULL;
}

static void what_lies_inside(void **state)
{
	static const char *const names[] = { "packet___old", "absent", NULL };
	struct kernel kernel = make_kernel();
	struct btf_slim *slim = slim_of(&kernel, names);
	const struct btf *types = btf_slim_types(slim);
	const struct btf_type *packet = found(types, "packet");
	const struct btf_member *members;

	(void)state;
	assert_non_null(packet);
	assert_int_equal(packet->size, 48);
	assert_int_equal(btf_vlen(packet), 4);
	members = btf_members(packet);
	assert_string_equal(btf__name_by_offset(types, members[2].name_off), "all");
	assert_int_equal(btf__resolve_size(types, members[0].type), 8);
	assert_int_equal(btf__resolve_size(types, members[2].type), 24);
	assert_int_equal(btf_member_bit_offset(packet, 3), 320);
	assert_int_equal(btf_member_bitfield_size(packet, 3), 4);
	assert_true(btf_is_ptr(btf__type_by_id(types, members[1].type)));
	assert_null(found(types, "unread"));
	assert_null(found(types, "rule"));
	btf_slim_free(slim);
	free_kernel(&kernel);
}

static void modules_after_vmlinux(void **state)
{
	static const char *const names[] = { "packet", "rule", NULL };
	struct kernel kernel = make_kernel();
	struct btf_slim *slim = slim_of(&kernel, names);
	const struct btf *types = btf_slim_types(slim);
	const struct btf_type *rule = found(types, "rule");
	unsigned packets = 0;

	(void)state;
	assert_non_null(rule);
	assert_ptr_equal(btf__type_by_id(types, btf_members(rule)->type), found(types, "inner"));
	for (__u32 id = 1; id < btf__type_cnt(types); id++)
		packets += !strcmp(btf__name_by_offset(types, btf__type_by_id(types, id)->name_off),
				   "packet");
	assert_int_equal(packets, 1);
	btf_slim_free(slim);
	free_kernel(&kernel);
}

static void readable_as_a_file(void **state)
{
	static const char *const names[] = { "inner", NULL };
	struct kernel kernel = make_kernel();
	struct btf_slim *slim = slim_of(&kernel, names);
	struct btf *read = btf__parse(btf_slim_path(slim), NULL);

	(void)state;
	assert_non_null(read);
	assert_non_null(found(read, "inner"));
	assert_int_equal(btf__type_cnt(read), 3);
	btf__free(read);
	btf_slim_free(slim);
	free_kernel(&kernel);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_lies_inside),
		cmocka_unit_test(modules_after_vmlinux),
		cmocka_unit_test(readable_as_a_file),
	};

	return cmocka_run_group_tests_name("btf_slim", tests, NULL, NULL);
}
