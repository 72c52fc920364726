// SPDX-License-Identifier: BSD-2-Clause
#include "redact_key.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "cleanup.h"

#define MACHINE_ID 32 /* digits of /etc/machine-id */

static uint64_t rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] = rotate(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] = rotate(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	sip_round(v);
	v[0] ^= word;
}

/* SipHash-2-4, Aumasson and Bernstein 2012. */
uint64_t redact_hash(const struct redact_key *key, const void *bytes, size_t length)
{
	uint64_t v[4] = { key->word[0] ^ 0x736f6d6570736575, key->word[1] ^ 0x646f72616e646f6d,
			  key->word[0] ^ 0x6c7967656e657261, key->word[1] ^ 0x7465646279746573 };
	const uint8_t *at = bytes;
	uint64_t last = (uint64_t)length << 56, word;

	for (; length >= 8; length -= 8, at += 8) {
		memcpy(&word, at, 8);
		sip_word(v, word);
	}
	for (size_t i = 0; i < length; i++)
		last |= (uint64_t)at[i] << (8 * i);
	sip_word(v, last);
	v[2] ^= 0xff;
	for (int i = 0; i < 4; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* The machine's id must not be used as it is (machine-id(5)). */
void redact_key_make(struct redact_key *ret_key)
{
	cleanup_file FILE *file = fopen("/etc/machine-id", "re");
	struct redact_key machine = { { 0, 0 } };
	char id[MACHINE_ID + 1] = "";

	if (file && fgets(id, sizeof(id), file) && strlen(id) == MACHINE_ID) {
		machine.word[0] = redact_hash(&machine, id, MACHINE_ID);
		machine.word[1] = redact_hash(&machine, id, MACHINE_ID);
	} else if (getrandom(&machine, sizeof(machine), 0) != sizeof(machine)) {
		abort();
	}
	ret_key->word[0] = redact_hash(&machine, "netdoctor 0", 11);
	ret_key->word[1] = redact_hash(&machine, "netdoctor 1", 11);
}

static bool bit(const uint8_t *bytes, int at)
{
	return bytes[at / 8] >> (7 - at % 8) & 1;
}

/* Flips each bit after the first `kept` by a hash of those before it: a prefix-preserving
 * permutation (Crypto-PAn). */
static void permute(const struct redact_key *key, uint8_t *address, int bits, int kept)
{
	uint8_t original[16], asked[18];

	memcpy(original, address, (size_t)bits / 8);
	for (int i = kept; i < bits; i++) {
		memset(asked, 0, sizeof(asked));
		asked[0] = (uint8_t)bits;
		asked[1] = (uint8_t)i;
		memcpy(asked + 2, original, (size_t)i / 8);
		if (i % 8)
			asked[2 + i / 8] = original[i / 8] & (uint8_t)(0xff << (8 - i % 8));
		if (redact_hash(key, asked, sizeof(asked)) & 1)
			address[i / 8] ^= (uint8_t)(1 << (7 - i % 8));
	}
}

/* How many bits tell the class of an address that has one; all of them when it is nobody's. */
static int ipv4_class(const uint8_t *a)
{
	uint32_t all;

	memcpy(&all, a, 4);
	if (!all || all == UINT32_MAX || a[0] == 127 || (a[0] & 0xf0) == 224)
		return 32;
	if (a[0] == 0 || a[0] == 10 || a[0] >= 240)
		return 8;
	if (a[0] == 172 && (a[1] & 0xf0) == 16)
		return 12;
	if ((a[0] == 192 && a[1] == 168) || (a[0] == 169 && a[1] == 254))
		return 16;
	return 0;
}

/* A public address stays one: what falls into a class is permuted again, which keeps different
 * addresses different. */
void redact_ipv4(const struct redact_key *key, uint8_t address[4])
{
	int kept = ipv4_class(address);

	do {
		permute(key, address, 32, kept);
	} while (!kept && ipv4_class(address));
}

static int ipv6_class(const uint8_t *a)
{
	static const uint8_t zero[16] = { 0 };

	if (!memcmp(a, zero, 15) && a[15] <= 1)
		return 128;
	if (a[0] == 0xff)
		return 128;
	if (a[0] == 0xfe && bit(a, 8) && !bit(a, 9))
		return 64;
	return (a[0] & 0xfe) == 0xfc ? 8 : 3;
}

void redact_ipv6(const struct redact_key *key, uint8_t address[16])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (!memcmp(address, mapped, sizeof(mapped)))
		redact_ipv4(key, address + 12);
	else
		permute(key, address, 128, ipv6_class(address));
}

void redact_mac(const struct redact_key *key, uint8_t mac[6])
{
	static const uint8_t zero[6] = { 0 };
	uint64_t hash;

	if (mac[0] & 1 || !memcmp(mac, zero, 6))
		return;
	hash = redact_hash(key, mac, 6);
	memcpy(mac, &hash, 6);
	mac[0] = (uint8_t)((mac[0] & 0xfc) | 2);
}
