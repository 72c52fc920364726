// SPDX-License-Identifier: BSD-2-Clause
/* Out of memory popt ends the process itself, with exit code 1, which is a verdict here. */
#pragma once

#include <stdbool.h>

/* While it is on, such an end has the exit code of bad usage. */
void popt_end_as_usage(bool on);
