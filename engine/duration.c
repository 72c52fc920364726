// SPDX-License-Identifier: BSD-2-Clause
#include "options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define DAY_MS INT64_C(86400000)

static const struct {
	const char *suffix;
	int64_t ms;
} units[] = { { "", 1000 }, { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 } };

int64_t duration_parse(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long long number;

	errno = 0;
	number = strtoull(text, NULL, 10);
	if (!digits || errno || number > (unsigned long long)DAY_MS)
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (!strcmp(text + digits, units[i].suffix)) {
			int64_t ms = (int64_t)number * units[i].ms;

			return ms <= DAY_MS ? ms : -1;
		}
	return -1;
}
