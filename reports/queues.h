// SPDX-License-Identifier: BSD-2-Clause
/*
 * What each queue of a device did, out of a fact that has rows of a device and a queue: the first
 * of the columns that are worth looking at side by side and that is not zero everywhere. A device
 * is one of its host and its namespace.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "rows.h"

struct queue {
	int number;
	double value;
};

struct device_queues {
	struct place place;
	const char *column, *unit;
	struct queue *queues; /* sorted by number */
	size_t count;
	double most;
};

struct queue_list {
	struct device_queues *devices; /* sorted by host, namespace and name */
	size_t count;
};

/* Devices that agree with `wanted` (NULL: all) and have more than one queue, at most `most`; the
 * caller frees the list with queues_free. Names point into the fact. */
struct queue_list queues_of(const cJSON *fact, const struct place *wanted, size_t most);
void queues_free(struct queue_list *list);

#define cleanup_queues __attribute__((cleanup(queues_free)))
