// SPDX-License-Identifier: BSD-2-Clause
/* Paths made from the devices of the evidence, where the report brings none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "path_model.h"
#include "phrase.h"
#include "rows.h"

#define MOST_PATHS 64
#define MOST_UPLINKS 4

static cJSON *add_hop(cJSON *hops, const char *kind, const struct place *place, bool seen)
{
	const char *const names[][2] = { { "host", place->host },
					 { "netns", place->netns },
					 { "device", place->device } };
	cJSON *hop = cJSON_CreateObject();

	cJSON_AddStringToObject(hop, "kind", kind);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (*names[i][1])
			cJSON_AddStringToObject(hop, names[i][0], names[i][1]);
	cJSON_AddStringToObject(hop, "state", seen ? "ok" : "unknown");
	cJSON_AddItemToArray(hops, hop);
	return hop;
}

/* A hop that is of no device. */
static void add_part(cJSON *hops, const char *kind, const char *host, const char *netns, bool seen)
{
	add_hop(hops, kind, &(struct place){ host, netns, "" }, seen);
}

static const cJSON *find_device(const struct rows *rows, const struct place *place)
{
	const cJSON *row;

	cJSON_ArrayForEach (row, rows->list) {
		struct place at = place_of_row(rows, row);

		if (*at.device && place_agrees(&at, place))
			return row;
	}
	return NULL;
}

static bool has_row(const cJSON *report, const char *fact, const struct place *place)
{
	struct rows rows;

	return rows_of(report, fact, &rows) && find_device(&rows, place);
}

static bool seen(const cJSON *report, const char *fact)
{
	struct rows rows;

	return rows_of(report, fact, &rows);
}

static void count_packets(const struct rows *links, const cJSON *row, cJSON *hop)
{
	double packets =
		rows_number(links, row, "rx_packets") + rows_number(links, row, "tx_packets");

	if (packets > 0)
		json_add_count(hop, "packets", (uint64_t)packets);
}

static const char *kind_of(const cJSON *report, const struct rows *links, const cJSON *row)
{
	const char *kind = rows_text(links, row, "kind");
	struct place place = place_of_row(links, row);

	if (!strcmp(kind, "tun"))
		return "tap";
	return !*kind || has_row(report, "nic.links", &place) ? "nic" : "device";
}

static void add_device(const cJSON *report, const struct rows *links, cJSON *hops, const cJSON *row)
{
	struct place place = place_of_row(links, row);

	if (has_row(report, "qdiscs.counters", &place))
		add_hop(hops, "qdisc", &place, true);
	count_packets(links, row, add_hop(hops, kind_of(report, links, row), &place, true));
}

/* Named "host > netns > device", without what goes without saying. */
static cJSON *new_path(cJSON *paths, const struct place *place)
{
	bool self = !*place->netns || !strcmp(place->netns, "self");
	cJSON *path = cJSON_CreateObject();
	cleanup_free char *name = NULL;

	if (asprintf(&name, "%s%s%s%s%s", place->host, *place->host ? " > " : "",
		     self ? "" : place->netns, self ? "" : " > ", place->device) < 0)
		name = NULL;
	cJSON_AddStringToObject(path, "name", must_have(name));
	cJSON_AddItemToArray(paths, path);
	return cJSON_AddArrayToObject(path, "hops");
}

/* The datapath that has the device as a port, or "". A port may be seen from another namespace. */
static const char *datapath_of(const cJSON *report, struct place place)
{
	struct rows ports;
	const cJSON *port;

	if (!rows_of(report, "ovs.ports", &ports))
		return "";
	port = find_device(&ports, &place);
	if (!port) {
		place.netns = "";
		port = find_device(&ports, &place);
	}
	return port ? rows_text(&ports, port, "datapath") : "";
}

/* The uplink of the same host that is a port of the same datapath, or has the same master. */
static const cJSON *uplink_beside(const cJSON *report, const struct rows *links,
				  const struct place *tap, const char *datapath, const char *master)
{
	const cJSON *row;

	cJSON_ArrayForEach (row, links->list) {
		struct place place = place_of_row(links, row);

		if (strcmp(place.host, tap->host) != 0)
			continue;
		if (!*datapath && (!*master || strcmp(rows_text(links, row, "master"), master) ||
				   strcmp(place.netns, tap->netns) != 0))
			continue;
		if (*datapath && strcmp(datapath_of(report, place), datapath) != 0)
			continue;
		if (!strcmp(kind_of(report, links, row), "nic"))
			return row;
	}
	return NULL;
}

static void add_guest_path(const cJSON *report, const struct rows *links, cJSON *paths,
			   const cJSON *row)
{
	struct place tap = place_of_row(links, row);
	const char *master = rows_text(links, row, "master");
	const char *datapath = datapath_of(report, tap);
	const cJSON *uplink = uplink_beside(report, links, &tap, datapath, master);
	cJSON *hops = new_path(paths, &tap);

	add_part(hops, "guest", tap.host, "", false);
	add_hop(hops, "vhost", &tap, seen(report, "vhost.threads"));
	add_device(report, links, hops, row);
	if (*datapath)
		add_hop(hops, "ovs", &(struct place){ tap.host, "", datapath },
			seen(report, "ovs.datapaths"));
	else if (*master)
		add_hop(hops, "bridge", &(struct place){ tap.host, tap.netns, master }, true);
	if (uplink)
		add_device(report, links, hops, uplink);
	add_part(hops, "wire", tap.host, "", false);
}

static void add_host_path(const cJSON *report, const struct rows *links, cJSON *paths,
			  const cJSON *row)
{
	struct place place = place_of_row(links, row);
	cJSON *hops = new_path(paths, &place);

	add_part(hops, "socket", place.host, place.netns, seen(report, "protocol.counters"));
	add_part(hops, "stack", place.host, place.netns, seen(report, "drops.kernel"));
	add_device(report, links, hops, row);
	add_part(hops, "wire", place.host, "", false);
}

static bool named_by_cause(const cJSON *report, const struct rows *links, const cJSON *row)
{
	static const char *const keys[] = { "causes", "suspected" };
	struct place place = place_of_row(links, row);
	const cJSON *cause;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		cJSON_ArrayForEach (cause, json_get(report, keys[i])) {
			struct place named = place_of(json_get(cause, "where"));

			if (!*named.netns)
				named.netns = "self";
			if (*named.device && place_agrees(&named, &place))
				return true;
		}
	return false;
}

/* Of a host's own uplinks the first few have a path although no cause names them. */
struct uplinks {
	const char *host;
	int count;
};

static bool is_uplink(struct uplinks *uplinks, const cJSON *report, const struct rows *links,
		      const cJSON *row)
{
	struct place place = place_of_row(links, row);

	if (strcmp(place.host, uplinks->host) != 0)
		*uplinks = (struct uplinks){ place.host, 0 };
	return !strcmp(place.netns, "self") && strcmp(place.device, "lo") != 0 &&
	       uplinks->count < MOST_UPLINKS && !strcmp(kind_of(report, links, row), "nic") &&
	       ++uplinks->count;
}

/* Those that causes name, or the others; those that find no room are counted. */
static void add_paths(const cJSON *report, const struct rows *links, bool named, cJSON *paths,
		      int *left_out)
{
	struct uplinks uplinks = { "", 0 };
	int room = MOST_PATHS - cJSON_GetArraySize(paths);
	const cJSON *row;

	cJSON_ArrayForEach (row, links->list) {
		bool tap = !strcmp(rows_text(links, row, "kind"), "tun");
		bool uplink = is_uplink(&uplinks, report, links, row);

		if (named_by_cause(report, links, row) != named || !(named || tap || uplink))
			continue;
		if (room-- <= 0)
			++*left_out;
		else if (tap)
			add_guest_path(report, links, paths, row);
		else
			add_host_path(report, links, paths, row);
	}
}

cJSON *path_of_devices(const cJSON *report, int *ret_left_out)
{
	cJSON *paths = cJSON_CreateArray();
	struct rows links;

	*ret_left_out = 0;
	if (!rows_of(report, "links.counters", &links))
		return paths;
	add_paths(report, &links, true, paths, ret_left_out);
	add_paths(report, &links, false, paths, ret_left_out);
	return paths;
}
