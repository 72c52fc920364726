// SPDX-License-Identifier: BSD-2-Clause
#include "privilege.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <seccomp.h>

#include "cleanup.h"

#define NOBODY 65534

static void free_capabilities(cap_t *capabilities)
{
	if (*capabilities)
		cap_free(*capabilities);
}
#define cleanup_capabilities __attribute__((cleanup(free_capabilities)))

bool privilege_has(cap_value_t capability)
{
	cleanup_capabilities cap_t own = cap_get_proc();
	cap_flag_value_t value = CAP_CLEAR;

	return own && !cap_get_flag(own, capability, CAP_EFFECTIVE, &value) && value == CAP_SET;
}

/* In the first user namespace, and in no other, all numbers of users map to themselves. */
static bool in_user_namespace(void)
{
	cleanup_file FILE *map = fopen("/proc/self/uid_map", "re");
	unsigned inside, outside, count;

	if (!map)
		return false;
	return fscanf(map, "%u %u %u", &inside, &outside, &count) != 3 || inside || outside ||
	       count != UINT32_MAX;
}

const char *privilege_no_bpf(void)
{
	if (!privilege_has(CAP_SYS_ADMIN) &&
	    !(privilege_has(CAP_BPF) && privilege_has(CAP_PERFMON)))
		return "watching the kernel needs CAP_SYS_ADMIN, or CAP_BPF and CAP_PERFMON";
	if (in_user_namespace())
		return "the kernel takes no BPF programs from a user namespace (a container "
		       "without the host's privileges)";
	return NULL;
}

bool privilege_put_aside(const cap_value_t *capabilities, int count, cap_t *ret_before)
{
	cleanup_capabilities cap_t before = cap_get_proc();
	cleanup_capabilities cap_t less = before ? cap_dup(before) : NULL;

	if (!less || cap_set_flag(less, CAP_EFFECTIVE, count, capabilities, CAP_CLEAR) < 0 ||
	    cap_set_proc(less) < 0)
		return false;
	*ret_before = TAKE_PTR(before);
	return true;
}

void privilege_give_back(cap_t *before)
{
	if (*before)
		cap_set_proc(*before);
	free_capabilities(before);
	*before = NULL;
}

/* Needs CAP_SETPCAP; without it the set stays, but no_new_privs keeps it out of reach. */
static void limit_bounding_set(bool (*stays)(cap_value_t capability, unsigned stage),
			       unsigned stage)
{
	if (!privilege_has(CAP_SETPCAP))
		return;
	for (cap_value_t capability = 0; capability < cap_max_bits(); capability++)
		if (!stays || !stays(capability, stage))
			cap_drop_bound(capability);
}

/*
 * What the measuring process holds, and until when: a stage's bit stands for "needed then".
 *
 *  NET_ADMIN         netlink and ethtool questions
 *  SYS_ADMIN         other network namespaces, run statistics, iterators by number
 *  SYS_PTRACE        which network namespaces other processes are in
 *  BPF, PERFMON      loading and attaching; kernels before 5.19 ask for BPF to read a map too
 *  SYS_RESOURCE      the limit of locked memory, which maps count against on 5.10
 *  SYSLOG            addresses in /proc/kallsyms
 *  DAC_*             files of others; the report in the folder of another user
 *  SETUID/GID/PCAP   the judge's way to become nobody
 *  KILL              a judge that does not end has become nobody already
 */
#define IN(stage) (1U << PRIVILEGE_##stage)
static const struct {
	cap_value_t capability;
	unsigned stages;
} needed[] = {
	{ CAP_NET_ADMIN, IN(MEASURE) | IN(READ) },
	{ CAP_SYS_ADMIN, IN(MEASURE) | IN(READ) },
	{ CAP_SYS_PTRACE, IN(MEASURE) | IN(READ) },
	{ CAP_BPF, IN(MEASURE) | IN(READ) },
	{ CAP_SYSLOG, IN(MEASURE) | IN(READ) },
	{ CAP_DAC_READ_SEARCH, IN(MEASURE) | IN(READ) },
	{ CAP_PERFMON, IN(MEASURE) },
	{ CAP_SYS_RESOURCE, IN(MEASURE) },
	{ CAP_SETUID, IN(MEASURE) | IN(READ) | IN(JUDGE) },
	{ CAP_SETGID, IN(MEASURE) | IN(READ) | IN(JUDGE) },
	{ CAP_SETPCAP, IN(MEASURE) | IN(READ) | IN(JUDGE) },
	{ CAP_KILL, IN(MEASURE) | IN(READ) | IN(JUDGE) | IN(SHOW) },
	{ CAP_DAC_OVERRIDE, IN(MEASURE) | IN(READ) | IN(JUDGE) | IN(SHOW) },
};
#undef IN

static bool is_needed(cap_value_t capability, unsigned stage)
{
	for (size_t i = 0; i < ARRAY_SIZE(needed); i++)
		if (needed[i].capability == capability)
			return needed[i].stages & 1U << stage;
	return false;
}

void privilege_keep_for(enum privilege_stage stage)
{
	cleanup_capabilities cap_t own = cap_get_proc();

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	limit_bounding_set(is_needed, stage);
	cap_reset_ambient();
	for (cap_value_t capability = 0; own && capability < cap_max_bits(); capability++) {
		cap_set_flag(own, CAP_INHERITABLE, 1, &capability, CAP_CLEAR);
		if (is_needed(capability, stage))
			continue;
		cap_set_flag(own, CAP_EFFECTIVE, 1, &capability, CAP_CLEAR);
		cap_set_flag(own, CAP_PERMITTED, 1, &capability, CAP_CLEAR);
	}
	if (own)
		cap_set_proc(own);
}

void privilege_forgo(cap_value_t capability)
{
	cleanup_capabilities cap_t own = cap_get_proc();

	if (own && !cap_set_flag(own, CAP_EFFECTIVE, 1, &capability, CAP_CLEAR) &&
	    !cap_set_flag(own, CAP_PERMITTED, 1, &capability, CAP_CLEAR))
		cap_set_proc(own);
}

/* In a user namespace there may be no such user or no right to change groups. */
static int leave_root(struct error *err)
{
	if (getuid() && geteuid() && getgid() && getegid())
		return 0;
	if (privilege_has(CAP_SETGID)) {
		if (setgroups(0, NULL) < 0 && errno != EPERM)
			return error_errno(err, errno, "cannot leave the groups of root");
		if (setresgid(NOBODY, NOBODY, NOBODY) < 0 && errno != EINVAL)
			return error_errno(err, errno, "cannot become group %d", NOBODY);
	}
	if (privilege_has(CAP_SETUID) && setresuid(NOBODY, NOBODY, NOBODY) < 0 && errno != EINVAL)
		return error_errno(err, errno, "cannot become user %d", NOBODY);
	return 0;
}

static int drop_capabilities(struct error *err)
{
	cleanup_capabilities cap_t none = cap_init();
	cleanup_capabilities cap_t left = NULL;

	cap_reset_ambient();
	if (!none || cap_set_proc(none) < 0)
		return error_errno(err, errno, "cannot drop capabilities");
	left = cap_get_proc();
	if (!left || cap_compare(left, none))
		return error_set(err, "capabilities are left after dropping them");
	return 0;
}

static int limit(int resource, rlim_t value, const char *what, struct error *err)
{
	const struct rlimit both = { value, value };
	struct rlimit now;

	if (!getrlimit(resource, &now) && now.rlim_max < value)
		return 0;
	if (setrlimit(resource, &both) < 0)
		return error_errno(err, errno, "cannot limit %s", what);
	return 0;
}

static int limit_resources(const struct privilege_limits *limits, struct error *err)
{
#ifndef __SANITIZE_ADDRESS__
	if (limits->memory_bytes && limit(RLIMIT_AS, limits->memory_bytes, "memory", err) < 0)
		return -1;
#endif
	if (limits->cpu_seconds && limit(RLIMIT_CPU, limits->cpu_seconds, "CPU time", err) < 0)
		return -1;
	if (limit(RLIMIT_NOFILE, 0, "open files", err) < 0 ||
	    limit(RLIMIT_FSIZE, 0, "file sizes", err) < 0 ||
	    limit(RLIMIT_NPROC, 0, "processes", err) < 0 ||
	    limit(RLIMIT_CORE, 0, "core dumps", err) < 0)
		return -1;
	return 0;
}

int privilege_drop_all(const struct privilege_limits *limits, struct error *err)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return error_errno(err, errno, "cannot forbid new privileges");
	limit_bounding_set(NULL, 0);
	if (leave_root(err) < 0 || drop_capabilities(err) < 0)
		return -1;
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* changing the user forgot it */
	return limit_resources(limits, err);
}

#ifndef __SANITIZE_ADDRESS__
static const int calls_of_computing[] = {
	SCMP_SYS(write),          SCMP_SYS(exit_group),
	SCMP_SYS(exit),           SCMP_SYS(brk),
	SCMP_SYS(munmap),         SCMP_SYS(mremap),
	SCMP_SYS(madvise),        SCMP_SYS(futex),
	SCMP_SYS(getpid),         SCMP_SYS(gettid),
	SCMP_SYS(rt_sigreturn),   SCMP_SYS(getrandom),
	SCMP_SYS(newfstatat),     SCMP_SYS(clock_gettime),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall),
};

static int allow_computing(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(calls_of_computing); i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls_of_computing[i], 0);
	if (r == 0)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, no_code);
	if (r == 0) /* of no file */
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, no_code,
				     SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
	return r;
}

int privilege_seal(struct error *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int r = filter ? allow_computing(filter) : -ENOMEM;

	if (r == 0)
		r = seccomp_load(filter);
	seccomp_release(filter);
	return r < 0 ? error_errno(err, -r, "cannot give up the kernel's calls") : 0;
}
#else
int privilege_seal(struct error *err)
{
	(void)err;
	return 0;
}
#endif
