// SPDX-License-Identifier: BSD-2-Clause
/* The columns of the facts of upcalls, shared by engine/upcall_*.c only: upcall_specs.c names them,
 * upcall_facts.c fills them. */
#pragma once

#include "upcall_facts.h"

enum part_column { PART_PART, PART_TID, PART_PID, PART_THREAD, PART_TIMES };

enum handler_column {
	HANDLER_TID,
	HANDLER_PID,
	HANDLER_THREAD,
	HANDLER_TAKEN,
	HANDLER_ANSWERED,
	HANDLER_DECIDED,
	HANDLER_OWN,
	HANDLER_OPEN,
	HANDLER_CPU,
	HANDLER_SLOW_CPU
};

enum port_column {
	PORT_NETNS,
	PORT_DEVICE,
	PORT_KIND,
	PORT_FAMILY,
	PORT_PROTOCOL,
	PORT_UPCALLS,
	PORT_TAKEN,
	PORT_MEAN,
	PORT_MOST
};
