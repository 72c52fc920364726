// SPDX-License-Identifier: BSD-2-Clause
/* The readers of /proc and /sys, on files as the kernels we support write them. */
#include "unit.h"

#include "cleanup.h"
#include "cpu_list.h"
#include "cpu_shares.h"
#include "probe.h"
#include "recorded.h"
#include "reader.h"
#include "reader_child.h"
#include "system_file.h"
#include "task_walk.h"

extern const struct probe probe_softnet, probe_cpu, probe_tasks, probe_memory, probe_interrupts;
extern const struct probe probe_threads, probe_idle_states;

static const char *const kernels[] = { "5.10", "6.1", "6.12", "7.2" };

/* What a probe reads below `root`: its tables, to be freed. */
static struct table **read_below(const struct probe *probe, const char *root)
{
	static const struct netns ns = { .name = "self", .self = true };
	const struct reading reading = { NULL, &ns, reader_tables(probe) };
	struct error err;

	system_root(root);
	if (probe->read(&reading, &err) < 0)
		fail_msg("%s: %s", probe->name, err.text);
	system_root("");
	return reading.tables;
}

static const struct cell *find(const struct table *table, const char *key, uint64_t value,
			       const char *column)
{
	for (size_t i = 0; i < table->rows; i++)
		if (cell_as_count(table_cell(table, i, key)) == value)
			return table_cell(table, i, column);
	fail_msg("no row with %s %llu", key, (unsigned long long)value);
	return NULL;
}

static uint64_t number(const struct table *table, const char *key, uint64_t value,
		       const char *column)
{
	const struct cell *cell = find(table, key, value, column);

	assert_int_equal(cell->type, CELL_COUNT);
	return cell->count;
}

/* Replaces one recorded file by a text. */
static void write_file(const char *root, const char *name, const char *text)
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", root, name);
	recorded_make_parents(path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void test_softnet(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kernels); i++) {
		char *root = recorded_unpack(kernels[i]);
		struct table **tables = read_below(&probe_softnet, root);

		assert_int_equal(tables[0]->rows, 2);
		assert_int_equal(number(tables[0], "cpu", 0, "dropped"), 0);
		assert_true(number(tables[0], "cpu", 0, "processed") +
				    number(tables[0], "cpu", 1, "processed") >
			    0);
		tables_free(tables);
		recorded_remove(root);
	}
}

/* CPU 1 is off: the third line is that of CPU 3. */
static void test_softnet_columns(void **state)
{
	static const char text[] =
		"0000c350 00000017 00000005 00000000 00000000 00000000 00000000 00000000 00000000 "
		"00000009 00000004 00000003 00000000\n"
		"00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
		"00000000 00000000 00000000 00000002\n"
		"000000ff 0000000a 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
		"00000000 00000000 00000009 00000003 00000007 00000002\n";
	char *root = recorded_unpack("6.1");
	struct table **tables;

	(void)state;
	write_file(root, "/proc/net/softnet_stat", text);
	write_file(root, "/proc/sys/net/core/netdev_max_backlog", "1000\n");
	tables = read_below(&probe_softnet, root);
	assert_int_equal(tables[0]->rows, 3);
	assert_int_equal(number(tables[0], "cpu", 0, "processed"), 50000);
	assert_int_equal(number(tables[0], "cpu", 0, "dropped"), 23);
	assert_int_equal(number(tables[0], "cpu", 0, "time_squeezed"), 5);
	assert_int_equal(number(tables[0], "cpu", 0, "received_rps"), 9);
	assert_int_equal(number(tables[0], "cpu", 0, "flow_limit"), 4);
	assert_int_equal(number(tables[0], "cpu", 0, "backlog"), 3);
	assert_int_equal(number(tables[0], "cpu", 3, "dropped"), 10);
	assert_int_equal(number(tables[0], "cpu", 3, "backlog"), 9);
	assert_int_equal(cell_as_count(table_cell(tables[1], 0, "max_backlog")), 1000);
	assert_int_equal(table_cell(tables[1], 0, "budget")->type, CELL_NONE);
	tables_free(tables);
	recorded_remove(root);
}

static void test_softnet_without_cpus(void **state)
{
	static const struct netns ns = { .name = "self", .self = true };
	char *root = recorded_unpack("6.1");
	const struct reading reading = { NULL, &ns, reader_tables(&probe_softnet) };
	struct error err;

	(void)state;
	write_file(root, "/proc/net/softnet_stat", "00000001 00000000 00000000 00000000\n");
	system_root(root);
	assert_int_equal(probe_softnet.read(&reading, &err), -1);
	system_root("");
	tables_free(reading.tables);
	recorded_remove(root);
}

static void test_cpu(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kernels); i++) {
		char *root = recorded_unpack(kernels[i]);
		struct table **tables = read_below(&probe_cpu, root);

		assert_int_equal(tables[0]->rows, 2);
		for (uint64_t cpu = 0; cpu < 2; cpu++) {
			assert_true(number(tables[0], "cpu", cpu, "ticks") >=
				    number(tables[0], "cpu", cpu, "idle"));
			assert_true(number(tables[0], "cpu", cpu, "idle") > 0);
			assert_int_equal(number(tables[0], "cpu", cpu, "numa"), 0);
			assert_false(find(tables[0], "cpu", cpu, "isolated")->truth);
		}
		assert_true(number(tables[0], "cpu", 0, "net_rx") +
				    number(tables[0], "cpu", 1, "net_rx") >
			    0);
		tables_free(tables);
		tables = read_below(&probe_tasks, root);
		assert_true(number(tables[0], "tid", 2, "ticks") < 1000);
		assert_string_equal(cell_as_text(find(tables[0], "tid", 2, "thread")), "kthreadd");
		tables_free(tables);
		recorded_remove(root);
	}
}

/* Puts the difference of two readings where the session does, and lets the probe finish it. */
static void finish(const struct probe *probe, struct table **first, struct table **last,
		   struct evidence *evidence)
{
	struct error err;

	for (size_t i = 0; probe->facts[i].name; i++) {
		struct fact *fact = evidence_add(evidence, probe->name, &probe->facts[i]);

		table_free(fact->table);
		fact->table = table_difference(first[i], last[i]);
	}
	if (probe->collect)
		assert_int_equal(probe->collect(NULL, evidence, &err), 0);
	if (probe->join)
		probe->join(NULL, evidence);
	tables_free(first);
	tables_free(last);
}

static double share(const struct table *table, uint64_t cpu, const char *column)
{
	const struct cell *cell = find(table, "cpu", cpu, column);

	assert_int_equal(cell->type, CELL_REAL);
	return cell->real;
}

/* CPU 0 stands still in the window; CPU 3, isolated, on node 1, works on softirqs. */
static void test_cpu_shares(void **state)
{
	static const char before[] = "cpu  10 0 0 0 0 0 0 0 0 0\n"
				     "cpu0 5 0 0 900 0 0 0 0 0 0\n"
				     "cpu3 100 10 50 500 20 5 200 15 40 2\nintr 5 1 2\n";
	static const char after[] = "cpu  10 0 0 0 0 0 0 0 0 0\n"
				    "cpu0 5 0 0 900 0 0 0 0 0 0\n"
				    "cpu3 120 20 60 510 30 10 320 30 60 2\nintr 5 1 2\n";
	static const char softirqs[] = "                    CPU0       CPU1       CPU3\n"
				       "      NET_TX:          8          3          4\n"
				       "      NET_RX:       7615      11473        %d\n";
	static const char stat[] = "7 (ksoftirqd/3 (x)) R 2 0 0 0 -1 1 0 0 0 0 %d 20 0 0 20 0 1 0 "
				   "30 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 17 3 0 0 0 0 0 0 0 0 0 0 0 0 "
				   "0\n";
	cleanup_evidence struct evidence *evidence = evidence_new();
	char *root = recorded_unpack("6.1"), text[1024];
	struct table **first, **first_tasks;
	const struct table *use, *tasks;

	(void)state;
	write_file(root, "/sys/devices/system/cpu/isolated", "2-3\n");
	write_file(root, "/sys/devices/system/node/node1/cpulist", "3\n");
	write_file(root, "/proc/stat", before);
	snprintf(text, sizeof(text), softirqs, 100);
	write_file(root, "/proc/softirqs", text);
	snprintf(text, sizeof(text), stat, 100);
	write_file(root, "/proc/7/stat", text);
	first = read_below(&probe_cpu, root);
	first_tasks = read_below(&probe_tasks, root);
	write_file(root, "/proc/stat", after);
	snprintf(text, sizeof(text), softirqs, 175);
	write_file(root, "/proc/softirqs", text);
	snprintf(text, sizeof(text), stat, 200);
	write_file(root, "/proc/7/stat", text);
	finish(&probe_cpu, first, read_below(&probe_cpu, root), evidence);
	finish(&probe_tasks, first_tasks, read_below(&probe_tasks, root), evidence);

	use = evidence_find(evidence, "cpu.use")->table;
	assert_int_equal(number(use, "cpu", 3, "ticks"), 200);
	assert_float_equal(share(use, 3, "softirq"), 0.6, 1e-6);
	assert_float_equal(share(use, 3, "user"), 0.15, 1e-6);
	assert_float_equal(share(use, 3, "system"), 0.05, 1e-6);
	assert_float_equal(share(use, 3, "steal"), 0.075, 1e-6);
	assert_float_equal(share(use, 3, "guest"), 0.1, 1e-6);
	assert_float_equal(share(use, 3, "idle"), 0.05, 1e-6);
	assert_float_equal(share(use, 0, "idle"), 0, 1e-6);
	assert_int_equal(number(use, "cpu", 3, "net_rx"), 75);
	assert_int_equal(number(use, "cpu", 3, "numa"), 1);
	assert_true(find(use, "cpu", 3, "isolated")->truth);
	assert_false(find(use, "cpu", 0, "isolated")->truth);

	tasks = evidence_find(evidence, "cpu.tasks")->table;
	assert_int_equal(tasks->rows, 1);
	assert_string_equal(cell_as_text(table_cell(tasks, 0, "thread")), "ksoftirqd/3 (x)");
	assert_int_equal(cell_as_count(table_cell(tasks, 0, "cpu")), 3);
	assert_float_equal(table_cell(tasks, 0, "share")->real, 0.5, 1e-6);
	recorded_remove(root);
}

/* CPU 1 comes on in the window, with what it counted before it went off; iowait of CPU 0 goes back,
 * as proc(5) says that it may. */
static void test_cpu_comes_on(void **state)
{
	static const char softnet[] = "%08x 00000000 00000000 00000000 00000000 00000000 00000000 "
				      "00000000 00000000 00000000 00000000 00000000 00000000\n%s";
	static const char came[] =
		"00989680 00001388 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
		"00000000 00000000 00000000 00000001\n";
	static const char *const stats[] = { "cpu0 5 0 0 900 1062 0 0 0 0 0\nintr 5\n",
					     "cpu0 15 0 0 990 1061 0 0 0 0 0\n"
					     "cpu1 70 0 0 7000 80 0 0 0 0 0\nintr 5\n" };
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct table **cpus[2], **received[2];
	char *root = recorded_unpack("6.1"), text[1024];
	const struct table *table;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		write_file(root, "/proc/stat", stats[i]);
		snprintf(text, sizeof(text), softnet, 100 + i * 7, i ? came : "");
		write_file(root, "/proc/net/softnet_stat", text);
		cpus[i] = read_below(&probe_cpu, root);
		received[i] = read_below(&probe_softnet, root);
	}
	finish(&probe_cpu, cpus[0], cpus[1], evidence);
	finish(&probe_softnet, received[0], received[1], evidence);
	table = evidence_find(evidence, "cpu.use")->table;
	assert_int_equal(table->rows, 1);
	assert_int_equal(number(table, "cpu", 0, "ticks"), 100);
	assert_float_equal(share(table, 0, "iowait"), 0, 1e-6);
	assert_float_equal(share(table, 0, "idle"), 0.9, 1e-6);
	table = evidence_find(evidence, "softnet.counters")->table;
	assert_int_equal(table->rows, 1);
	assert_int_equal(number(table, "cpu", 0, "processed"), 7);
	recorded_remove(root);
}

/* An empty list would be a host without tasks, and all would be new at the end of the window. */
static void test_too_many_tasks(void **state)
{
	static const struct netns ns = { .name = "self", .self = true };
	const struct reading reading = { NULL, &ns, reader_tables(&probe_tasks) };
	char *root = recorded_unpack("6.1"), path[64];
	struct error err = { "" };

	(void)state;
	for (int i = 0; i <= TASKS_MAX; i++) {
		snprintf(path, sizeof(path), "/proc/%d/stat", 100000 + i);
		write_file(root, path, "");
	}
	system_root(root);
	assert_int_equal(probe_tasks.read(&reading, &err), -1);
	system_root("");
	assert_string_equal(err.text,
			    "more than 4096 tasks, or looking at them took more than 300 ms");
	tables_free(reading.tables);
	recorded_remove(root);
}

static void counts_no_life(const struct probe *probe, const char *counter)
{
	const struct column_spec *columns = probe->facts[0].columns;
	struct table *tables[] = { table_new(columns), table_new(columns) }, *window;

	for (uint64_t i = 0; i < 2; i++) {
		struct cell *row = table_add(tables[i]);

		cell_count(&row[table_column(tables[i], "tid")], 7);
		cell_count(&row[table_column(tables[i], "pid")], 7);
		cell_count(&row[table_column(tables[i], "started")], 1);
		cell_text(&row[table_column(tables[i], "thread")], i ? "after" : "before");
		cell_count(&row[table_column(tables[i], counter)], 5000 + 5 * i);
	}
	window = table_difference(tables[0], tables[1]);
	assert_int_equal(cell_as_count(table_cell(window, 0, counter)), 5);
	assert_string_equal(cell_as_text(table_cell(window, 0, "thread")), "after");
	table_free(window);
	table_free(tables[0]);
	table_free(tables[1]);
}

/* A task that takes another name in the window (exec) is the same, and has not its life's counts.
 */
static void test_task_renamed(void **state)
{
	(void)state;
	counts_no_life(&probe_tasks, "ticks");
	counts_no_life(&probe_threads, "run");
}

static void test_task_texts(void **state)
{
	static const char *const refused[] = { "", "1", "1 (a", "1 )a( S 1", "1 (a) S 1 2 3" };
	struct task task = { .tid = 99 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		assert_false(task_parse(refused[i], &task));
	assert_int_equal(task.tid, 99);
}

/* A process of ovs-vswitchd, a worker of its own, one in the process of its VM, a ksoftirqd, and a
 * shell that is none of them. */
static void write_threads(const char *root)
{
	static const struct {
		const char *folder, *name;
		unsigned tid, threads, cpu;
		const char *schedstat, *allowed;
	} tasks[] = {
		{ "/proc/300", "ovs-vswitchd", 300, 3, 0, "5000000 100 7", "0-3" },
		{ "/proc/300/task/300", "ovs-vswitchd", 300, 3, 0, "5000000 100 7", "0-3" },
		{ "/proc/300/task/301", "handler1", 301, 3, 2, "9000000 8500000 12", "2" },
		{ "/proc/300/task/302", "revalidator2", 302, 3, 2, "7000000 90000 4", "2" },
		{ "/proc/400", "vhost-390", 400, 1, 1, "1000 2000 3", "0-3" },
		{ "/proc/400/task/400", "vhost-390", 400, 1, 1, "1000 2000 3", "0-3" },
		{ "/proc/500", "qemu-system-x86", 500, 2, 1, "1000 2000 3", "0-3" },
		{ "/proc/500/task/500", "qemu-system-x86", 500, 2, 1, "1000 2000 3", "0-3" },
		{ "/proc/500/task/501", "vhost-500", 501, 2, 3, "4000 5000 6", "3" },
		{ "/proc/14", "ksoftirqd/1", 14, 1, 1, "1000000 9000 5", "1" },
		{ "/proc/14/task/14", "ksoftirqd/1", 14, 1, 1, "1000000 9000 5", "1" },
		{ "/proc/600", "bash", 600, 1, 1, "1000 2000 3", "0-3" },
	};
	char path[256], text[512];

	for (size_t i = 0; i < ARRAY_SIZE(tasks); i++) {
		snprintf(path, sizeof(path), "%s/stat", tasks[i].folder);
		snprintf(text, sizeof(text),
			 "%u (%s) R 1 1 1 0 -1 0 0 0 0 0 5 6 0 0 20 0 %u 0 777 0 0 0 0 0 0 0 0 0 0 "
			 "0 0 0 0 0 17 %u 0 0 0 0 0\n",
			 tasks[i].tid, tasks[i].name, tasks[i].threads, tasks[i].cpu);
		write_file(root, path, text);
		snprintf(path, sizeof(path), "%s/schedstat", tasks[i].folder);
		write_file(root, path, tasks[i].schedstat);
		snprintf(path, sizeof(path), "%s/status", tasks[i].folder);
		snprintf(text, sizeof(text),
			 "Name:\tx\nCpus_allowed:\tf\nCpus_allowed_list:\t%s\n"
			 "voluntary_ctxt_switches:\t9\nnonvoluntary_ctxt_switches:\t4\n",
			 tasks[i].allowed);
		write_file(root, path, text);
	}
}

static void test_threads(void **state)
{
	char *root = recorded_unpack(kernels[1]);
	struct table **tables;
	const struct table *threads;

	(void)state;
	write_threads(root);
	tables = read_below(&probe_threads, root);
	threads = tables[0];
	assert_int_equal(threads->rows, 6);
	assert_string_equal(cell_as_text(find(threads, "tid", 301, "kind")), "handler");
	assert_string_equal(cell_as_text(find(threads, "tid", 302, "kind")), "revalidator");
	assert_string_equal(cell_as_text(find(threads, "tid", 300, "kind")), "vswitchd");
	assert_string_equal(cell_as_text(find(threads, "tid", 400, "kind")), "vhost");
	assert_string_equal(cell_as_text(find(threads, "tid", 501, "kind")), "vhost");
	assert_string_equal(cell_as_text(find(threads, "tid", 14, "kind")), "ksoftirqd");
	assert_int_equal(number(threads, "tid", 301, "pid"), 300);
	assert_int_equal(number(threads, "tid", 301, "run"), 9000);
	assert_int_equal(number(threads, "tid", 301, "wait"), 8500);
	assert_int_equal(number(threads, "tid", 301, "slices"), 12);
	assert_int_equal(number(threads, "tid", 301, "preempted"), 4);
	assert_int_equal(number(threads, "tid", 301, "cpu"), 2);
	assert_int_equal(number(threads, "tid", 301, "allowed_cpus"), 1);
	assert_int_equal(number(threads, "tid", 300, "allowed_cpus"), 4);
	assert_string_equal(cell_as_text(find(threads, "tid", 300, "allowed")), "0-3");
	assert_string_equal(cell_as_text(find(threads, "tid", 301, "state")), "R");
	tables_free(tables);
	recorded_remove(root);
}

/* As a published case has them: C6 takes 290 us to leave and was forbidden on the second CPU. */
static void write_idle(const char *root)
{
	static const struct {
		const char *name, *latency, *usage, *time;
	} states[] = {
		{ "POLL", "0", "12", "34" },
		{ "C1", "1", "900", "5000" },
		{ "C1E", "10", "3200000000", "77" },
		{ "C6", "290", "1750000000", "99000000" },
	};
	char path[256];

	for (unsigned cpu = 0; cpu < 2; cpu++)
		for (unsigned i = 0; i < ARRAY_SIZE(states); i++) {
			const char *texts[][2] = {
				{ "name", states[i].name },
				{ "latency", states[i].latency },
				{ "usage", states[i].usage },
				{ "time", states[i].time },
				{ "disable", cpu == 1 && i == 3 ? "1" : "0" },
			};

			for (size_t k = 0; k < ARRAY_SIZE(texts); k++) {
				snprintf(path, sizeof(path),
					 "/sys/devices/system/cpu/cpu%u/cpuidle/state%u/%s", cpu, i,
					 texts[k][0]);
				write_file(root, path, texts[k][1]);
			}
		}
	write_file(root, "/sys/devices/system/cpu/cpuidle/current_driver", "intel_idle");
}

static void test_idle_states(void **state)
{
	char *root = recorded_unpack(kernels[1]);
	struct table **tables = read_below(&probe_idle_states, root);
	unsigned forbidden = 0;

	(void)state;
	assert_int_equal(tables[0]->rows, 0);
	tables_free(tables);
	write_idle(root);
	tables = read_below(&probe_idle_states, root);
	assert_int_equal(tables[0]->rows, 8);
	for (size_t row = 0; row < 8; row++) {
		bool deep = !strcmp(cell_as_text(table_cell(tables[0], row, "name")), "C6");

		forbidden += table_cell(tables[0], row, "disabled")->truth;
		if (!deep)
			continue;
		assert_int_equal(cell_as_count(table_cell(tables[0], row, "latency")), 290);
		assert_int_equal(cell_as_count(table_cell(tables[0], row, "entered")), 1750000000);
		assert_int_equal(cell_as_count(table_cell(tables[0], row, "spent")), 99000000);
		assert_int_equal(cell_as_count(table_cell(tables[0], row, "state")), 3);
	}
	assert_int_equal(forbidden, 1);
	tables_free(tables);
	recorded_remove(root);
}

static void test_memory(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kernels); i++) {
		char *root = recorded_unpack(kernels[i]);
		struct table **tables = read_below(&probe_memory, root);
		const struct table *protocols = tables[1];

		assert_true(cell_as_count(table_cell(tables[0], 0, "total")) > 1ULL << 30);
		assert_true(cell_as_count(table_cell(tables[0], 0, "available")) <
			    cell_as_count(table_cell(tables[0], 0, "total")));
		assert_int_equal(table_cell(tables[0], 0, "stalls")->type, CELL_COUNT);
		assert_int_equal(table_cell(tables[0], 0, "oom_kills")->type, CELL_COUNT);
		assert_int_equal(table_cell(tables[0], 0, "compact_stalls")->type, CELL_COUNT);
		assert_int_equal(protocols->rows, 2);
		assert_string_equal(cell_as_text(table_cell(protocols, 0, "protocol")), "tcp");
		for (size_t row = 0; row < 2; row++)
			assert_true(cell_as_count(table_cell(protocols, row, "max")) >
				    cell_as_count(table_cell(protocols, row, "pressure")));
		assert_int_equal(tables[2]->rows, 1);
		assert_true(number(tables[2], "numa", 0, "free") > 1ULL << 30);
		tables_free(tables);
		recorded_remove(root);
	}
}

static void test_memory_numbers(void **state)
{
	char *root = recorded_unpack("6.12");
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct table **tables;

	(void)state;
	write_file(root, "/proc/vmstat",
		   "allocstall_dma 1\nallocstall_normal 20\nallocstall_movable 300\n"
		   "pgscan_direct 7\npgscan_direct_throttle 9\ncompact_stall 3\noom_kill 2\n");
	write_file(root, "/proc/net/sockstat",
		   "sockets: used 14\nTCP: inuse 1 orphan 0 tw 0 alloc 1 mem 188\n"
		   "UDP: inuse 0 mem 5\nUDPLITE: inuse 0\nFRAG: inuse 0 memory 0\n");
	write_file(root, "/proc/sys/net/ipv4/tcp_mem", "10\t20\t30\n");
	write_file(root, "/proc/buddyinfo",
		   "Node 0, zone      DMA      1      0      0      2\n"
		   "Node 0, zone   Normal      3      1      0      0      1\n"
		   "Node 1, zone   Normal      5      0      0      0\n");
	write_file(root, "/proc/pressure/memory",
		   "some avg10=0.00 avg60=0.00 avg300=0.00 total=1234\n"
		   "full avg10=0.00 avg60=0.00 avg300=0.00 total=567\n");
	tables = read_below(&probe_memory, root);
	assert_int_equal(cell_as_count(table_cell(tables[0], 0, "stalls")), 321);
	assert_int_equal(cell_as_count(table_cell(tables[0], 0, "direct_scan")), 7);
	assert_int_equal(cell_as_count(table_cell(tables[0], 0, "compact_stalls")), 3);
	assert_int_equal(cell_as_count(table_cell(tables[0], 0, "oom_kills")), 2);
	assert_int_equal(cell_as_count(table_cell(tables[0], 0, "some")), 1234);
	assert_int_equal(cell_as_count(table_cell(tables[0], 0, "full")), 567);
	assert_int_equal(cell_as_count(table_cell(tables[1], 0, "used")), 188 * page);
	assert_int_equal(cell_as_count(table_cell(tables[1], 0, "max")), 30 * page);
	assert_int_equal(number(tables[2], "numa", 0, "free"), (1 + 16 + 3 + 2 + 16) * page);
	assert_int_equal(number(tables[2], "numa", 0, "large"), 3);
	assert_int_equal(number(tables[2], "numa", 1, "large"), 0);
	tables_free(tables);
	recorded_remove(root);
}

/* A kernel booted with psi=0: the file is there and reading it fails. */
static void test_memory_without_pressure(void **state)
{
	char *root = recorded_unpack("6.12");
	struct table **tables;

	(void)state;
	write_file(root, "/proc/pressure/memory", "");
	tables = read_below(&probe_memory, root);
	assert_int_equal(table_cell(tables[0], 0, "some")->type, CELL_NONE);
	tables_free(tables);
	recorded_remove(root);
}

static void test_interrupts(void **state)
{
	static const struct {
		uint64_t irq;
		const char *device, *direction;
	} expected[] = { { 32, "eth0", "rx" },
			 { 33, "eth0", "tx" },
			 { 36, "eth1", "both" },
			 { 39, "eth2", "rx" },
			 { 40, "eth2", "tx" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kernels); i++) {
		char *root = recorded_unpack(kernels[i]);
		struct table **tables = read_below(&probe_interrupts, root);
		const struct table *table = tables[0];

		for (size_t row = 0; row < table->rows; row++)
			assert_true(cell_as_count(table_cell(table, row, "count")) > 0 ||
				    cell_as_count(table_cell(table, row, "irq")) ==
					    cell_as_count(table_cell(table, 0, "irq")));
		for (size_t k = 0; k < ARRAY_SIZE(expected); k++) {
			uint64_t irq = expected[k].irq;

			assert_string_equal(cell_as_text(find(table, "irq", irq, "device")),
					    expected[k].device);
			assert_string_equal(cell_as_text(find(table, "irq", irq, "direction")),
					    expected[k].direction);
			assert_int_equal(number(table, "irq", irq, "queue"), irq == 36);
			assert_int_not_equal(find(table, "irq", irq, "affinity")->type, CELL_NONE);
		}
		/* Not of a queue, but of its device. */
		assert_int_equal(find(table, "irq", 34, "queue")->type, CELL_NONE);
		assert_string_equal(cell_as_text(find(table, "irq", 34, "device")), "eth0");
		tables_free(tables);
		recorded_remove(root);
	}
}

static void test_interrupt_names(void **state)
{
	static const struct {
		const char *action;
		int queue; /* -1: none */
	} names[] = { { "ens1f0-TxRx-31", 31 },
		      { "i40e-ens1f0-TxRx-3", 3 },
		      { "mlx5_comp7@pci:0000:3b:00.0", 7 },
		      { "mlx5_async0@pci:0000:3b:00.0", -1 },
		      { "eth1-event-2", -1 },
		      { "virtio2-input.5", 5 },
		      { "eth0-Tx-Rx-4", 4 },
		      { "eth0", -1 } };
	char *root = recorded_unpack("6.1"), text[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct table **tables;
		const struct cell *queue;

		snprintf(text, sizeof(text),
			 "            CPU0       CPU7\n  35:   0   12  PCI-MSI 65536-edge   %s\n",
			 names[i].action);
		write_file(root, "/proc/interrupts", text);
		tables = read_below(&probe_interrupts, root);
		/* The first line has a row for each CPU that is on. */
		assert_int_equal(tables[0]->rows, 2);
		queue = table_cell(tables[0], 1, "queue");
		assert_int_equal(number(tables[0], "cpu", 0, "count"), 0);
		assert_int_equal(number(tables[0], "cpu", 7, "count"), 12);
		assert_int_equal(queue->type == CELL_COUNT ? (int)queue->count : -1,
				 names[i].queue);
		tables_free(tables);
	}
	recorded_remove(root);
}

static void test_odd_interrupts(void **state)
{
	static const struct {
		const char *line;
		size_t rows;
	} lines[] = { { "  35 0 12 PCI-MSI eth0", 0 }, { "  35:", 0 },         { "35:7", 1 },
		      { "35:7\t9\teth0", 2 },          { "  35: eth0 12", 0 }, { "", 0 } };
	char *root = recorded_unpack("6.1"), text[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		struct table **tables;

		snprintf(text, sizeof(text), "   CPU0       CPU7\n%s\n", lines[i].line);
		write_file(root, "/proc/interrupts", text);
		tables = read_below(&probe_interrupts, root);
		assert_int_equal(tables[0]->rows, lines[i].rows);
		tables_free(tables);
	}
	recorded_remove(root);
}

static void test_cpu_lists(void **state)
{
	static const char *const refused[] = {
		"a", "1-", "3-1", "1,", "1,,2", "-1", "8192", "1 2"
	};
	struct cpu_list list;

	(void)state;
	assert_true(cpu_list_parse("0-2,8,10-11\n", &list));
	assert_int_equal(cpu_list_count(&list), 6);
	assert_true(cpu_list_has(&list, 8));
	assert_false(cpu_list_has(&list, 9));
	assert_false(cpu_list_has(&list, 100000));
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		assert_false(cpu_list_parse(refused[i], &list));
	assert_int_equal(cpu_list_count(&list), 6);
	assert_true(cpu_list_parse("", &list));
	assert_int_equal(cpu_list_count(&list), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_softnet),
		cmocka_unit_test(test_softnet_columns),
		cmocka_unit_test(test_softnet_without_cpus),
		cmocka_unit_test(test_cpu),
		cmocka_unit_test(test_cpu_shares),
		cmocka_unit_test(test_cpu_comes_on),
		cmocka_unit_test(test_too_many_tasks),
		cmocka_unit_test(test_task_renamed),
		cmocka_unit_test(test_task_texts),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_idle_states),
		cmocka_unit_test(test_memory_numbers),
		cmocka_unit_test(test_memory_without_pressure),
		cmocka_unit_test(test_interrupts),
		cmocka_unit_test(test_interrupt_names),
		cmocka_unit_test(test_odd_interrupts),
		cmocka_unit_test(test_cpu_lists),
	};

	return cmocka_run_group_tests_name("host readers", tests, NULL, NULL);
}
