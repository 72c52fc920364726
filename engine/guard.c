// SPDX-License-Identifier: BSD-2-Clause
#include "guard.h"

#define IN_A_ROW 2
#define FAR_BELOW 4 /* times less than the limit */
#define FAR_OVER 4  /* times the limit: too dear to wait for another sample */

enum guard_act guard_decide(struct guard *guard, double share)
{
	if (share > guard->worst)
		guard->worst = share;
	guard->quiet = FAR_BELOW * share <= guard->most || guard->most <= 0 ? guard->quiet + 1 : 0;
	if (guard->most <= 0 || share <= guard->most) {
		guard->over = 0;
		return GUARD_REST;
	}
	guard->over++;
	if (guard->over < IN_A_ROW && share < FAR_OVER * guard->most)
		return GUARD_REST;
	guard->over = 0;
	if (guard->width == GUARD_WIDEST)
		return GUARD_DETACH;
	guard->width++;
	return GUARD_WIDEN;
}

uint64_t guard_pause_ms(const struct guard *guard)
{
	unsigned bits = guard->quiet < GUARD_REST_BITS ? guard->quiet : GUARD_REST_BITS;

	return (uint64_t)GUARD_EVERY_MS << bits;
}
