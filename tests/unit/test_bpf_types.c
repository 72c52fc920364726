// SPDX-License-Identifier: BSD-2-Clause
/*
 * The types of the linked BPF object, which the kernel checks as a whole: one variable that it does
 * not like, and every program goes without types, which some need.
 */
#include "unit.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>

#include "bpf_object.h"

static void check_section(const struct btf *btf, const struct btf_type *section)
{
	const struct btf_var_secinfo *info = btf_var_secinfos(section);

	for (unsigned i = 0; i < btf_vlen(section); i++) {
		const struct btf_type *var = btf__type_by_id(btf, info[i].type);
		long long size = btf_is_var(var) ? btf__resolve_size(btf, var->type) : 0;

		if (size > info[i].size)
			fail_msg("%s has %u bytes and a type of %lld",
				 btf__name_by_offset(btf, var->name_off), info[i].size, size);
	}
}

static void no_type_is_larger_than_its_variable(void **state)
{
	struct netdoctor_bpf *bpf = netdoctor_bpf__open();
	const struct btf *btf;
	unsigned sections = 0;

	(void)state;
	assert_non_null(bpf);
	btf = bpf_object__btf(bpf->obj);
	assert_non_null(btf);
	for (unsigned id = 1; id < btf__type_cnt(btf); id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);

		if (!btf_is_datasec(type))
			continue;
		check_section(btf, type);
		sections++;
	}
	assert_true(sections >= 3);
	netdoctor_bpf__destroy(bpf);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_type_is_larger_than_its_variable) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
