/* SPDX-License-Identifier: GPL-2.0-only */
/* What all socket iterators read. */
#pragma once

#include "compat.bpf.h"

#define FAMILY_IPV4 2
#define FAMILY_IPV6 10

/* Fills the local address (16 bytes) and port; returns 4 or 6, or 0 for a socket that is neither.
 */
static __always_inline u8 sock_address(const struct sock *sk, u8 *address, u16 *port)
{
	u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	struct in6_addr six;
	__be32 four;

	*port = BPF_CORE_READ(sk, __sk_common.skc_num);
	if (family == FAMILY_IPV4) {
		four = BPF_CORE_READ(sk, __sk_common.skc_rcv_saddr);
		__builtin_memcpy(address, &four, sizeof(four));
		return 4;
	}
	if (family == FAMILY_IPV6) {
		six = BPF_CORE_READ(sk, __sk_common.skc_v6_rcv_saddr);
		__builtin_memcpy(address, &six, sizeof(six));
		return 6;
	}
	return 0;
}
