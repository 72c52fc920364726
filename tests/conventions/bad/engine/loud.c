/* What a library file must not do: no licence line, printing, asking for a version. */
#include <stdio.h>

void loud(void)
{
	printf("%d\n", LINUX_VERSION_CODE);
}
