// SPDX-License-Identifier: BSD-2-Clause
/* slowest[] of a report, or, where it has none, the same from the fact path.slowest. */
#pragma once

#include <cjson/cJSON.h>

/* The caller deletes. */
cJSON *slow_packets_of(const cJSON *report);
