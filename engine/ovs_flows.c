// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_flows.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <netlink/errno.h>

#include "attribute.h"
#include "cleanup.h"
#include "clock.h"
#include "memory.h"
#include "ovs_key.h"
#include "session.h"
#include "text.h"

#define DUMP_MS 500
#define KEEP_DROPPING 4096
#define DETAILED 32 /* flows of a table that are asked for by id */

struct flow {
	uint32_t id[4];
	uint64_t packets, bytes, used_ms;
	bool drops;
};

struct walk {
	const struct reading *reading;
	const char *name;
	uint32_t datapath;
	struct flow *flows;
	size_t count, dropping;
	uint64_t listed, one_in;
	uint64_t now_ms, start_ms; /* of the kernel's monotonic clock */
};

static bool flow_of(struct nlattr **attributes, struct flow *ret_flow)
{
	struct ovs_flow_stats stats = { 0 };

	if (!attributes[OVS_FLOW_ATTR_UFID] ||
	    nla_len(attributes[OVS_FLOW_ATTR_UFID]) < (int)sizeof(ret_flow->id))
		return false;
	nla_memcpy(ret_flow->id, attributes[OVS_FLOW_ATTR_UFID], sizeof(ret_flow->id));
	if (attributes[OVS_FLOW_ATTR_STATS])
		nla_memcpy(&stats, attributes[OVS_FLOW_ATTR_STATS], sizeof(stats));
	ret_flow->packets = stats.n_packets;
	ret_flow->bytes = stats.n_bytes;
	ret_flow->used_ms =
		attributes[OVS_FLOW_ATTR_USED] ? nla_get_u64(attributes[OVS_FLOW_ATTR_USED]) : 0;
	ret_flow->drops = attributes[OVS_FLOW_ATTR_ACTIONS] &&
			  ovs_actions_drop(attributes[OVS_FLOW_ATTR_ACTIONS]);
	return true;
}

static bool take_flow(const struct ovs_answer *answer, void *data)
{
	struct walk *walk = data;
	struct flow flow;
	bool sampled;

	walk->listed++;
	if (!flow_of(answer->attributes, &flow))
		return true;
	sampled = !(flow.id[0] & (walk->one_in - 1));
	if (!sampled && (!flow.drops || !flow.packets || walk->dropping >= KEEP_DROPPING))
		return true;
	if (walk->count == OVS_FLOWS_KEPT + KEEP_DROPPING)
		return false;
	walk->dropping += !sampled;
	walk->flows[walk->count++] = flow;
	return true;
}

/* Flows that drop come first, then the busiest. */
static int compare(const void *left, const void *right)
{
	const struct flow *a = left, *b = right;

	if (a->drops != b->drops)
		return a->drops ? -1 : 1;
	if (a->packets != b->packets)
		return a->packets > b->packets ? -1 : 1;
	return memcmp(a->id, b->id, sizeof(a->id));
}

/* As ovs-dpctl writes it. */
static void id_text(const struct flow *flow, char text[40])
{
	snprintf(text, 40, "%08" PRIx32 "-%04x-%04x-%04x-%04x%08" PRIx32, flow->id[0],
		 flow->id[1] >> 16, flow->id[1] & 0xffff, flow->id[2] >> 16, flow->id[2] & 0xffff,
		 flow->id[3]);
}

struct port_names {
	struct port_name {
		uint32_t number;
		char *name;
	} * entries;
	size_t count;
};

static void take_name(const struct ovs_answer *answer, void *data)
{
	struct nlattr **attributes = answer->attributes;
	struct port_names *names = data;
	struct cell cell = { 0 };

	if (!attributes[OVS_VPORT_ATTR_NAME] || !attributes[OVS_VPORT_ATTR_PORT_NO])
		return;
	cell_system_text(&cell, attribute_text(attributes[OVS_VPORT_ATTR_NAME]));
	names->entries = must_realloc(names->entries, (names->count + 1) * sizeof(*names->entries));
	names->entries[names->count++] =
		(struct port_name){ attribute_u32(attributes[OVS_VPORT_ATTR_PORT_NO]),
				    must_strdup(cell_as_text(&cell)) };
	cell_text(&cell, NULL);
}

static void clear_names(struct port_names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->entries[i].name);
	free(names->entries);
}

static const char *name_of(uint32_t port, void *data)
{
	const struct port_names *names = data;

	for (size_t i = 0; i < names->count; i++)
		if (names->entries[i].number == port)
			return names->entries[i].name;
	return NULL;
}

struct detail {
	struct cell *row;
	struct port_names *names;
};

static void take_detail(const struct ovs_answer *answer, void *data)
{
	struct nlattr **attributes = answer->attributes;
	const struct detail *detail = data;
	char actions[OVS_TEXT_MAX];
	struct ovs_key key;

	if (!attributes[OVS_FLOW_ATTR_KEY] || !attributes[OVS_FLOW_ATTR_ACTIONS])
		return;
	ovs_key_read(attributes[OVS_FLOW_ATTR_KEY], attributes[OVS_FLOW_ATTR_MASK], &key);
	ovs_actions_text(attributes[OVS_FLOW_ATTR_ACTIONS], name_of, detail->names, actions);
	cell_text(&detail->row[FLOW_KEY], key.text);
	cell_text(&detail->row[FLOW_ACTIONS], actions);
	cell_text(&detail->row[FLOW_FAMILY], key.family);
	cell_text(&detail->row[FLOW_PROTOCOL], key.protocol);
	cell_text(&detail->row[FLOW_ADDRESS], key.address);
	if (key.has_port)
		cell_text(&detail->row[FLOW_DEVICE], name_of(key.in_port, detail->names));
	if (key.has_destination)
		cell_count(&detail->row[FLOW_PORT], key.destination);
}

static void ask_detail(const struct ovs *ovs, const struct walk *walk, const struct flow *flow,
		       struct cell *row, struct port_names *names)
{
	struct nl_msg *question =
		ovs_question(ovs, OVS_FLOW, OVS_FLOW_CMD_GET, walk->datapath, NLM_F_REQUEST);
	struct detail detail = { row, names };

	nla_put(question, OVS_FLOW_ATTR_UFID, sizeof(flow->id), flow->id);
	nla_put_u32(question, OVS_FLOW_ATTR_UFID_FLAGS, 0);
	ovs_ask(ovs, question, OVS_FLOW_ATTR_MAX, take_detail, &detail);
}

static struct cell *add_flow(const struct walk *walk, const struct flow *flow)
{
	struct cell *row = reading_row(walk->reading, OVS_FLOWS);
	char id[40];

	id_text(flow, id);
	cell_text(&row[FLOW_DATAPATH], walk->name);
	cell_text(&row[FLOW_ID], id);
	cell_count(&row[FLOW_PACKETS], flow->packets);
	cell_count(&row[FLOW_BYTES], flow->bytes);
	cell_bool(&row[FLOW_DROPS], flow->drops);
	if (flow->used_ms && flow->used_ms <= walk->now_ms)
		cell_count(&row[FLOW_IDLE_MS], walk->now_ms - flow->used_ms);
	return row;
}

static int add_flows(const struct walk *walk, struct error *err)
{
	struct port_names names = { 0 };
	cleanup_ovs struct ovs ovs = { 0 };
	unsigned asked = 0;

	qsort(walk->flows, walk->count, sizeof(*walk->flows), compare);
	for (size_t i = 0; i < walk->count; i++) {
		const struct flow *flow = &walk->flows[i];
		struct cell *row = add_flow(walk, flow);

		if (asked == DETAILED || !flow->used_ms || flow->used_ms < walk->start_ms)
			continue;
		if (!asked++) {
			if (ovs_open(&ovs, err) < 0)
				return -1;
			ovs_ask(&ovs,
				ovs_question(&ovs, OVS_VPORT, OVS_VPORT_CMD_GET, walk->datapath,
					     NLM_F_DUMP),
				OVS_PORT_ATTRIBUTES, take_name, &names);
		}
		ask_detail(&ovs, walk, flow, row, &names);
	}
	clear_names(&names);
	return 0;
}

/* A socket of its own: one whose dump was cut is of no more use. */
static int dump_flows(struct walk *walk, struct error *err)
{
	cleanup_ovs struct ovs ovs = { 0 };
	struct nl_msg *question;
	int r;

	if (ovs_open(&ovs, err) < 0)
		return -1;
	question = ovs_question(&ovs, OVS_FLOW, OVS_FLOW_CMD_GET, walk->datapath, NLM_F_DUMP);
	nla_put_u32(question, OVS_FLOW_ATTR_UFID_FLAGS, OVS_UFID_F_OMIT_KEY | OVS_UFID_F_OMIT_MASK);
	r = ovs_ask_within(&ovs, question, OVS_FLOW_ATTR_MAX, take_flow, walk, DUMP_MS);
	/* A table that changed under way was still seen, but for what moved. */
	if (r < 0 && r != -NLE_DUMP_INTR)
		return error_set(err, "cannot list the flows of datapath %s: %s", walk->name,
				 nl_geterror(r));
	return r == 1;
}

static uint64_t sample_of(uint64_t flows)
{
	uint64_t one_in = 1;

	while (flows / one_in > OVS_FLOWS_KEPT / 2)
		one_in *= 2;
	return one_in;
}

int ovs_flows_read(const struct reading *reading, uint32_t datapath, const char *name,
		   uint64_t flows, struct error *err)
{
	cleanup_free struct flow *kept = must_calloc(OVS_FLOWS_KEPT + KEEP_DROPPING, sizeof(*kept));
	struct walk walk = { .reading = reading,
			     .name = name,
			     .datapath = datapath,
			     .flows = kept,
			     .one_in = sample_of(flows),
			     .now_ms = (uint64_t)clock_ms() };
	struct cell *row;
	int cut = dump_flows(&walk, err);

	if (cut < 0)
		return -1;
	if (cut)
		reading_lacks(reading, "listing the flows of datapath %s took more than %d ms",
			      name, DUMP_MS);
	walk.start_ms = walk.now_ms - (reading->session ? session_now_ms(reading->session) : 0);
	row = reading_row(reading, OVS_FLOW_TABLES);
	cell_text(&row[TABLE_DATAPATH], name);
	cell_count(&row[TABLE_FLOWS], flows);
	cell_count(&row[TABLE_LISTED], walk.listed);
	cell_count(&row[TABLE_ONE_IN], walk.one_in);
	cell_bool(&row[TABLE_WHOLE], !cut);
	return add_flows(&walk, err);
}
