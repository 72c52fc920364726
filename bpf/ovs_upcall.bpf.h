/* SPDX-License-Identifier: GPL-2.0-only */
/* The maps that more than one of ovs_upcall*.bpf.c use. */
#pragma once

#include "ovs_upcall.h"
#include "scope.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct upcall_pending);
} upcall_pending __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, UPCALL_MESSAGES);
	__type(key, u64);
	__type(value, struct upcall_message);
} upcall_messages __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct upcall_account);
} upcall_account __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, UPCALL_PORTS);
	__type(key, struct upcall_port);
	__type(value, struct upcall_port_counts);
} upcall_ports __weak SEC(".maps");

static __always_inline struct upcall_account *upcall_account_here(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&upcall_account, &zero);
}

static __always_inline struct upcall_pending *upcall_pending_here(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&upcall_pending, &zero);
}
