// SPDX-License-Identifier: BSD-2-Clause
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "memory.h"
#include "redact_inside.h"
#include "text_stream.h"

#define LONGEST 64 /* of what can be an address */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t run_of(const char *at, const char *characters, size_t room)
{
	size_t length = strspn(at, characters);

	while (length && (at[length - 1] == ':' || at[length - 1] == '.') &&
	       !(length >= 2 && at[length - 1] == ':' && at[length - 2] == ':'))
		length--;
	return length < room ? length : 0;
}

static size_t put_mac(const struct redactor *redactor, const char *at, FILE *out)
{
	unsigned part[6];
	uint8_t mac[6];
	int length = 0;

	if (sscanf(at, "%2x:%2x:%2x:%2x:%2x:%2x%n", &part[0], &part[1], &part[2], &part[3],
		   &part[4], &part[5], &length) != 6 ||
	    length != 17 || at[17] == ':' || is_word(at[17]))
		return 0;
	for (int i = 0; i < 6; i++)
		mac[i] = (uint8_t)part[i];
	redact_mac(&redactor->key, mac);
	fprintf(out, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4],
		mac[5]);
	return 17;
}

/* Evidence of before wrote fd00::1:58426. Cuts what may be a port off; 0 when there is none. */
static size_t before_port(char *text)
{
	char *colon = strrchr(text, ':');

	if (!colon || !colon[1] || strspn(colon + 1, "0123456789") != strlen(colon + 1))
		return 0;
	*colon = '\0';
	return (size_t)(colon - text);
}

static size_t put_address(const struct redactor *redactor, const char *at, int family, FILE *out)
{
	const char *characters = family == AF_INET ? "0123456789." : "0123456789abcdefABCDEF:.";
	char text[LONGEST];
	uint8_t bytes[16];
	size_t length = run_of(at, characters, sizeof(text));

	if (length < 3 || is_word(at[length]))
		return 0;
	snprintf(text, sizeof(text), "%.*s", (int)length, at);
	if (inet_pton(family, text, bytes) != 1) {
		length = before_port(text);
		if (!length || inet_pton(family, text, bytes) != 1)
			return 0;
	}
	if (family == AF_INET)
		redact_ipv4(&redactor->key, bytes);
	else
		redact_ipv6(&redactor->key, bytes);
	inet_ntop(family, bytes, text, sizeof(text));
	fputs(text, out);
	return length;
}

/* Names are kept longest first. */
static size_t put_known_name(const struct redactor *redactor, const char *at,
			     enum redact_names names, FILE *out)
{
	for (size_t i = 0; i < redactor->count; i++) {
		const struct redacted_name *name = &redactor->names[i];
		size_t length = strlen(name->name);

		if (length < 2 || strncmp(at, name->name, length) || is_word(at[length]))
			continue;
		if (names == REDACT_COMMAND && !strncmp(name->pseudonym, "process-", 8))
			continue;
		fputs(name->pseudonym, out);
		return length;
	}
	return 0;
}

static size_t put_something(const struct redactor *redactor, const char *start, const char *at,
			    enum redact_names names, FILE *out)
{
	char before = at > start ? at[-1] : ' ';
	size_t taken = 0;

	if (is_word(before) || before == '.')
		return 0;
	if (names != REDACT_NO_NAMES)
		taken = put_known_name(redactor, at, names, out);
	if (!taken && before != ':')
		taken = put_mac(redactor, at, out);
	if (!taken && before != ':')
		taken = put_address(redactor, at, AF_INET6, out);
	return taken ? taken : put_address(redactor, at, AF_INET, out);
}

char *redact_text(struct redactor *redactor, const char *text, enum redact_names names)
{
	char *result = NULL;
	size_t size;
	FILE *out = text_stream(&result, &size);

	for (const char *at = text; *at;) {
		size_t taken = put_something(redactor, text, at, names, out);

		if (!taken)
			fputc(*at, out);
		at += taken ? taken : 1;
	}
	fclose(out);
	return must_have(result);
}
