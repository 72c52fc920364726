// SPDX-License-Identifier: BSD-2-Clause
#include "popt_end.h"

#include <stdlib.h>
#include <unistd.h>

#include "command.h"

static bool may_end;

static void end_without_verdict(void)
{
	if (may_end)
		_exit(EXIT_USAGE);
}

void popt_end_as_usage(bool on)
{
	static bool registered;

	registered = registered || !atexit(end_without_verdict);
	may_end = on;
}
