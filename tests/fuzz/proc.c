// SPDX-License-Identifier: BSD-2-Clause
/* The readers of /proc and /sys, whatever a kernel writes there. */
#include "fake_kernel.h"
#include "fuzz.h"

extern const struct probe probe_softnet, probe_cpu, probe_tasks, probe_memory, probe_interrupts,
	probe_snmp, probe_conntrack;

static const struct probe *const probes[] = {
	&probe_softnet,    &probe_cpu,  &probe_tasks,     &probe_memory,
	&probe_interrupts, &probe_snmp, &probe_conntrack, NULL,
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fake_kernel_start(FAKE_FILES, probes);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	fake_kernel_read(FAKE_FILES, probes, bytes, size);
	return 0;
}
