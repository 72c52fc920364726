// SPDX-License-Identifier: BSD-2-Clause
/*
 * Host and guest: the same queue seen from both of its ends.
 *
 * A guest's run has virtnet.devices with MAC addresses; a host's run has facts with the columns
 * "device" and "mac" (taps). Queue n of the tap is queue n of the guest's device. libvirt gives a
 * tap the guest's address with fe in front. A MAC that more than one tap has joins nothing, and
 * that is said.
 */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

#include "merge.h"

/* Finds the guests among the hosts, and adds guest.queues to the evidence of theirs. To be called
 * before anything is judged. Adds to `unseen` what could not be joined, and with which doubt it
 * was. */
void merge_find_guests(struct merge_host *hosts, size_t count, cJSON *unseen);

/* The object in the words of a guest's host: {host, netns, device, queue}, or NULL when `where` is
 * not about the device that is joined. The caller deletes. */
cJSON *merge_beside(const struct merge_host *host, const cJSON *where);

/* Suspicions in `findings` (of all hosts, with where.host) that a confirmed finding of another host
 * explains become confirmed. */
void merge_confirm(cJSON *findings, const cJSON *edges);
