// SPDX-License-Identifier: BSD-2-Clause
/* The keyed part of engine/redact.h: hash and addresses. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct redact_key {
	uint64_t word[2];
};

/* From /etc/machine-id, else random. */
void redact_key_make(struct redact_key *ret_key);
uint64_t redact_hash(const struct redact_key *key, const void *bytes, size_t length);

/* In network order, in place. */
void redact_ipv4(const struct redact_key *key, uint8_t address[4]);
void redact_ipv6(const struct redact_key *key, uint8_t address[16]);
void redact_mac(const struct redact_key *key, uint8_t mac[6]);
