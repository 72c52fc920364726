// SPDX-License-Identifier: BSD-2-Clause
/* The words of the scope options, for reading them and for saying them in the report. */
#pragma once

#include "scope.h"

#define SCOPE_DIRECTIONS 3

static const struct {
	const char *name;
	unsigned bit;
} scope_protocols[] = { { "tcp", SCOPE_TCP }, { "udp", SCOPE_UDP }, { "icmp", SCOPE_ICMP } };

static const char *const scope_directions[SCOPE_DIRECTIONS] = {
	[SCOPE_BOTH] = "both",
	[SCOPE_TX] = "tx",
	[SCOPE_RX] = "rx",
};
