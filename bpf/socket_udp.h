/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* One UDP socket, as written by the iterator. */
#pragma once

#include <linux/types.h>

struct udp_record {
	__u8 address[16]; /* network order, IPv4 in the first four bytes */
	__u32 queued;     /* bytes of memory that wait to be read */
	__u32 rcvbuf;
	__u32 drops;
	__u16 port;  /* host order */
	__u8 family; /* 4 or 6 */
	__u8 unused;
};

_Static_assert(sizeof(struct udp_record) == 32, "no holes in a record");
