// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include <bpf/btf.h>

#include "drop_reasons.h"

static struct btf *new_types(void)
{
	struct btf *btf = btf__new_empty();

	assert_non_null(btf);
	return btf;
}

static void add_enum(struct btf *btf, const char *name, const char *const *names, const int *values)
{
	assert_true(btf__add_enum(btf, name, 4) > 0);
	for (size_t i = 0; names[i]; i++)
		assert_int_equal(btf__add_enum_value(btf, names[i], values[i]), 0);
}

/* As 6.1 has it: no subsystems. */
static struct btf *old_kernel(void)
{
	static const char *const names[] = { "SKB_NOT_DROPPED_YET", "SKB_DROP_REASON_NOT_SPECIFIED",
					     "SKB_DROP_REASON_NETFILTER_DROP", NULL };
	static const int values[] = { 0, 1, 7 };
	struct btf *btf = new_types();

	add_enum(btf, "skb_drop_reason", names, values);
	return btf;
}

static struct btf *new_kernel(void)
{
	static const char *const subsystems[] = { "SKB_DROP_REASON_SUBSYS_CORE",
						  "SKB_DROP_REASON_SUBSYS_MAC80211_UNUSABLE",
						  "SKB_DROP_REASON_SUBSYS_OPENVSWITCH", NULL };
	static const int numbers[] = { 0, 1, 2 };
	static const char *const markers[] = { "__OVS_DROP_REASON", "OVS_DROP_LAST_ACTION",
					       "OVS_DROP_EXPLICIT", NULL };
	static const int values[] = { 0x20000, 0x20001, 0x20003 };
	static const char *const wireless[] = { "___RX_QUEUED", "___RX_DROP_U_REPLAY", NULL };
	static const int wireless_values[] = { 0, 0x10002 };
	struct btf *btf = old_kernel();

	add_enum(btf, "skb_drop_reason_subsys", subsystems, numbers);
	add_enum(btf, "ovs_drop_reason", markers, values);
	add_enum(btf, "___mac80211_drop_reason", wireless, wireless_values);
	return btf;
}

static void expect(const struct drop_reasons *reasons, uint32_t reason, const char *name,
		   const char *subsystem)
{
	char buffer[64];

	assert_string_equal(drop_reasons_name(reasons, reason, buffer, sizeof(buffer)), name);
	assert_string_equal(drop_reasons_subsystem(reasons, reason, buffer, sizeof(buffer)),
			    subsystem);
}

static void core_only(void **state)
{
	struct drop_reasons *reasons = drop_reasons_new();
	struct btf *btf = old_kernel();

	(void)state;
	drop_reasons_add(reasons, btf, 1);
	expect(reasons, 7, "NETFILTER_DROP", "core");
	expect(reasons, 1, "NOT_SPECIFIED", "core");
	expect(reasons, 99, "REASON_99", "core");
	drop_reasons_free(reasons);
	btf__free(btf);
}

static void with_subsystems(void **state)
{
	struct drop_reasons *reasons = drop_reasons_new();
	struct btf *btf = new_kernel();

	(void)state;
	drop_reasons_add(reasons, btf, 1);
	expect(reasons, 7, "NETFILTER_DROP", "core");
	expect(reasons, 0x20001, "OVS_DROP_LAST_ACTION", "openvswitch");
	expect(reasons, 0x20003, "OVS_DROP_EXPLICIT", "openvswitch");
	expect(reasons, 0x10002, "RX_DROP_U_REPLAY", "mac80211_unusable");
	/* Another subsystem's marker of zero is not what the core calls zero. */
	expect(reasons, 0, "SKB_NOT_DROPPED_YET", "core");
	expect(reasons, 0x20000, "REASON_131072", "openvswitch");
	expect(reasons, 0x50001, "REASON_327681", "subsystem_5");
	drop_reasons_free(reasons);
	btf__free(btf);
}

/* 5.10: no reasons, so nothing is claimed. */
static void none(void **state)
{
	struct drop_reasons *reasons = drop_reasons_new();
	struct btf *btf = new_types();

	(void)state;
	drop_reasons_add(reasons, btf, 1);
	expect(reasons, 0, "", "");
	expect(NULL, 7, "", "");
	drop_reasons_free(reasons);
	btf__free(btf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(core_only),
		cmocka_unit_test(with_subsystems),
		cmocka_unit_test(none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
