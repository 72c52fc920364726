/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses of the kernel as keys of tables. */
#pragma once

#include "kernel.h"

/* The lower half of an address: the verifier takes that for a number, a whole one for a pointer
 * that cannot be calculated with. */
static __always_inline u64 number_of(const void *address)
{
	u64 number;

	asm volatile("r0 = %[address]\n"
		     "w0 = w0\n"
		     "%[number] = r0"
		     : [number] "=r"(number)
		     : [address] "r"(address)
		     : "r0");
	return number;
}

/* The place of what lies at `address`, of a power of two. */
static __always_inline u32 hash_of(u64 address, u32 places)
{
	return (u32)((address >> 6) * 2654435761u >> 12) & (places - 1);
}
