// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the running kernel calls its reasons for dropping packets.
 *
 * A reason is a number: the subsystem in its upper 16 bits (since 6.4), its own count in the lower.
 * The names are read from the kernel's types, the core's in vmlinux, those of Open vSwitch and
 * mac80211 in their modules. NETFILTER_DROP is the core's SKB_DROP_REASON_NETFILTER_DROP; names of
 * other subsystems are kept as they are: OVS_DROP_LAST_ACTION. Kernels before 5.17 have none.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <bpf/btf.h>

#include "kernel_btf.h"

struct drop_reasons;

struct drop_reasons *drop_reasons_new(void);
void drop_reasons_free(struct drop_reasons *reasons);

/* Takes the enums that hold drop reasons from `btf`, from type `first` on. */
void drop_reasons_add(struct drop_reasons *reasons, const struct btf *btf, uint32_t first);
/* All of the running kernel; a module that is not loaded has dropped nothing. */
void drop_reasons_read(struct drop_reasons *reasons, struct kernel_btf *kernel);

/* Whether the kernel gives reasons at all. */
bool drop_reasons_any(const struct drop_reasons *reasons);
/* "" where the kernel gives no reasons; "REASON_77" for a number that has no name. */
const char *drop_reasons_name(const struct drop_reasons *reasons, uint32_t reason, char *buffer,
			      size_t size);
/* "core", "openvswitch" ...; "" where the kernel gives no reasons. */
const char *drop_reasons_subsystem(const struct drop_reasons *reasons, uint32_t reason,
				   char *buffer, size_t size);
/* True when the kernel has reasons of that subsystem. */
bool drop_reasons_has(const struct drop_reasons *reasons, const char *subsystem);
