// SPDX-License-Identifier: BSD-2-Clause
/* On which hop of a path a cause sits: by its id, then by the device that it names. */
#include "path_model.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "phrase.h"
#include "rows.h"

/* The first prefix that fits decides; kinds are those of a hop, several words apart by spaces. */
static const struct {
	const char *prefix, *kinds;
} seats[] = {
	{ "drop.qdisc", "qdisc" },
	{ "latency.qdisc", "qdisc" },
	{ "drop.nic", "nic" },
	{ "host.nic", "nic" },
	{ "drop.link_down", "nic device tap" },
	{ "drop.tx_device", "nic device tap" },
	{ "latency.driver", "nic" },
	{ "drop.tun_ring", "tap" },
	{ "latency.tun_ring", "tap" },
	{ "drop.tap_filter", "tap" },
	{ "virt.vhost", "vhost" },
	{ "latency.vhost", "vhost" },
	{ "virt.notify", "vhost" },
	{ "virt.", "guest" },
	{ "drop.ovs", "ovs bridge" },
	{ "latency.ovs", "ovs bridge" },
	{ "ovs.", "ovs bridge" },
	{ "drop.wire", "wire" },
	{ "latency.wire", "wire" },
	{ "drop.socket", "socket" },
	{ "drop.no_socket", "socket" },
	{ "drop.listen", "socket" },
	{ "latency.socket", "socket" },
	{ "", "stack" },
};

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; length && (at = strstr(at, word)); at += length)
		if ((at == words || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	return false;
}

static const char *seat_of(const char *id)
{
	for (size_t i = 0; i < ARRAY_SIZE(seats); i++)
		if (!strncmp(id, seats[i].prefix, strlen(seats[i].prefix)))
			return seats[i].kinds;
	return "";
}

/* A datapath, a stack and a guest are found by what stands beside them in the path. */
static bool any_device(const char *kind)
{
	static const char *const kinds[] = { "ovs", "bridge", "stack", "socket", "guest", "wire" };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(kinds[i], kind))
			return true;
	return false;
}

bool path_cause_on(const cJSON *cause, const cJSON *hop)
{
	const char *kind = phrase_name(hop, "kind");
	struct place named = place_of(json_get(cause, "where")), at = place_of(hop);
	const cJSON *queue = json_get(json_get(cause, "where"), "queue");

	if (!has_word(seat_of(phrase_name(cause, "id")), kind))
		return false;
	if (any_device(kind))
		named.device = "";
	if (!place_agrees(&named, &at))
		return false;
	return !cJSON_IsNumber(queue) || !cJSON_IsNumber(json_get(hop, "queue")) ||
	       cJSON_Compare(queue, json_get(hop, "queue"), true);
}
