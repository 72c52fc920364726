// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_meters.h"

#include <netlink/errno.h>

#include "ovs_facts.h"

#define MAX_METERS 256
#define MISSING_ENDS 4

struct meters {
	const struct reading *reading;
	const struct ovs_datapath *datapath;
	uint32_t id;
	bool there;
};

static uint64_t dropped_by_bands(struct nlattr *bands)
{
	struct nlattr *band, *attributes[OVS_BAND_ATTR_MAX + 1];
	uint64_t dropped = 0;
	int left;

	if (!bands)
		return 0;
	nla_for_each_nested(band, bands, left)
	{
		struct ovs_flow_stats stats = { 0 };

		if (nla_parse_nested(attributes, OVS_BAND_ATTR_MAX, band, NULL) < 0 ||
		    !attributes[OVS_BAND_ATTR_STATS])
			continue;
		nla_memcpy(&stats, attributes[OVS_BAND_ATTR_STATS], sizeof(stats));
		dropped += stats.n_packets;
	}
	return dropped;
}

static void take_meter(const struct ovs_answer *answer, void *data)
{
	struct ovs_flow_stats stats = { 0 };
	struct meters *meters = data;
	struct cell *row;

	/* A number without a meter is answered too, without anything in it. */
	if (!answer->attributes[OVS_METER_ATTR_STATS])
		return;
	meters->there = true;
	row = reading_row(meters->reading, OVS_METERS);
	nla_memcpy(&stats, answer->attributes[OVS_METER_ATTR_STATS], sizeof(stats));
	cell_text(&row[OVS_NAME], meters->datapath->name);
	cell_count(&row[METER_ID], meters->id);
	cell_count(&row[METER_PACKETS], stats.n_packets);
	cell_count(&row[METER_BYTES], stats.n_bytes);
	cell_count(&row[METER_DROPPED], dropped_by_bands(answer->attributes[OVS_METER_ATTR_BANDS]));
}

int ovs_read_meters(const struct reading *reading, const struct ovs *ovs,
		    const struct ovs_datapath *datapath, struct error *err)
{
	struct meters meters = { .reading = reading, .datapath = datapath };
	unsigned missing = 0;

	if (!ovs->families[OVS_METER].id)
		return 0;
	for (; meters.id < MAX_METERS && missing < MISSING_ENDS; meters.id++) {
		struct nl_msg *question = ovs_question(ovs, OVS_METER, OVS_METER_CMD_GET,
						       datapath->number, NLM_F_REQUEST);
		int r;

		nla_put_u32(question, OVS_METER_ATTR_ID, meters.id);
		meters.there = false;
		r = ovs_ask(ovs, question, OVS_METER_ATTR_MAX, take_meter, &meters);
		if (r < 0 && r != -NLE_OBJ_NOTFOUND)
			return error_set(err, "cannot read meter %u of datapath %s: %s", meters.id,
					 datapath->name, nl_geterror(r));
		missing = meters.there ? 0 : missing + 1;
	}
	return 0;
}
