// SPDX-License-Identifier: GPL-2.0-only
// Programs that do nothing, one for each kind of hook; build/lab/attach says what they hang on.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("tp_btf")
int tracepoint(void *context)
{
	(void)context;
	return 0;
}

SEC("fentry")
int function(void *context)
{
	(void)context;
	return 0;
}

SEC("iter")
int iterator(void *context)
{
	(void)context;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
