// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whole commands, in a process that is forked for each: measured on the kernel that runs the tests,
 * in a namespace of its own, with what that kernel allows. What a run finds where more is allowed
 * is the lab's.
 */
#include "commands.h"

#include <arpa/inet.h>
#include <glob.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

#include "privilege.h"
#include "view.h"

static void raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	CHILD_ASSERT(fd >= 0 && !ioctl(fd, SIOCSIFFLAGS, &request));
	close(fd);
}

static unsigned quiet_seconds; /* before anything is sent */

/* To a port that nobody listens on, for as long as who started it lives, and a minute at most. */
static void send_in_vain(void)
{
	const struct sockaddr_in nobody = { .sin_family = AF_INET,
					    .sin_port = htons(9),
					    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fork())
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sleep(quiet_seconds);
	for (unsigned i = 0; i < 6000; i++) {
		sendto(fd, "", 1, 0, (const struct sockaddr *)&nobody, sizeof(nobody));
		usleep(10000);
	}
	_exit(0);
}

/* On a host that no example is of. */
static void perform_beside_losses(void)
{
	CHILD_ASSERT(!unshare(CLONE_NEWNET | CLONE_NEWUTS));
	CHILD_ASSERT(!sethostname("unit", 4));
	raise_loopback();
	send_in_vain();
	perform();
}

/* The number in a column, summed over the rows with this text in another one. */
static uint64_t sum_of(const cJSON *evidence, const char *fact, const char *key, const char *text,
		       const char *column)
{
	const cJSON *table = json_get(json_get(evidence, "facts"), fact);
	const cJSON *columns = json_get(table, "columns"), *row;
	int key_at = -1, column_at = -1;
	uint64_t sum = 0, count;

	for (int i = 0; i < cJSON_GetArraySize(columns); i++) {
		const char *name = json_text(cJSON_GetArrayItem(columns, i), "name");

		key_at = strcmp(name, key) ? key_at : i;
		column_at = strcmp(name, column) ? column_at : i;
	}
	cJSON_ArrayForEach (row, json_get(table, "rows")) {
		const cJSON *cell = cJSON_GetArrayItem(row, key_at);

		if (cJSON_IsString(cell) && !strcmp(cell->valuestring, text) &&
		    json_to_count(cJSON_GetArrayItem(row, column_at), &count))
			sum += count;
	}
	return sum;
}

static void losses_are_measured_judged_and_compared(void **state)
{
	cJSON *evidence, *report;
	uint64_t lost;

	(void)state;
	if (privilege_no_bpf())
		skip();
	WORDS("record", "drops", "--netns", "self", "--duration", "3", "-o", in_folder("evidence"));
	assert_int_equal(in_child(perform_beside_losses), 0);
	evidence = read_json("evidence");
	lost = sum_of(evidence, "drops.kernel", "protocol", "udp", "packets");
	cJSON_Delete(evidence);
	assert_true(lost >= 10 && lost <= 6000);

	WORDS("judge", in_folder("evidence"), "-q", "--json", in_folder("report"), "--html",
	      in_folder("page"));
	run_to(0, 1);
	report = read_json("report");
	assert_non_null(json_get(report, "causes"));
	cJSON_Delete(report);
	assert_true(size_of("page") > 10000);

	WORDS("diff", in_folder("evidence"), in_folder("report"));
	run_to_done_or_blind();
	WORDS("diff", "tests/golden/reports/healthy.json", "tests/golden/reports/abnormal.json");
	run_to_done_or_blind();
	assert_true(size_of("said") > 100);
	WORDS("merge", in_folder("evidence"), "tests/golden/evidence/drops.json", "-q", "--json",
	      in_folder("both"));
	run_to(0, 1);
	cJSON_Delete(read_json("both"));
}

static void every_flow_at_once(void **state)
{
	cJSON *report;
	int code;

	(void)state;
	WORDS("run", "--duration", "2", "--redact", "-v", "--no-color", "--json",
	      in_folder("report"));
	code = in_child(perform);
	assert_true(code == EXIT_FINDINGS || code == EXIT_HEALTHY || code == EXIT_BLIND);
	report = read_json("report");
	assert_non_null(json_text(report, "verdict"));
	cJSON_Delete(report);
	assert_true(size_of("said") > 500);
}

static void a_condition_is_waited_for(void **state)
{
	cJSON *report;

	(void)state;
	if (privilege_no_bpf())
		skip();
	WORDS("watch", "drops", "--netns", "self", "--when", "drops.kernel.packets>20", "--before",
	      "1", "--after", "1", "--duration", "30", "-q", "--json", in_folder("report"));
	quiet_seconds = 6;
	assert_in_range(in_child(perform_beside_losses), 0, 1);
	quiet_seconds = 0;
	report = read_json("report");
	assert_non_null(json_get(report, "causes"));
	cJSON_Delete(report);
}

static void a_file_for_each_segment(void **state)
{
	cleanup_free char *pattern = NULL;
	glob_t files = { 0 };

	(void)state;
	if (privilege_no_bpf())
		skip();
	WORDS("record", "drops", "--netns", "self", "--segment", "1", "--rotate", "2", "--duration",
	      "4", "-q", "-o", in_folder("evidence"));
	assert_int_equal(in_child(perform_beside_losses), 0);
	assert_true(asprintf(&pattern, "%s-*", in_folder("evidence")) > 0);
	assert_int_equal(glob(pattern, 0, NULL, &files), 0);
	assert_int_equal(files.gl_pathc, 2);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		WORDS("judge", files.gl_pathv[i], "-q");
		run_to(0, 1);
		unlink(files.gl_pathv[i]);
	}
	globfree(&files);
}

static void what_costs_too_much_ends(void **state)
{
	cJSON *report;

	(void)state;
	if (privilege_no_bpf())
		skip();
	WORDS("run", "drops", "--netns", "self", "--duration", "60", "--max-overhead", "0.0001",
	      "-q", "--json", in_folder("report"));
	assert_in_range(in_child(perform_beside_losses), 0, 1);
	report = read_json("report");
	assert_true(json_true(json_get(report, "cost"), "backed_off"));
	assert_true(json_real(json_get(report, "run"), "duration_ms", 0) < 50000);
	cJSON_Delete(report);
}

static void every_view_shows_an_interval(void **state)
{
	(void)state;
	for (size_t i = 0; i < all_views_count; i++) {
		WORDS("probe", all_views[i]->name, "--duration", "300ms", i % 2 ? "-v" : "--json");
		run_to_done_or_blind();
	}
}

static void everything_is_told(void **state)
{
	static const char *const lists[] = { "probes", "facts", "rules", "causes", "flows", "vms" };

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		WORDS("list", lists[i]);
		run_to(0, 0);
		assert_true(size_of("said") > 0 || !strcmp(lists[i], "vms"));
	}
	WORDS("explain", "drop.tun_ring_full", "--lang", "zh");
	run_to(0, 0);
	WORDS("plan", "drops", "latency", "virt");
	run_to(0, 0);
	WORDS("support");
	run_to(0, 0);
	assert_true(size_of("said") > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(losses_are_measured_judged_and_compared, remove_outputs),
		cmocka_unit_test_setup(every_flow_at_once, remove_outputs),
		cmocka_unit_test_setup(a_condition_is_waited_for, remove_outputs),
		cmocka_unit_test_setup(a_file_for_each_segment, remove_outputs),
		cmocka_unit_test_setup(what_costs_too_much_ends, remove_outputs),
		cmocka_unit_test_setup(every_view_shows_an_interval, remove_outputs),
		cmocka_unit_test_setup(everything_is_told, remove_outputs),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
