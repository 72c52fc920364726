// SPDX-License-Identifier: GPL-2.0-only
// Makes a function of the kernel so many nanoseconds slower: at its start it looks at the clock
// until they are over. build/lab/delay says which function, and for how long.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define TURNS_MAX (1 << 22)

const volatile __u64 delay_ns = 0;
__u64 calls = 0;

static int turn(__u32 number, __u64 *end)
{
	(void)number;
	return bpf_ktime_get_ns() >= *end;
}

SEC("fentry")
int delay(void *context)
{
	__u64 end = bpf_ktime_get_ns() + delay_ns;

	(void)context;
	__sync_fetch_and_add(&calls, 1);
	bpf_loop(TURNS_MAX, turn, &end, 0);
	return 0;
}

/* Before 5.17 there is no bpf_loop. A function that is global is verified by itself (5.6), so that
 * two loops, each short enough to be followed, make one that is long. A kprobe needs no types of a
 * module, which 5.10 has not. */
#define LOOP_MAX 2048

__attribute__((noinline)) int is_over(__u64 end)
{
#pragma clang loop unroll(disable)
	for (int i = 0; i < LOOP_MAX; i++)
		if (bpf_ktime_get_ns() >= end)
			return 1;
	return 0;
}

SEC("kprobe")
int delay_probe(void *context)
{
	__u64 end = bpf_ktime_get_ns() + delay_ns;

	(void)context;
	__sync_fetch_and_add(&calls, 1);
#pragma clang loop unroll(disable)
	for (int i = 0; i < LOOP_MAX; i++)
		if (is_over(end))
			break;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
