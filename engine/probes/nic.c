// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <string.h>

#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "attribute.h"
#include "cleanup.h"
#include "clock.h"
#include "memory.h"
#include "nic_count.h"
#include "nic_facts.h"
#include "nic_list.h"
#include "nic_lost.h"
#include "nic_settings.h"
#include "prune.h"
#include "route.h"
#include "session.h"
#include "system_file.h"
#include "text.h"

#define KEEP_UNKNOWN 64 /* counters that moved and whose meaning nobody knows */

static int read_nics(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_nic = {
	.name = "nic",
	.summary = "uplinks: link, rings, queues, offloads and the driver's own counters",
	.summary_zh = "上联网卡：链路、环、队列、卸载及驱动计数器",
	.facts = nic_fact_specs,
	.cost = COST_COUNTERS,
	.seldom = true,
	.once = true, /* /sys shows the devices of the own namespace only */
	.read = read_nics,
	.collect = collect,
};

struct walk {
	const struct reading *reading;
	const struct nic_list *nics;
	const struct nic *nic;
};

static struct cell *device_row(const struct walk *walk, enum nic_fact fact)
{
	struct cell *row = reading_row(walk->reading, fact);

	cell_system_text(&row[NIC_DEVICE], walk->nic->name);
	return row;
}

static void begin_links(void *data)
{
	struct walk *walk = data;

	table_free(walk->reading->tables[NIC_LINKS]);
	walk->reading->tables[NIC_LINKS] = table_new(nic_fact_specs[NIC_LINKS].columns);
}

static void fill_counters(struct cell *row, const struct nlattr *attribute)
{
	struct rtnl_link_stats64 stats = { 0 };

	if (!attribute)
		return;
	nla_memcpy(&stats, attribute, sizeof(stats));
	cell_count(&row[LINK_RX_PACKETS], stats.rx_packets);
	cell_count(&row[LINK_TX_PACKETS], stats.tx_packets);
	cell_count(&row[LINK_RX_BYTES], stats.rx_bytes);
	cell_count(&row[LINK_TX_BYTES], stats.tx_bytes);
	cell_count(&row[LINK_RX_ERRORS], stats.rx_errors);
	cell_count(&row[LINK_TX_ERRORS], stats.tx_errors);
	cell_count(&row[LINK_RX_MISSED], stats.rx_missed_errors);
	cell_count(&row[LINK_RX_CRC], stats.rx_crc_errors);
	cell_count(&row[LINK_RX_FRAME], stats.rx_frame_errors);
	cell_count(&row[LINK_RX_LENGTH], stats.rx_length_errors);
	cell_count(&row[LINK_RX_OVER], stats.rx_over_errors);
	cell_count(&row[LINK_TX_CARRIER], stats.tx_carrier_errors);
}

static const struct nic *find_nic(const struct walk *walk, const char *name)
{
	for (size_t i = 0; i < walk->nics->count; i++)
		if (!strcmp(walk->nics->entries[i].name, name))
			return &walk->nics->entries[i];
	return NULL;
}

static void fill_link(const struct walk *walk, struct cell *row, struct nlattr **attributes,
		      unsigned flags)
{
	char master[64];

	fill_counters(row, attributes[IFLA_STATS64]);
	if (attributes[IFLA_CARRIER_CHANGES])
		cell_count(&row[LINK_CARRIER_CHANGES],
			   attribute_u32(attributes[IFLA_CARRIER_CHANGES]));
	cell_count(&row[LINK_ELAPSED], clock_us());
	cell_bool(&row[LINK_UP], flags & IFF_UP);
	if (attributes[IFLA_CARRIER])
		cell_bool(&row[LINK_CARRIER], attribute_u8(attributes[IFLA_CARRIER]));
	cell_system_text(&row[LINK_DRIVER], walk->nic->driver);
	if (walk->nic->numa >= 0)
		cell_count(&row[LINK_NUMA], (uint64_t)walk->nic->numa);
	cell_count(&row[LINK_RX_QUEUES], walk->nic->rx_queues);
	cell_count(&row[LINK_TX_QUEUES], walk->nic->tx_queues);
	if (system_link(master, sizeof(master), "/sys/class/net/%s/master", walk->nic->name) == 0)
		cell_system_text(&row[LINK_MASTER], master);
}

static void take_link(struct nlmsghdr *message, void *data)
{
	struct nlattr *attributes[IFLA_MAX + 1];
	const struct ifinfomsg *link = nlmsg_data(message);
	struct walk *walk = data;

	if (message->nlmsg_type != RTM_NEWLINK ||
	    nlmsg_parse(message, sizeof(*link), attributes, IFLA_MAX, NULL) < 0 ||
	    !attributes[IFLA_IFNAME])
		return;
	walk->nic = find_nic(walk, attribute_text(attributes[IFLA_IFNAME]));
	if (walk->nic)
		fill_link(walk, device_row(walk, NIC_LINKS), attributes, link->ifi_flags);
}

static void add_features(const struct walk *walk, const struct ethtool *ethtool)
{
	struct nic_feature_state states[NIC_FEATURES];

	if (!nic_offloads(ethtool, walk->nic->name, states))
		return;
	for (size_t i = 0; i < NIC_FEATURES; i++) {
		struct cell *row = device_row(walk, NIC_FEATURES_FACT);

		cell_text(&row[NIC_FIRST], nic_features[i]);
		cell_bool(&row[NIC_FIRST + 1], states[i].active);
		cell_bool(&row[NIC_FIRST + 2], states[i].possible);
	}
}

typedef bool (*setting_fn)(const struct ethtool *ethtool, const char *device, struct cell *first);

/* A driver that has no such setting leaves no row. */
static void add_setting(const struct walk *walk, const struct ethtool *ethtool, enum nic_fact fact,
			setting_fn ask)
{
	struct table *table = walk->reading->tables[fact];
	struct cell *row = device_row(walk, fact);

	if (ask(ethtool, walk->nic->name, row + NIC_FIRST))
		return;
	for (size_t i = 0; i < table->width; i++)
		cell_text(&row[i], NULL);
	table->rows--;
}

static void ask_nic(struct walk *walk, const struct ethtool *ethtool)
{
	const struct table *links = walk->reading->tables[NIC_LINKS];
	size_t told = nic_count(walk->reading, walk->nic);

	for (size_t i = 0; i < links->rows; i++) {
		struct cell *row = table_row(links, i);

		if (strcmp(cell_as_text(&row[NIC_DEVICE]), walk->nic->name))
			continue;
		nic_link_modes(ethtool, walk->nic->name, &row[LINK_SPEED]);
		cell_count(&row[LINK_STATISTICS], told);
	}
	add_setting(walk, ethtool, NIC_RINGS, nic_rings);
	add_setting(walk, ethtool, NIC_QUEUES, nic_channels);
	add_setting(walk, ethtool, NIC_COALESCING, nic_coalescing);
	add_features(walk, ethtool);
}

static int read_nics(const struct reading *reading, struct error *err)
{
	cleanup_free struct nic_list *nics = must_calloc(1, sizeof(*nics));
	struct walk walk = { .reading = reading, .nics = nics };
	cleanup_route struct nl_sock *socket = NULL;
	struct ethtool ethtool;
	size_t foreign;
	int r;

	nic_list_read(nics);
	foreign = nic_list_keep_own(nics);
	if (foreign)
		return error_set(
			err,
			"/sys shows NICs of another network namespace (%zu), so that those "
			"of this one cannot be looked up there",
			foreign);
	if (!nics->count)
		return 0;
	if (route_open(&socket, err) < 0 || ethtool_open(&ethtool, err) < 0)
		return -1;
	r = route_dump_links(socket, begin_links, take_link, &walk, err);
	for (size_t i = 0; r == 0 && i < nics->count; i++) {
		walk.nic = &nics->entries[i];
		ask_nic(&walk, &ethtool);
	}
	ethtool_close(&ethtool);
	return r;
}

static bool keep_moved(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return row_counted(table, row);
}

static bool keep_known(const struct table *table, size_t row, const void *data)
{
	size_t *unknown = *(size_t *const *)data;

	if (*cell_as_text(&table_row(table, row)[STATISTIC_MEANING]))
		return true;
	return (*unknown)++ < KEEP_UNKNOWN;
}

/* What came before the window cannot be taken off. */
static void leave_out_untold(const struct session *session, struct evidence *out)
{
	static const enum nic_fact counted[] = { NIC_STATISTICS, NIC_QUEUE_TRAFFIC };
	const struct probe_run *run = session_run_of(session, &probe_nic);

	for (size_t i = 0; run && run->first && i < ARRAY_SIZE(counted); i++) {
		struct fact *fact = evidence_find(out, nic_fact_specs[counted[i]].name);

		if (fact && fact->table && nic_keep_told(run->first[NIC_LINKS], fact->table))
			session_lacks(session, &probe_nic,
				      "a driver told its counters at the end of the window only");
	}
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *fact = evidence_find(out, nic_fact_specs[NIC_STATISTICS].name);
	struct fact *links = evidence_find(out, nic_fact_specs[NIC_LINKS].name);
	struct fact *lost = evidence_find(out, nic_fact_specs[NIC_LOST].name);
	size_t unknown = 0, *counter = &unknown;

	(void)err;
	if (!fact || !fact->table)
		return 0;
	leave_out_untold(session, out);
	table_keep_if(fact->table, keep_moved, NULL);
	fact->cut += table_keep_if(fact->table, keep_known, &counter);
	if (links && links->table && lost && lost->table)
		nic_lost(links->table, fact->table, lost->table);
	return 0;
}
