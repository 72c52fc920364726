/* What a library file must not do: no licence line, printing, asking for a version. */
#include <stdio.h>

void loud(void)
{
	printf("%d\n", LINUX_VERSION_CODE);
}

static int early(const char *bytes)
{
	return evidence_load(bytes, 1, 0, 0);
}
