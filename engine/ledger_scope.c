// SPDX-License-Identifier: BSD-2-Clause
#include "ledger_scope.h"

#include <stdio.h>
#include <string.h>

#include "json.h"

static bool list_has(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
		if (!strncmp(at, word, length) && (at[length] == ',' || !at[length]))
			return true;
	return false;
}

/* In when the scope speaks of none of the keys or one of its lists has the value; an empty value
 * is one that the row does not tell. The keys end with NULL. */
static enum counter_scope takes(const cJSON *scope, const char *const *keys, const char *value)
{
	bool spoken = false;

	for (; *keys; keys++) {
		const char *list = json_text(scope, *keys);

		spoken |= list != NULL;
		if (list && *value && list_has(list, value))
			return COUNTER_IN;
	}
	if (!spoken)
		return COUNTER_IN;
	return *value ? COUNTER_OUT : COUNTER_UNKNOWN;
}

/* With one end of the conversation given, the other may be anybody's address; a prefix is not
 * compared. */
static enum counter_scope takes_address(const cJSON *scope, const char *address)
{
	static const char *const keys[] = { "dst_ip", "src_ip", NULL };
	const char *source = json_text(scope, "src_ip"), *other = json_text(scope, "dst_ip");
	enum counter_scope answer = takes(scope, keys, address);

	if (answer == COUNTER_OUT &&
	    (!source || !other || strchr(source, '/') || strchr(other, '/')))
		return COUNTER_UNKNOWN;
	return answer;
}

/* Nothing for a socket that takes any. */
static const char *told_address(const struct table *table, size_t row)
{
	const char *address = cell_as_text(table_cell(table, row, "address"));

	return strcmp(address, "::") && strcmp(address, "0.0.0.0") ? address : "";
}

static bool names_port(const cJSON *scope)
{
	return json_get(scope, "dst_port") || json_get(scope, "src_port");
}

static enum counter_scope worse(enum counter_scope a, enum counter_scope b)
{
	return a > b ? a : b;
}

enum counter_scope counter_in_scope(const cJSON *scope, const struct table *table, size_t row,
				    const char *protocol)
{
	static const char *const ports[] = { "dst_port", "src_port", NULL };
	static const char *const protocols[] = { "protocol", NULL };
	static const char *const devices[] = { "device", "vm_interface", "phy_interface", NULL };
	const struct cell *port = table_cell(table, row, "port");
	const char *address = told_address(table, row);
	enum counter_scope answer, by_port, by_address;
	char digits[24] = "";

	if (port->type == CELL_COUNT)
		snprintf(digits, sizeof(digits), "%llu", (unsigned long long)port->count);
	by_port = takes(scope, ports, digits);
	by_address = takes_address(scope, address);
	if (!*address && *digits && by_port == COUNTER_IN && names_port(scope))
		by_address = COUNTER_IN; /* the port that was asked for names the socket */
	answer = takes(scope, devices, cell_as_text(table_cell(table, row, "device")));
	answer = worse(answer, takes(scope, protocols, protocol ? protocol : ""));
	return worse(answer, worse(by_port, by_address));
}
