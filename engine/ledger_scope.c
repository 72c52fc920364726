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

/* True when the scope does not speak of any of the keys, or one of its lists has the value. */
static bool scope_takes(const cJSON *scope, const char *const keys[2], const char *value)
{
	bool spoken = false;

	for (size_t i = 0; i < 2; i++) {
		const char *list = json_text(scope, keys[i]);

		spoken |= list != NULL;
		if (list && list_has(list, value))
			return true;
	}
	return !spoken;
}

bool counter_in_scope(const cJSON *scope, const struct table *table, size_t row,
		      const char *protocol)
{
	static const char *const ports[2] = { "dst_port", "src_port" };
	static const char *const addresses[2] = { "dst_ip", "src_ip" };
	static const char *const protocols[2] = { "protocol", "protocol" };
	static const char *const unknown[] = { "device", "vm_interface", "phy_interface" };
	const struct cell *port = table_cell(table, row, "port");
	const char *address = cell_as_text(table_cell(table, row, "address"));
	char digits[24] = "";

	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		if (json_get(scope, unknown[i]))
			return false;
	if (port->type == CELL_COUNT)
		snprintf(digits, sizeof(digits), "%llu", (unsigned long long)port->count);
	if (!scope_takes(scope, protocols, protocol ? protocol : "") ||
	    !scope_takes(scope, ports, digits))
		return false;
	if (!*address || !strcmp(address, "::") || !strcmp(address, "0.0.0.0"))
		return scope_takes(scope, addresses, "") ||
		       (!scope_takes(scope, ports, "") && *digits);
	return scope_takes(scope, addresses, address);
}
