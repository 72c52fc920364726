// SPDX-License-Identifier: BSD-2-Clause
/*
 * An orderly end: SIGINT, SIGTERM and SIGHUP ask for it, and what was seen until then is still
 * shown. A second signal of the same kind ends the program at once, as people expect. A SIGHUP that
 * is ignored from the start (nohup) stays ignored.
 */
#pragma once

#include <stdbool.h>

void stop_watch(void);
bool stop_asked(void);
