// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include <linux/gen_stats.h>
#include <linux/if_packet.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <sched.h>
#include <sys/socket.h>

#include "cleanup.h"
#include "in_child.h"
#include "probe.h"
#include "qdisc_message.h"
#include "recorded.h"

extern const struct probe probe_qdiscs;

struct parsed {
	struct qdisc *qdiscs;
	size_t count, room;
};

static void parse_one(struct nlmsghdr *message, void *data)
{
	struct parsed *parsed = data;

	assert_true(parsed->count < parsed->room);
	assert_true(qdisc_parse(message, &parsed->qdiscs[parsed->count++]));
}

static size_t parse_recorded(const char *kernel, struct qdisc *qdiscs, size_t room)
{
	struct parsed parsed = { qdiscs, 0, room };

	recorded_messages(kernel, "qdiscs.hex", parse_one, &parsed);
	return parsed.count;
}

/* The one with that handle and parent, as tc would write them. */
static const struct qdisc *find(const struct qdisc *qdiscs, size_t count, const char *kind,
				const char *handle, const char *parent)
{
	for (size_t i = 0; i < count; i++) {
		char names[2][QDISC_NAME_MAX];

		qdisc_name(qdiscs[i].handle, names[0]);
		qdisc_name(qdiscs[i].parent, names[1]);
		if (!strcmp(qdiscs[i].kind, kind) && !strcmp(names[0], handle) &&
		    !strcmp(names[1], parent))
			return &qdiscs[i];
	}
	fail_msg("no %s %s below %s", kind, handle, parent);
	return NULL;
}

static void test_recorded(void **state)
{
	static const char *const kernels[] = { "5.10", "6.1", "6.12", "7.2" };
	struct qdisc qdiscs[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kernels); i++) {
		size_t count = parse_recorded(kernels[i], qdiscs, ARRAY_SIZE(qdiscs));
		const struct qdisc *qdisc = find(qdiscs, count, "tbf", "1:", "root");

		assert_int_equal(qdisc->limit, 8192);
		assert_string_equal(qdisc->limit_unit, "bytes");
		assert_int_equal(qdisc->rate, 125000);
		assert_in_range(qdisc->burst, 4095, 4097);
		assert_true(qdisc->packets > 0 && qdisc->bytes > qdisc->packets);
		qdisc = find(qdiscs, count, "pfifo", "11:", "10:1");
		assert_int_equal(qdisc->limit, 7);
		assert_string_equal(qdisc->limit_unit, "packets");
		assert_false(qdisc->tells_by_limit);
		qdisc = find(qdiscs, count, "htb", "2:", "root");
		assert_null(qdisc->limit_unit);
		find(qdiscs, count, "mq", "10:", "root");
		find(qdiscs, count, "clsact", "ffff:", "ingress");
		find(qdiscs, count, "noqueue", "0:", "root");
		for (size_t k = 0; k < count; k++) {
			if (!strcmp(qdiscs[k].kind, "netem")) {
				assert_int_equal(qdiscs[k].limit, 77);
				assert_float_equal(qdiscs[k].loss, 0.01, 1e-6);
			}
			if (!strcmp(qdiscs[k].kind, "fq_codel")) {
				assert_true(qdiscs[k].tells_by_limit);
				assert_true(qdiscs[k].limit == 10240 || qdiscs[k].limit == 99);
			}
			assert_int_equal(qdiscs[k].drops, 0);
		}
	}
}

/* A qdisc of that kind that dropped 100 packets, with what it counts itself. */
static struct qdisc parse_stats(const char *kind, const void *own, int size)
{
	struct nl_msg *message = nlmsg_alloc_simple(RTM_NEWQDISC, 0);
	const struct gnet_stats_queue queue = { .drops = 100 };
	const struct tcmsg head = { 0 };
	struct qdisc qdisc = { 0 };
	struct nlattr *nest;

	nlmsg_append(message, (void *)&head, sizeof(head), NLMSG_ALIGNTO);
	nla_put_string(message, TCA_KIND, kind);
	nest = nla_nest_start(message, TCA_OPTIONS);
	nla_put_u32(message, TCA_FQ_PLIMIT, 10000);
	nla_put_u32(message, TCA_FQ_FLOW_PLIMIT, 70);
	nla_nest_end(message, nest);
	nest = nla_nest_start(message, TCA_STATS2);
	nla_put(message, TCA_STATS_QUEUE, sizeof(queue), &queue);
	nla_put(message, TCA_STATS_APP, size, own);
	nla_nest_end(message, nest);
	assert_true(qdisc_parse(nlmsg_hdr(message), &qdisc));
	assert_true(qdisc.tells_by_limit);
	nlmsg_free(message);
	return qdisc;
}

static void test_drops_at_the_limit(void **state)
{
	const struct tc_fq_qd_stats fq = { .flows_plimit = 60, .horizon_drops = 10 };
	const struct tc_fq_pie_xstats fq_pie = { .dropped = 100, .overlimit = 20 };
	const struct tc_pie_xstats pie = { .dropped = 85, .overlimit = 15 };
	struct qdisc qdisc = parse_stats("fq", &fq, sizeof(fq));

	(void)state;
	assert_int_equal(qdisc.by_limit, 30);
	assert_int_equal(qdisc.limit, 10000);
	assert_int_equal(qdisc.flow_limit, 70);
	assert_int_equal(parse_stats("pie", &pie, sizeof(pie)).by_limit, 15);
	assert_int_equal(parse_stats("fq_pie", &fq_pie, sizeof(fq_pie)).by_limit, 20);
}

/* Whatever is cut off a message, parsing it reads nothing behind its end. */
static void test_every_truncation(void **state)
{
	struct nl_msg *message = nlmsg_alloc_simple(36 /* RTM_NEWQDISC */, 0);
	const unsigned char zeros[64] = { 0 };
	unsigned whole = 0;
	size_t length;

	(void)state;
	nlmsg_append(message, (void *)zeros, 20, NLMSG_ALIGNTO);
	nla_put_string(message, 1, "tbf");
	nla_put(message, 2, 60, zeros);
	nla_put(message, 7, 20, zeros);
	length = nlmsg_hdr(message)->nlmsg_len;
	for (size_t cut = 16; cut <= length; cut++) {
		struct nlmsghdr *copy = malloc(cut);
		struct qdisc qdisc;

		memcpy(copy, nlmsg_hdr(message), cut);
		copy->nlmsg_len = (uint32_t)cut;
		whole += qdisc_parse(copy, &qdisc);
		free(copy);
	}
	assert_true(whole > 0 && whole < length - 16);
	nlmsg_free(message);
}

static struct table *read_here(void)
{
	static const struct netns ns = { .name = "self", .self = true };
	struct table *tables[] = { table_new(probe_qdiscs.facts[0].columns), NULL };
	const struct reading reading = { NULL, &ns, tables };
	struct error err;

	CHILD_ASSERT(!probe_qdiscs.read(&reading, &err));
	return tables[0];
}

static void run(const char *command)
{
	if (system(command)) {
		fprintf(stderr, "failed: %s\n", command);
		_exit(1);
	}
}

static void send_frames(const char *device, unsigned count)
{
	static const unsigned char frame[60] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5 };
	const struct sockaddr_ll to = { .sll_family = AF_PACKET,
					.sll_ifindex = (int)if_nametoindex(device),
					.sll_halen = 6 };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	CHILD_ASSERT(fd >= 0);
	for (unsigned i = 0; i < count; i++)
		sendto(fd, frame, sizeof(frame), 0, (const void *)&to, sizeof(to));
	close(fd);
}

/* Queues of a device, by the class of mq that they stand in. */
static void counts_packets_of_queues(void)
{
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct fact *fact = evidence_add(evidence, "qdiscs", probe_qdiscs.facts);
	struct table *before;
	struct error err;
	const struct cell *queue;

	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	run("sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 && "
	    "ip link add left numtxqueues 2 numrxqueues 2 type veth peer name right && "
	    "ip link set left up && ip link set right up && "
	    "tc qdisc replace dev left root handle 5: mq && "
	    "tc qdisc replace dev left parent 5:1 handle 6: pfifo limit 7 && "
	    "tc qdisc replace dev left parent 5:2 handle 7: pfifo limit 8 && "
	    "ip link set lo txqueuelen 33 && tc qdisc add dev lo root handle 8: pfifo_fast");
	before = read_here();
	send_frames("left", 23);
	table_free(fact->table);
	fact->table = table_difference(before, read_here());
	CHILD_ASSERT(!probe_qdiscs.collect(NULL, evidence, &err));
	for (size_t i = 0; i < fact->table->rows; i++) {
		const char *handle = cell_as_text(table_cell(fact->table, i, "handle"));
		uint64_t packets = cell_as_count(table_cell(fact->table, i, "packets"));
		uint64_t limit = cell_as_count(table_cell(fact->table, i, "limit"));

		CHILD_ASSERT(strcmp(cell_as_text(table_cell(fact->table, i, "kind")), "noqueue"));
		queue = table_cell(fact->table, i, "queue");
		CHILD_ASSERT(strcmp(handle, "5:") || packets == 23);
		CHILD_ASSERT(strcmp(handle, "6:") ||
			     (limit == 7 && queue->type == CELL_COUNT && queue->count == 0));
		CHILD_ASSERT(strcmp(handle, "7:") || (limit == 8 && queue->count == 1));
		CHILD_ASSERT(strcmp(handle, "8:") || limit == 33);
	}
	CHILD_ASSERT(fact->table->rows == 4);
}

static void test_reading(void **state)
{
	(void)state;
	if (geteuid() || system("tc -V >/dev/null 2>&1"))
		skip();
	assert_int_equal(in_child(counts_packets_of_queues), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded),
		cmocka_unit_test(test_drops_at_the_limit),
		cmocka_unit_test(test_every_truncation),
		cmocka_unit_test(test_reading),
	};

	return cmocka_run_group_tests_name("qdiscs", tests, NULL, NULL);
}
