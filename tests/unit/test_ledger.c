// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "json.h"
#include "ledger.h"
#include "probe.h"

static const char data_text[] =
	"{\"drop_reasons\":["
	" {\"benign\":\"echo\",\"reason\":\"NO_SOCKET\",\"location\":[\"icmp_rcv\",\"ping_rcv\"]},"
	" {\"cause\":\"drop.no_socket\",\"reason\":\"NO_SOCKET\"},"
	" {\"cause\":\"drop.other\",\"reason\":\"OTHERHOST\"},"
	" {\"cause\":\"drop.no_socket\",\"reason\":\"QUEUE\",\"beside\":{"
	"   "
	"\"fact\":\"links.counters\",\"on\":[\"netns\",\"device\"],\"rows\":{\"carrier\":false,"
	"\"kind\":\"veth\"}}},"
	" {\"cause\":\"drop.listen\",\"reason\":\"QUEUE\"},"
	" {\"cause\":\"drop.listen\",\"reason\":\"SHARED\",\"beside\":{"
	"   \"fact\":\"protocol.counters\",\"on\":[\"netns\"],\"rows\":{\"name\":\"Wrong\"},"
	"   \"up_to\":\"count\"}},"
	" {\"cause\":\"drop.no_socket\",\"reason\":\"SHARED\",\"location\":\"udp_rcv\"},"
	" {\"counted\":true,\"reason\":\"TWICE\"}],"
	" \"counter_losses\":[{\"cause\":\"drop.listen\",\"complete\":true,\"from\":["
	"   {\"fact\":\"sockets.listen\",\"column\":\"drops\",\"sets_protocol\":\"tcp\"},"
	"   "
	"{\"fact\":\"protocol.counters\",\"column\":\"count\",\"rows\":{\"name\":\"ListenDrops\"}}]"
	"},"
	"  {\"cause\":\"drop.no_socket\",\"unless\":\"drops.kernel\",\"from\":["
	"   "
	"{\"fact\":\"protocol.counters\",\"column\":\"count\",\"rows\":{\"name\":\"NoPorts\"}}]}]}";
static const char rules_text[] =
	"[{\"id\":\"drop.no_socket\"},{\"id\":\"drop.listen\"},{\"id\":\"drop.unexplained\"}]";

static struct fact *add(struct evidence *evidence, const char *name)
{
	const struct fact_spec *spec = NULL;
	struct fact *fact = evidence_find(evidence, name);

	assert_non_null(probe_of_fact(name, &spec));
	return fact ? fact : evidence_add(evidence, "test", spec);
}

static void set(struct fact *fact, const char *column, const char *text, uint64_t count)
{
	struct cell *cell =
		table_row(fact->table, fact->table->rows - 1) + table_column(fact->table, column);

	if (text)
		cell_text(cell, text);
	else
		cell_count(cell, count);
}

static void drop(struct evidence *evidence, const char *reason, const char *location,
		 uint64_t packets)
{
	struct fact *fact = add(evidence, "drops.kernel");

	table_add(fact->table);
	set(fact, "reason", reason, 0);
	set(fact, "location", location, 0);
	set(fact, "packets", NULL, packets);
}

static void counter(struct evidence *evidence, const char *name, uint64_t count)
{
	struct fact *fact = add(evidence, "protocol.counters");

	table_add(fact->table);
	set(fact, "name", name, 0);
	set(fact, "count", NULL, count);
}

/* "cause packets, cause packets; benign N; all N" */
static const char *ledger_of(struct evidence *evidence)
{
	static char text[300];
	cleanup_json cJSON *data = cJSON_Parse(data_text), *rules = cJSON_Parse(rules_text);
	cleanup_json cJSON *noise = NULL;
	const struct table *losses, *total, *unscoped;

	ledger_write(evidence, data, rules, &noise);
	losses = evidence_find(evidence, "losses")->table;
	total = evidence_find(evidence, "losses.total")->table;
	unscoped = evidence_find(evidence, "losses.unscoped")->table;
	text[0] = 0;
	for (size_t i = 0; i < unscoped->rows; i++)
		sprintf(text + strlen(text), "perhaps %s %d, ",
			cell_as_text(table_cell(unscoped, i, "cause")),
			(int)cell_as_count(table_cell(unscoped, i, "packets")));
	for (size_t i = 0; i < losses->rows; i++)
		sprintf(text + strlen(text), "%s %d, ",
			cell_as_text(table_cell(losses, i, "cause")),
			(int)cell_as_count(table_cell(losses, i, "packets")));
	sprintf(text + strlen(text), "noise %d, all %d, benign %d", cJSON_GetArraySize(noise),
		(int)cell_as_count(table_cell(total, 0, "packets")),
		(int)cell_as_count(table_cell(total, 0, "benign")));
	return text;
}

static void each_drop_has_one_owner(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();

	(void)state;
	drop(evidence, "NO_SOCKET", "icmp_rcv", 5);
	drop(evidence, "NO_SOCKET", "ping_rcv", 6);
	drop(evidence, "NO_SOCKET", "udp_rcv", 7);
	drop(evidence, "OTHERHOST", "ip_rcv", 8);
	drop(evidence, "NEW_REASON", "somewhere", 9);
	drop(evidence, "TWICE", "tcp_v4_rcv", 10);
	assert_string_equal(
		ledger_of(evidence),
		"drop.no_socket 7, drop.unexplained 9, drop.unexplained 8, noise 1, all 24, "
		"benign 11");
}

static void counters_add_what_no_event_tells(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();

	(void)state;
	drop(evidence, "NO_SOCKET", "udp_rcv", 7);
	counter(evidence, "ListenDrops", 63);
	counter(evidence, "NoPorts", 7);
	assert_string_equal(ledger_of(evidence),
			    "drop.listen 63, drop.no_socket 7, noise 0, all 70, benign 0");
}

static void the_first_source_counts(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct fact *fact = add(evidence, "sockets.listen");

	(void)state;
	table_add(fact->table);
	set(fact, "drops", NULL, 60);
	set(fact, "port", NULL, 80);
	counter(evidence, "ListenDrops", 63);
	counter(evidence, "NoPorts", 7);
	assert_string_equal(ledger_of(evidence),
			    "drop.listen 60, drop.no_socket 7, noise 0, all 67, benign 0");
}

/* Of drops that look alike an entry takes what its counter counted, once; the rest goes on. */
static void a_counter_parts_drops(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();

	(void)state;
	drop(evidence, "SHARED", "tcp_rcv", 10);
	drop(evidence, "SHARED", "udp_rcv", 20);
	counter(evidence, "Wrong", 14);
	assert_string_equal(ledger_of(evidence),
			    "drop.listen 10, drop.listen 4, drop.no_socket 16, noise 0, all 30, "
			    "benign 0");
}

static void without_the_counter_nothing_is_taken(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();

	(void)state;
	drop(evidence, "SHARED", "tcp_rcv", 10);
	drop(evidence, "SHARED", "udp_rcv", 20);
	counter(evidence, "Other", 14);
	assert_string_equal(ledger_of(evidence),
			    "drop.no_socket 20, drop.unexplained 10, noise 0, all 30, benign 0");
}

static void a_scope_counts_only_its_port(void **state)
{
	static const struct {
		const char *scope, *expected;
	} cases[] = {
		{ "{\"scope\":{\"dst_port\":\"443,80\"}}",
		  "drop.listen 60, noise 0, all 60, benign 0" },
		{ "{\"scope\":{\"dst_port\":\"8080,443\"}}", "noise 0, all 0, benign 0" },
		{ "{\"scope\":{\"src_ip\":\"10.0.0.1\"}}",
		  "perhaps drop.listen 60, noise 0, all 0, benign 0" },
		{ "{\"scope\":{\"src_ip\":\"10.0.0.1\",\"dst_port\":\"80\"}}",
		  "drop.listen 60, noise 0, all 60, benign 0" },
		{ "{\"scope\":{\"netns\":\"far\"}}", "drop.listen 60, noise 0, all 60, benign 0" },
		{ "{\"scope\":{\"protocol\":\"udp\",\"dst_port\":\"80\"}}",
		  "noise 0, all 0, benign 0" },
		{ "{\"scope\":{\"device\":\"eth0\"}}",
		  "perhaps drop.listen 60, noise 0, all 0, benign 0" },
		{ "{\"scope\":{\"device\":\"eth0\",\"dst_port\":\"443\"}}",
		  "noise 0, all 0, benign 0" },
		{ "{\"scope\":{}}", "drop.listen 60, noise 0, all 60, benign 0" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cleanup_evidence struct evidence *evidence = evidence_new();
		struct fact *fact = add(evidence, "sockets.listen");

		evidence->run = cJSON_Parse(cases[i].scope);
		table_add(fact->table);
		set(fact, "drops", NULL, 60);
		set(fact, "port", NULL, 80);
		assert_string_equal(ledger_of(evidence), cases[i].expected);
	}
}

/* NICs are read in the own namespace even when the question is about another one. */
static void a_question_about_another_namespace(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct fact *links = add(evidence, "links.counters");

	(void)state;
	evidence->run = cJSON_Parse("{\"scope\":{\"netns\":\"far\"}}");
	table_add(links->table);
	set(links, "netns", "far", 0);
	counter(evidence, "ListenDrops", 60);
	set(evidence_find(evidence, "protocol.counters"), "netns", "self", 0);
	assert_string_equal(ledger_of(evidence), "noise 0, all 0, benign 0");
}

static void drop_on(struct evidence *evidence, const char *netns, const char *device)
{
	drop(evidence, "QUEUE", "", 5);
	set(evidence_find(evidence, "drops.kernel"), "netns", netns, 0);
	set(evidence_find(evidence, "drops.kernel"), "device", device, 0);
}

static void add_link(struct evidence *evidence, const char *netns, const char *device,
		     const char *kind, bool carrier)
{
	struct fact *fact = add(evidence, "links.counters");
	struct cell *row = table_add(fact->table);

	set(fact, "netns", netns, 0);
	set(fact, "device", device, 0);
	set(fact, "kind", kind, 0);
	cell_bool(row + table_column(fact->table, "carrier"), carrier);
}

/* What another fact says of the drop's device decides: same name, same namespace, every cell. */
static void test_drops_of_devices(void **state)
{
	static const struct {
		const char *netns, *device, *expected;
	} drops[] = {
		{ "near", "dead", "drop.no_socket 5" }, { "far", "dead", "drop.listen 5" },
		{ "near", "alive", "drop.listen 5" },   { "near", "dead0", "drop.listen 5" },
		{ "near", "deadtap", "drop.listen 5" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(drops); i++) {
		cleanup_evidence struct evidence *evidence = evidence_new();

		evidence->run = cJSON_CreateObject();
		add_link(evidence, "near", "dead", "veth", false);
		add_link(evidence, "near", "alive", "veth", true);
		add_link(evidence, "near", "deadtap", "tun", false);
		drop_on(evidence, drops[i].netns, drops[i].device);
		assert_non_null(strstr(ledger_of(evidence), drops[i].expected));
	}
}

static bool is_blind(const struct evidence *evidence, const char *cause)
{
	cleanup_json cJSON *data = cJSON_Parse(data_text);
	const struct fact *lack = ledger_blind(evidence, data, cause);

	assert_true(!lack || !strcmp(lack->name, "drops.kernel"));
	return lack;
}

static void unwatched_drops_leave_a_cause_open(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();

	(void)state;
	evidence_absent(evidence, "packet_drop", "drops.kernel", ABSENT_UNAVAILABLE, "refused");
	ledger_of(evidence);
	assert_true(is_blind(evidence, "drop.other"));
	assert_true(is_blind(evidence, "drop.no_socket"));
	assert_true(is_blind(evidence, "drop.listen")); /* its counters were not read either */

	counter(evidence, "Other", 1);
	ledger_of(evidence);
	assert_true(is_blind(evidence, "drop.no_socket")); /* its counter has not all of them */
	assert_false(is_blind(evidence, "drop.listen"));

	counter(evidence, "NoPorts", 1);
	ledger_of(evidence);
	assert_false(is_blind(evidence, "drop.no_socket"));
}

static void watched_drops_leave_none_open(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();

	(void)state;
	drop(evidence, "OTHERHOST", "ip_rcv", 1);
	ledger_of(evidence);
	assert_false(is_blind(evidence, "drop.no_socket"));
}

static void knows_where_losses_are_counted(void **state)
{
	cleanup_json cJSON *data = cJSON_Parse(data_text),
			   *names = ledger_facts(data, "drop.listen");
	cleanup_free char *text = cJSON_PrintUnformatted(names);

	(void)state;
	assert_string_equal(text, "[\"drops.kernel\",\"protocol.counters\",\"sockets.listen\"]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drops_of_devices),
		cmocka_unit_test(each_drop_has_one_owner),
		cmocka_unit_test(counters_add_what_no_event_tells),
		cmocka_unit_test(the_first_source_counts),
		cmocka_unit_test(a_counter_parts_drops),
		cmocka_unit_test(without_the_counter_nothing_is_taken),
		cmocka_unit_test(a_scope_counts_only_its_port),
		cmocka_unit_test(a_question_about_another_namespace),
		cmocka_unit_test(knows_where_losses_are_counted),
		cmocka_unit_test(unwatched_drops_leave_a_cause_open),
		cmocka_unit_test(watched_drops_leave_none_open),
	};

	return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
