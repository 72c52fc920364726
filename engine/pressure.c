// SPDX-License-Identifier: BSD-2-Clause
#include "pressure.h"

#include <inttypes.h>
#include <string.h>

#include "cleanup.h"
#include "clock.h"
#include "system_file.h"

bool pressure_read(const char *resource, struct pressure *ret_pressure)
{
	cleanup_file FILE *file = system_open("/proc/pressure/%s", resource);
	struct pressure pressure = { .now_us = clock_us() };
	bool some = false;
	char line[256];

	/* A kernel booted with psi=0 has the files and refuses to have them read. */
	while (file && fgets(line, sizeof(line), file)) {
		const char *total = strstr(line, "total=");
		uint64_t us;

		if (!total || sscanf(total, "total=%" SCNu64, &us) != 1)
			return false;
		if (!strncmp(line, "some ", 5)) {
			pressure.some_us = us;
			some = true;
		} else if (!strncmp(line, "full ", 5)) {
			pressure.full_us = us;
		}
	}
	if (some)
		*ret_pressure = pressure;
	return some;
}
