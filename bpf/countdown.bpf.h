/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include "kernel.h"

/* Whether this one is passed over, of those left to be. Read once: who reads it again after another
 * CPU, or an interrupt on this one, took the last would count below nothing. */
static __always_inline bool counts_down(u32 *left)
{
	u32 now = *(volatile u32 *)left;

	if (now)
		*(volatile u32 *)left = now - 1;
	return now;
}
