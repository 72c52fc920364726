// SPDX-License-Identifier: BSD-2-Clause
/* The readers of netlink, whatever a kernel answers. */
#include "fake_kernel.h"
#include "fuzz.h"

extern const struct probe probe_links, probe_qdiscs, probe_addresses, probe_netconf, probe_nic,
	probe_ovs_datapath, probe_ovs_flows, probe_devlink;

static const struct probe *const probes[] = {
	&probe_links,        &probe_qdiscs,    &probe_addresses, &probe_netconf, &probe_nic,
	&probe_ovs_datapath, &probe_ovs_flows, &probe_devlink,   NULL,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fake_kernel_start(FAKE_NETLINK, probes);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	fake_kernel_read(FAKE_NETLINK, probes, bytes, size);
	return 0;
}
