// SPDX-License-Identifier: BSD-2-Clause
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "cleanup.h"
#include "in_child.h"
#include "probe.h"
#include "snmp_text.h"

extern const struct probe probe_snmp;

/* As 5.10 prints it; counters of a host that was up for a while. */
static const char snmp_5_10[] =
	"Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams "
	"InUnknownProtos InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout "
	"ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates\n"
	"Ip: 1 64 91234 0 2 0 0 0 90100 88000 20 4 0 0 0 0 0 0 0\n"
	"Icmp: InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs "
	"InRedirects InEchos InEchoReps InTimestamps InTimestampReps InAddrMasks InAddrMaskReps "
	"OutMsgs OutErrors OutDestUnreachs OutTimeExcds OutParmProbs OutSrcQuenchs OutRedirects "
	"OutEchos OutEchoReps OutTimestamps OutTimestampReps OutAddrMasks OutAddrMaskReps\n"
	"Icmp: 46 0 0 40 0 0 0 0 6 0 0 0 0 0 46 0 40 0 0 0 0 0 6 0 0 0 0\n"
	"IcmpMsg: InType3 InType8 OutType0 OutType3\n"
	"IcmpMsg: 40 6 6 40\n"
	"Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails EstabResets "
	"CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors\n"
	"Tcp: 1 200 120000 -1 310 12 3 1 4 80000 79000 7 0 5 0\n"
	"Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors "
	"IgnoredMulti\n"
	"Udp: 9000 40 23 9100 23 0 0 11\n"
	"UdpLite: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors "
	"IgnoredMulti\n"
	"UdpLite: 0 0 0 0 0 0 0 0\n";

/* 6.1 has MemErrors behind; counters of 64 bits. */
static const char udp_6_1[] =
	"Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors "
	"IgnoredMulti MemErrors\n"
	"Udp: 18446744073709551615 1 2 3 4 5 6 7 8\n";

static const char netstat_6_1[] =
	"TcpExt: SyncookiesSent SyncookiesRecv SyncookiesFailed ListenOverflows ListenDrops "
	"TCPMigrateReqSuccess\n"
	"TcpExt: 0 0 0 63 63 0\n"
	"IpExt: InNoRoutes InTruncatedPkts InMcastPkts OutMcastPkts InOctets\n"
	"IpExt: 0 0 12 13 1234567890123\n"
	"MPTcpExt: MPCapableSYNRX MPCapableSYNTX\n"
	"MPTcpExt: 1 2\n";

static const char snmp6_6_1[] = "Ip6InReceives                   \t321\n"
				"Ip6InHdrErrors                  \t0\n"
				"Icmp6InMsgs                     \t5\n"
				"Icmp6InType135                  \t2\n"
				"Udp6InDatagrams                 \t40\n"
				"Udp6NoPorts                     \t23\n"
				"Udp6MemErrors                   \t0\n"
				"UdpLite6NoPorts                 \t9\n";

static const char xfrm_6_1[] = "XfrmInError             \t0\n"
			       "XfrmInPolBlock          \t57\n";

struct seen {
	struct snmp_counter counters[256];
	size_t count;
};

static void note(const struct snmp_counter *counter, void *data)
{
	struct seen *seen = data;

	assert_true(seen->count < 256);
	seen->counters[seen->count++] = *counter;
}

static uint64_t value(const struct seen *seen, const char *family, const char *group,
		      const char *name)
{
	for (size_t i = 0; i < seen->count; i++)
		if (!strcmp(seen->counters[i].family, family) &&
		    !strcmp(seen->counters[i].group, group) &&
		    !strcmp(seen->counters[i].name, name))
			return seen->counters[i].count;
	fail_msg("no %s %s %s", family, group, name);
	return 0;
}

static bool names(const struct seen *seen, const char *name)
{
	for (size_t i = 0; i < seen->count; i++)
		if (!strcmp(seen->counters[i].name, name))
			return true;
	return false;
}

static void test_snmp(void **state)
{
	struct seen seen = { 0 };
	struct error err;

	(void)state;
	assert_int_equal(snmp_parse(snmp_5_10, note, &seen, &err), 0);
	assert_int_equal(value(&seen, "ipv4", "Ip", "InReceives"), 91234);
	assert_int_equal(value(&seen, "ipv4", "Icmp", "InDestUnreachs"), 40);
	assert_int_equal(value(&seen, "ipv4", "Icmp", "OutType3"), 40);
	assert_int_equal(value(&seen, "any", "Tcp", "RetransSegs"), 7);
	assert_int_equal(value(&seen, "ipv4", "Udp", "RcvbufErrors"), 23);
	assert_int_equal(value(&seen, "ipv4", "UdpLite", "NoPorts"), 0);
	for (size_t i = 0; i < 3; i++)
		assert_false(
			names(&seen, (const char *[]){ "Forwarding", "MaxConn", "CurrEstab" }[i]));
}

static void test_newer_kernels(void **state)
{
	struct seen seen = { 0 };
	struct error err;

	(void)state;
	assert_int_equal(snmp_parse(udp_6_1, note, &seen, &err), 0);
	assert_true(value(&seen, "ipv4", "Udp", "InDatagrams") == UINT64_MAX);
	assert_int_equal(value(&seen, "ipv4", "Udp", "MemErrors"), 8);
	assert_int_equal(snmp_parse(netstat_6_1, note, &seen, &err), 0);
	assert_int_equal(value(&seen, "any", "TcpExt", "ListenDrops"), 63);
	assert_true(value(&seen, "ipv4", "IpExt", "InOctets") == 1234567890123);
	assert_false(names(&seen, "MPCapableSYNRX"));
}

static void test_snmp6(void **state)
{
	struct seen seen = { 0 };
	struct error err;

	(void)state;
	assert_int_equal(snmp6_parse(snmp6_6_1, note, &seen, &err), 0);
	assert_int_equal(value(&seen, "ipv6", "Ip", "InReceives"), 321);
	assert_int_equal(value(&seen, "ipv6", "Icmp", "InType135"), 2);
	assert_int_equal(value(&seen, "ipv6", "Udp", "NoPorts"), 23);
	assert_int_equal(value(&seen, "ipv6", "UdpLite", "NoPorts"), 9);
	assert_int_equal(seen.count, 8);
	assert_int_equal(snmp6_parse(xfrm_6_1, note, &seen, &err), 0);
	assert_int_equal(value(&seen, "any", "Xfrm", "InPolBlock"), 57);
}

static void test_odd_texts(void **state)
{
	static const char *const refused[] = {
		"Udp: NoPorts InErrors\nUdp: 1\n",
		"Udp: NoPorts\nUdp: 1 2\n",
		"Udp: NoPorts\n",
		"Udp: NoPorts\nTcp: 1\n",
		"Udp: NoPorts\nUdp: one\n",
		"Udp: NoPorts\nUdp: 18446744073709551616\n",
		"Udp: NoPorts\nUdp: -\n",
		"Udp: NoPorts\n\nUdp: 1\n",
		"Udp: NoPorts\nUdp: 1e3\n",
	};
	static const char *const passed_over[] = { "", "\n\n", "Other: A B\nOther: x\n",
						   "Udp:\nUdp:\n", "Udp: A\nUdp: -1" };
	struct seen seen = { 0 };
	struct error err;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		assert_int_equal(snmp_parse(refused[i], note, &seen, &err), -1);
	for (size_t i = 0; i < ARRAY_SIZE(passed_over); i++)
		assert_int_equal(snmp_parse(passed_over[i], note, &seen, &err), 0);
	assert_int_equal(seen.count, 0);
	assert_int_equal(snmp6_parse("Ip6InReceives\n", note, &seen, &err), -1);
	assert_int_equal(snmp6_parse("Ip6InReceives x\n", note, &seen, &err), -1);
	assert_int_equal(snmp6_parse("Ip6 1\nNothing 2\nUdp6NoPorts -1\n", note, &seen, &err), 0);
	assert_int_equal(seen.count, 0);
}

/* Every text that a truncated read can give is either parsed or refused. */
static void test_every_truncation(void **state)
{
	size_t length = strlen(snmp_5_10);
	unsigned whole = 0;

	(void)state;
	for (size_t i = 0; i <= length; i++) {
		cleanup_free char *cut = strndup(snmp_5_10, i);
		struct seen seen = { 0 };
		struct error err;

		whole += snmp_parse(cut, note, &seen, &err) == 0;
		assert_true(seen.count <= 100);
	}
	assert_true(whole > 0 && whole < length);
}

static struct table *read_here(void)
{
	static const struct netns ns = { .name = "self", .self = true };
	struct table *tables[] = { table_new(probe_snmp.facts[0].columns), NULL };
	const struct reading reading = { NULL, &ns, tables };
	struct error err;

	CHILD_ASSERT(!probe_snmp.read(&reading, &err));
	table_sort(tables[0]);
	return tables[0];
}

static uint64_t counted(const struct table *table, const char *family, const char *group,
			const char *name)
{
	for (size_t i = 0; i < table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(table, i, "family")), family) &&
		    !strcmp(cell_as_text(table_cell(table, i, "group")), group) &&
		    !strcmp(cell_as_text(table_cell(table, i, "name")), name))
			return cell_as_count(table_cell(table, i, "count"));
	return UINT64_MAX;
}

static void send_to_nobody(int family, const void *address, size_t size, unsigned count)
{
	int fd = socket(family, SOCK_DGRAM, 0);

	CHILD_ASSERT(fd >= 0);
	for (unsigned i = 0; i < count; i++)
		CHILD_ASSERT(sendto(fd, "x", 1, 0, address, (socklen_t)size) == 1);
	close(fd);
}

static void counts_datagrams_to_nobody(void)
{
	const struct sockaddr_in ipv4 = { .sin_family = AF_INET,
					  .sin_port = htons(9),
					  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const struct sockaddr_in6 ipv6 = { .sin6_family = AF_INET6,
					   .sin6_port = htons(9),
					   .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct fact *fact = evidence_add(evidence, "snmp", probe_snmp.facts);
	struct table *before;
	struct error err;

	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(!system("ip link set lo up"));
	before = read_here();
	CHILD_ASSERT(counted(before, "ipv4", "Udp", "NoPorts") == UINT64_MAX);
	CHILD_ASSERT(counted(before, "any", "TcpExt", "ListenDrops") == 0);
	send_to_nobody(AF_INET, &ipv4, sizeof(ipv4), 23);
	send_to_nobody(AF_INET6, &ipv6, sizeof(ipv6), 17);
	table_free(fact->table);
	fact->table = table_difference(before, read_here());
	CHILD_ASSERT(!probe_snmp.collect(NULL, evidence, &err));
	CHILD_ASSERT(counted(fact->table, "ipv4", "Udp", "NoPorts") == 23);
	CHILD_ASSERT(counted(fact->table, "ipv6", "Udp", "NoPorts") == 17);
	CHILD_ASSERT(counted(fact->table, "ipv4", "Udp", "OutDatagrams") == 23);
	CHILD_ASSERT(counted(fact->table, "ipv4", "Udp", "InDatagrams") == 0);
	for (size_t i = 0; i < fact->table->rows; i++)
		CHILD_ASSERT(!strcmp(cell_as_text(table_cell(fact->table, i, "netns")), "self"));
}

static void test_reading(void **state)
{
	(void)state;
	if (geteuid() || system("ip -V >/dev/null 2>&1"))
		skip();
	assert_int_equal(in_child(counts_datagrams_to_nobody), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_snmp),
		cmocka_unit_test(test_newer_kernels),
		cmocka_unit_test(test_snmp6),
		cmocka_unit_test(test_odd_texts),
		cmocka_unit_test(test_every_truncation),
		cmocka_unit_test(test_reading),
	};

	return cmocka_run_group_tests_name("snmp", tests, NULL, NULL);
}
