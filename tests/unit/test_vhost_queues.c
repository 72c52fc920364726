// SPDX-License-Identifier: BSD-2-Clause
/* Whose counters a pair of queues has. */
#include "unit.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "vhost_queues.h"

static const struct vhost_value value = {
	.socket = 0xffff888000000040, .netns = 0xf0000001, .queue = 1, .device = "vnet0"
};

static struct vhost_record record_of(uint32_t netns, uint32_t queue, const char *device)
{
	struct vhost_record record = { .socket = value.socket, .netns = netns, .queue = queue };

	snprintf(record.device, sizeof(record.device), "%s", device);
	return record;
}

static bool counts_for(uint32_t netns, uint32_t queue, const char *device)
{
	const struct vhost_record record = record_of(netns, queue, device);

	return vhost_counts_for(&value, &record);
}

static void an_address_is_not_a_queue(void **state)
{
	(void)state;
	assert_true(counts_for(0xf0000001, 1, "vnet0"));
	assert_false(counts_for(0xf0000002, 1, "vnet0"));
	assert_false(counts_for(0xf0000001, 0, "vnet0"));
	assert_false(counts_for(0xf0000001, 1, "vnet1"));
	assert_false(counts_for(0xf0000001, 1, "vnet0longer"));
	assert_false(counts_for(0xf0000001, 1, "vnet0-and-tail1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(an_address_is_not_a_queue) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
