// SPDX-License-Identifier: GPL-2.0-only
// Makes a function of the kernel so many nanoseconds slower: at its start it looks at the clock
// until they are over. build/lab/delay says which function, and for how long.
//
// By a kprobe, which nothing preempts: a program at a function's own entry is preempted on kernels
// that preempt their own threads (as 7.2 does), and is left out for who calls the function on that
// CPU meanwhile.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

// A function that is global is verified by itself (5.6), so that two loops, each short enough to
// be followed, make one that is long. 5.10 has no bpf_loop.
#define TURNS_MAX 2048

const volatile __u64 delay_ns = 0;
__u64 calls = 0;

__attribute__((noinline)) int is_over(__u64 end)
{
#pragma clang loop unroll(disable)
	for (int i = 0; i < TURNS_MAX; i++)
		if (bpf_ktime_get_ns() >= end)
			return 1;
	return 0;
}

SEC("kprobe")
int delay(void *context)
{
	__u64 end = bpf_ktime_get_ns() + delay_ns;

	(void)context;
	__sync_fetch_and_add(&calls, 1);
#pragma clang loop unroll(disable)
	for (int i = 0; i < TURNS_MAX; i++)
		if (is_over(end))
			break;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
