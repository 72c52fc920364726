// SPDX-License-Identifier: BSD-2-Clause
#include "privilege.h"

#include <errno.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

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
static void drop_bounding_set(void)
{
	if (!privilege_has(CAP_SETPCAP))
		return;
	for (cap_value_t capability = 0; capability < cap_max_bits(); capability++)
		cap_drop_bound(capability);
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
	drop_bounding_set();
	if (leave_root(err) < 0 || drop_capabilities(err) < 0)
		return -1;
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* changing the user forgot it */
	return limit_resources(limits, err);
}
