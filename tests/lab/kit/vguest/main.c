// SPDX-License-Identifier: BSD-2-Clause
/*
 * A guest without a virtual machine: a process that opens /dev/vhost-net and a tap, as QEMU would,
 * and drives the virtqueues itself, sleeping until it is called.
 *
 *   vguest echo|sink --tap NAME [--mac M] [--ip4 A] [--ip6 A]
 *   vguest relay --tap NAME --inside NETNS:NAME
 *          [--queues N] [--ring N] [--buffers N] [--event-index] [--offload]
 *          [--interrupts napi|each|none] [--coalesce N] [--delay-us N] [--seconds S]
 *          [--stop-reading Q,Q] [--stop-refilling Q,Q] [--healthy N]
 *          [--unserved Q,Q] [--vcpus N]
 *
 * echo answers ARP, neighbour solicitations, pings and UDP for its addresses; sink takes all and
 * says nothing; relay passes everything on to a tap in another network namespace, whose stack then
 * is the guest's. --buffers posts fewer than the ring has room for. --coalesce asks to be called
 * for every Nth packet or after a millisecond (needs --event-index). --delay-us is spent on each
 * packet. From its --healthy'th packet on, a queue of --stop-reading looks at nothing any more, one
 * of --stop-refilling takes packets but posts no buffer. The queues of --unserved have no
 * vhost-net: what comes to them stays in the tap. --vcpus adds threads that do nothing and bear the
 * names that QEMU gives its virtual CPUs.
 *
 * Says "ready" once the rings are up. On SIGTERM, or after --seconds, it prints per queue and
 * direction what its rings really did: packets, bytes, buffers posted, used by vhost and taken
 * back, kicks to vhost, calls from it.
 */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "../kit.h"
#include "pair.h"
#include "vhost.h"

static int enter(const char *path)
{
	int before = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int there = open(path, O_RDONLY | O_CLOEXEC);

	must(before >= 0 && there >= 0, path);
	must(!setns(there, CLONE_NEWNET), path);
	close(there);
	return before;
}

/* Opens the queues of the tap that the guest's own stack has, in its namespace. */
static void open_inside(const struct plan *plan, int *ret_inside)
{
	char path[128];
	const char *colon;
	int before;

	for (long i = 0; i < plan->queues; i++)
		ret_inside[i] = -1;
	if (!plan->inside)
		return;
	colon = strchr(plan->inside, ':');
	if (!colon)
		error(2, 0, "--inside takes NETNS:NAME, not '%s'", plan->inside);
	snprintf(path, sizeof(path), "/run/netns/%.*s", (int)(colon - plan->inside), plan->inside);
	before = enter(path);
	for (long i = 0; i < plan->queues; i++)
		ret_inside[i] = tap_open(colon + 1, plan->queues > 1, plan->offload);
	must(!setns(before, CLONE_NEWNET), "the namespace before");
	close(before);
}

static void *idle(void *unused)
{
	(void)unused;
	for (;;)
		pause();
	return NULL;
}

static void add_vcpus(long count)
{
	for (unsigned char i = 0; i < count; i++) {
		pthread_t thread;
		char name[16];

		errno = pthread_create(&thread, NULL, idle, NULL);
		must(!errno, "thread");
		snprintf(name, sizeof(name), "CPU %u/KVM", i);
		pthread_setname_np(thread, name);
	}
}

static void wait_for_end(long seconds)
{
	sigset_t set;
	int signal;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGALRM);
	must(!sigprocmask(SIG_BLOCK, &set, NULL), "sigprocmask");
	alarm(seconds);
	puts("ready");
	fflush(stdout);
	sigwait(&set, &signal);
}

int main(int argc, char **argv)
{
	static struct pair pairs[PAIRS_MAX];
	struct plan plan = plan_of(argc, argv);
	int inside[PAIRS_MAX], stop = eventfd(0, EFD_CLOEXEC);
	sigset_t all;

	/* The threads inherit this: signals come to the first one only. */
	sigfillset(&all);
	must(stop >= 0 && !sigprocmask(SIG_BLOCK, &all, NULL), "set-up");
	open_inside(&plan, inside);
	for (long i = 0; i < plan.queues; i++)
		pair_open(&pairs[i], &plan, i, inside[i], stop);
	for (long i = 0; i < plan.queues; i++)
		pair_start(&pairs[i]);
	add_vcpus(plan.vcpus);
	wait_for_end(plan.seconds);
	must(!eventfd_write(stop, 1), "stop");
	for (long i = 0; i < plan.queues; i++)
		pair_end(&pairs[i]);
	return 0;
}
