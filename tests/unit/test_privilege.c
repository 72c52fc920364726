// SPDX-License-Identifier: BSD-2-Clause
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include <cmocka.h>

#include "error.h"
#include "in_child.h"
#include "privilege.h"

static const struct privilege_limits limits = { .memory_bytes = 1 << 30, .cpu_seconds = 1 };

static void drop(void)
{
	struct error err = { "" };

	if (privilege_drop_all(&limits, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		_exit(1);
	}
}

static rlim_t hard_limit(int resource)
{
	struct rlimit both;

	CHILD_ASSERT(!getrlimit(resource, &both));
	CHILD_ASSERT(both.rlim_cur == both.rlim_max);
	return both.rlim_max;
}

static void has_nothing_left(void)
{
	drop();
	for (cap_value_t capability = 0; capability < cap_max_bits(); capability++) {
		CHILD_ASSERT(!privilege_has(capability));
		CHILD_ASSERT(cap_get_ambient(capability) != 1);
	}
	CHILD_ASSERT(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	CHILD_ASSERT(getuid() && geteuid() && getgid() && getegid());
	CHILD_ASSERT(hard_limit(RLIMIT_NOFILE) == 0 && hard_limit(RLIMIT_FSIZE) == 0);
	CHILD_ASSERT(hard_limit(RLIMIT_NPROC) == 0 && hard_limit(RLIMIT_CORE) == 0);
	CHILD_ASSERT(hard_limit(RLIMIT_CPU) == limits.cpu_seconds);
}

static void root_is_somebody_else(void)
{
	const gid_t groups[] = { 0, 4 };

	CHILD_ASSERT(!setgroups(2, groups));
	drop();
	CHILD_ASSERT(getuid() == 65534 && geteuid() == 65534);
	CHILD_ASSERT(getgid() == 65534 && getegid() == 65534);
	CHILD_ASSERT(getgroups(0, NULL) == 0);
	for (cap_value_t capability = 0; capability < cap_max_bits(); capability++)
		CHILD_ASSERT(cap_get_bound(capability) == 0);
	CHILD_ASSERT(setuid(0) < 0 && errno == EPERM);
	CHILD_ASSERT(unshare(CLONE_NEWNET) < 0);
}

static void opens_nothing(void)
{
	drop();
	CHILD_ASSERT(open("/dev/null", O_RDONLY) < 0 && errno == EMFILE);
}

static void starts_nothing(void)
{
	drop();
	CHILD_ASSERT(fork() < 0 && errno == EAGAIN);
}

static void cannot_run_for_ever(void)
{
	drop();
	for (volatile unsigned i = 0;; i++)
		;
}

static void cannot_eat_memory(void)
{
	drop();
	CHILD_ASSERT(mmap(NULL, (size_t)2 << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
		     MAP_FAILED);
}

/* An open pipe is the only way out, and stays open. */
static void still_answers(void)
{
	int ends[2];
	char byte;

	CHILD_ASSERT(!pipe(ends));
	drop();
	CHILD_ASSERT(write(ends[1], "x", 1) == 1);
	CHILD_ASSERT(read(ends[0], &byte, 1) == 1 && byte == 'x');
}

/* Capabilities taken away beforehand, but still root: what `capsh --drop` leaves. */
static void works_without_capabilities(void)
{
	cap_t none = cap_init();

	CHILD_ASSERT(!cap_set_proc(none));
	CHILD_ASSERT(!privilege_has(CAP_NET_ADMIN));
	drop();
	CHILD_ASSERT(open("/dev/null", O_RDONLY) < 0);
}

static void without_net_admin(void)
{
	const cap_value_t net_admin = CAP_NET_ADMIN;
	cap_t own = cap_get_proc();

	CHILD_ASSERT(privilege_has(CAP_NET_ADMIN) && privilege_has(CAP_SYS_ADMIN));
	CHILD_ASSERT(!cap_set_flag(own, CAP_EFFECTIVE, 1, &net_admin, CAP_CLEAR));
	CHILD_ASSERT(!cap_set_proc(own));
	CHILD_ASSERT(!privilege_has(CAP_NET_ADMIN) && privilege_has(CAP_SYS_ADMIN));
}

static void puts_aside_for_a_while(void)
{
	const cap_value_t some[] = { CAP_NET_ADMIN, CAP_SYS_MODULE };

	{
		cleanup_put_aside cap_t before = NULL;

		CHILD_ASSERT(privilege_put_aside(some, 2, &before));
		CHILD_ASSERT(!privilege_has(CAP_NET_ADMIN) && !privilege_has(CAP_SYS_MODULE));
		CHILD_ASSERT(privilege_has(CAP_SYS_ADMIN));
	}
	CHILD_ASSERT(privilege_has(CAP_NET_ADMIN) && privilege_has(CAP_SYS_MODULE));
}

/* Root of a user namespace has all capabilities, and none of them counts for BPF. */
static void bpf_from_a_user_namespace(void)
{
	CHILD_ASSERT(!privilege_no_bpf());
	CHILD_ASSERT(!unshare(CLONE_NEWUSER));
	CHILD_ASSERT(privilege_has(CAP_SYS_ADMIN));
	CHILD_ASSERT(strstr(privilege_no_bpf(), "user namespace"));
}

static void seal(void)
{
	struct error err = { "" };

	drop();
	CHILD_ASSERT(!privilege_seal(&err));
}

static void sealed_computes(void)
{
	char *volatile memory;
	int ends[2];

	CHILD_ASSERT(!pipe(ends));
	seal();
	for (size_t size = 16; size < 32 << 20; size *= 2) {
		memory = malloc(size);
		CHILD_ASSERT(memory);
		memory[size - 1] = 'x';
		memory = realloc(memory, 3 * size);
		CHILD_ASSERT(memory && memory[size - 1] == 'x');
		free(memory);
	}
	CHILD_ASSERT(write(ends[1], "x", 1) == 1);
}

static void sealed_opens(void)
{
	seal();
	open("/dev/null", O_RDONLY);
}

static void sealed_connects(void)
{
	seal();
	socket(AF_UNIX, SOCK_STREAM, 0);
}

static void sealed_starts(void)
{
	seal();
	execl("/bin/true", "true", NULL);
}

static void sealed_forks(void)
{
	seal();
	fork();
}

static void sealed_kills(void)
{
	pid_t parent = getppid();

	seal();
	kill(parent, 0);
}

static void sealed_traces(void)
{
	seal();
	syscall(SYS_ptrace, 0, 0, 0, 0);
}

static void sealed_loads(void)
{
	seal();
	syscall(SYS_bpf, 0, 0, 0);
}

static void sealed_makes_code(void)
{
	seal();
	mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void sealed_turns_into_code(void)
{
	void *memory = mmap(NULL, 4096, PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	seal();
	mprotect(memory, 4096, PROT_READ | PROT_EXEC);
}

static void sealed_unseals(void)
{
	seal();
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static void test_sealed(void **state)
{
#ifdef __SANITIZE_ADDRESS__
	(void)state;
	skip();
#endif
	static void (*const forbidden[])(void) = {
		sealed_opens,           sealed_connects, sealed_starts, sealed_forks,
		sealed_kills,           sealed_traces,   sealed_loads,  sealed_makes_code,
		sealed_turns_into_code, sealed_unseals,
	};

	(void)state;
	assert_int_equal(in_child(sealed_computes), 0);
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
		assert_int_equal(in_child(forbidden[i]), 128 + SIGSYS);
}

/* Stage by stage less, and none comes back. */
static void gives_up_in_stages(void)
{
	privilege_keep_for(PRIVILEGE_MEASURE);
	CHILD_ASSERT(privilege_has(CAP_NET_ADMIN) && privilege_has(CAP_PERFMON));
	CHILD_ASSERT(!privilege_has(CAP_SYS_MODULE) && !privilege_has(CAP_NET_RAW));
	CHILD_ASSERT(!privilege_has(CAP_SYS_RAWIO) && !privilege_has(CAP_MKNOD));
	CHILD_ASSERT(cap_get_bound(CAP_SYS_MODULE) == 0);
	privilege_keep_for(PRIVILEGE_READ);
	CHILD_ASSERT(privilege_has(CAP_NET_ADMIN) && privilege_has(CAP_BPF));
	CHILD_ASSERT(!privilege_has(CAP_PERFMON));
	privilege_forgo(CAP_BPF);
	CHILD_ASSERT(!privilege_has(CAP_BPF) && privilege_has(CAP_NET_ADMIN));
	privilege_keep_for(PRIVILEGE_JUDGE);
	CHILD_ASSERT(!privilege_has(CAP_NET_ADMIN) && !privilege_has(CAP_SYS_ADMIN));
	CHILD_ASSERT(!privilege_has(CAP_SYS_PTRACE) && privilege_has(CAP_SETUID));
	privilege_keep_for(PRIVILEGE_SHOW);
	for (cap_value_t capability = 0; capability < cap_max_bits(); capability++)
		CHILD_ASSERT(privilege_has(capability) ==
			     (capability == CAP_KILL || capability == CAP_DAC_OVERRIDE));
	privilege_keep_for(PRIVILEGE_MEASURE);
	CHILD_ASSERT(!privilege_has(CAP_NET_ADMIN));
	CHILD_ASSERT(unshare(CLONE_NEWNET) < 0 && errno == EPERM);
}

static void test_stages(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(in_child(gives_up_in_stages), 0);
}

static void test_nothing_left(void **state)
{
	(void)state;
	assert_int_equal(in_child(has_nothing_left), 0);
	assert_int_equal(in_child(opens_nothing), 0);
	assert_int_equal(in_child(still_answers), 0);
}

static void test_root(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(in_child(root_is_somebody_else), 0);
	assert_int_equal(in_child(starts_nothing), 0);
	assert_int_equal(in_child(works_without_capabilities), 0);
	assert_int_equal(in_child(without_net_admin), 0);
	assert_int_equal(in_child(puts_aside_for_a_while), 0);
	assert_int_equal(in_child(bpf_from_a_user_namespace), 0);
}

static void test_limits(void **state)
{
	int code;

	(void)state;
	code = in_child(cannot_run_for_ever);
	assert_true(code == 128 + SIGXCPU || code == 128 + SIGKILL);
#ifdef __SANITIZE_ADDRESS__
	(void)cannot_eat_memory;
#else
	assert_int_equal(in_child(cannot_eat_memory), 0);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_left), cmocka_unit_test(test_root),
		cmocka_unit_test(test_limits),       cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_stages),
	};

	return cmocka_run_group_tests_name("privilege", tests, NULL, NULL);
}
