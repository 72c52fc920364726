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

static cJSON *add_hop(cJSON *hops, const char *kind, const char *device, bool seen)
{
	cJSON *hop = cJSON_CreateObject();

	cJSON_AddStringToObject(hop, "kind", kind);
	if (device && *device)
		cJSON_AddStringToObject(hop, "device", device);
	cJSON_AddStringToObject(hop, "state", seen ? "ok" : "unknown");
	cJSON_AddItemToArray(hops, hop);
	return hop;
}

/* The row of a device, whichever namespace: the fullest match first. */
static const cJSON *find_device(const struct rows *rows, const char *netns, const char *device)
{
	const cJSON *row;

	cJSON_ArrayForEach (row, rows->list)
		if (!strcmp(rows_text(rows, row, "device"), device) &&
		    (!netns || !strcmp(rows_text(rows, row, "netns"), netns)))
			return row;
	return NULL;
}

static bool seen(const cJSON *report, const char *fact)
{
	struct rows rows;

	return rows_of(report, fact, &rows);
}

static void add_qdisc(const cJSON *report, cJSON *hops, const char *device)
{
	struct rows rows;

	if (rows_of(report, "qdiscs.counters", &rows) && find_device(&rows, NULL, device))
		add_hop(hops, "qdisc", device, true);
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
	struct rows nics;

	if (!strcmp(kind, "tun"))
		return "tap";
	if (rows_of(report, "nic.links", &nics) &&
	    find_device(&nics, NULL, rows_text(links, row, "device")))
		return "nic";
	return *kind ? "device" : "nic";
}

static void add_device(const cJSON *report, const struct rows *links, cJSON *hops, const cJSON *row)
{
	const char *device = rows_text(links, row, "device");

	add_qdisc(report, hops, device);
	count_packets(links, row, add_hop(hops, kind_of(report, links, row), device, true));
}

static cJSON *new_path(cJSON *paths, const char *name)
{
	cJSON *path = cJSON_CreateObject();

	cJSON_AddStringToObject(path, "name", name);
	cJSON_AddItemToArray(paths, path);
	return cJSON_AddArrayToObject(path, "hops");
}

/* The datapath that has the device as a port, or "". */
static const char *datapath_of(const cJSON *report, const char *device)
{
	struct rows ports;
	const cJSON *port;

	if (!rows_of(report, "ovs.ports", &ports))
		return "";
	port = find_device(&ports, NULL, device);
	return port ? rows_text(&ports, port, "datapath") : "";
}

/* The uplink that is a port of the same datapath, or has the same master. */
static const cJSON *uplink_beside(const cJSON *report, const struct rows *links,
				  const char *datapath, const char *master)
{
	const cJSON *row;

	cJSON_ArrayForEach (row, links->list) {
		const char *device = rows_text(links, row, "device");

		if (strcmp(kind_of(report, links, row), "nic") != 0)
			continue;
		if (*datapath ? !strcmp(datapath_of(report, device), datapath)
			      : *master && !strcmp(rows_text(links, row, "master"), master))
			return row;
	}
	return NULL;
}

static void add_guest_path(const cJSON *report, const struct rows *links, cJSON *paths,
			   const cJSON *tap)
{
	const char *device = rows_text(links, tap, "device");
	const char *master = rows_text(links, tap, "master");
	const char *datapath = datapath_of(report, device);
	const cJSON *uplink = uplink_beside(report, links, datapath, master);
	cJSON *hops = new_path(paths, device);

	add_hop(hops, "guest", NULL, false);
	add_hop(hops, "vhost", device, seen(report, "vhost.threads"));
	add_device(report, links, hops, tap);
	if (*datapath)
		add_hop(hops, "ovs", datapath, seen(report, "ovs.datapaths"));
	else if (*master)
		add_hop(hops, "bridge", master, true);
	if (uplink)
		add_device(report, links, hops, uplink);
	add_hop(hops, "wire", NULL, false);
}

static void add_host_path(const cJSON *report, const struct rows *links, cJSON *paths,
			  const cJSON *row)
{
	const char *netns = rows_text(links, row, "netns");
	cleanup_free char *name = NULL;
	cJSON *hops;

	if (asprintf(&name, "%s%s%s", strcmp(netns, "self") ? netns : "",
		     strcmp(netns, "self") ? " > " : "", rows_text(links, row, "device")) < 0)
		name = NULL;
	hops = new_path(paths, must_have(name));
	add_hop(hops, "socket", NULL, seen(report, "protocol.counters"));
	add_hop(hops, "stack", NULL, seen(report, "drops.kernel"));
	add_device(report, links, hops, row);
	add_hop(hops, "wire", NULL, false);
}

static bool named_by_cause(const cJSON *report, const struct rows *links, const cJSON *row)
{
	static const char *const keys[] = { "causes", "suspected" };
	const cJSON *cause;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		cJSON_ArrayForEach (cause, json_get(report, keys[i])) {
			const cJSON *where = json_get(cause, "where");

			if (!strcmp(phrase_name(where, "device"),
				    rows_text(links, row, "device")) &&
			    !strcmp(phrase_name(where, "netns"), rows_text(links, row, "netns")))
				return true;
		}
	return false;
}

cJSON *path_of_devices(const cJSON *report)
{
	cJSON *paths = cJSON_CreateArray();
	struct rows links;
	const cJSON *row;
	int uplinks = 0;

	if (!rows_of(report, "links.counters", &links))
		return paths;
	cJSON_ArrayForEach (row, links.list) {
		const char *kind = kind_of(report, &links, row);
		bool own = !strcmp(rows_text(&links, row, "netns"), "self");
		bool loopback = !strcmp(rows_text(&links, row, "device"), "lo");

		if (cJSON_GetArraySize(paths) >= MOST_PATHS)
			break;
		if (!strcmp(kind, "tap"))
			add_guest_path(report, &links, paths, row);
		else if ((own && !loopback && !strcmp(kind, "nic") && uplinks++ < MOST_UPLINKS) ||
			 named_by_cause(report, &links, row))
			add_host_path(report, &links, paths, row);
	}
	return paths;
}
