// SPDX-License-Identifier: BSD-2-Clause
#include "guard.h"

#define IN_A_ROW 2
#define FAR_OVER 4 /* times the limit: too dear to wait for another sample */

enum guard_act guard_decide(struct guard *guard, double share)
{
	if (share > guard->worst)
		guard->worst = share;
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
