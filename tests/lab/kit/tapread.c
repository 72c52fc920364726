// SPDX-License-Identifier: BSD-2-Clause
/*
 * A tap whose reader takes every frame at once, behind a filter if one is asked for.
 *
 *   tapread --tap NAME [--only MAC | --filter | --program] [--seconds S]
 *
 * --only takes frames to that hardware address and to all (TUNSETTXFILTER), --filter attaches a
 * socket filter that takes nothing (TUNATTACHFILTER), --program an eBPF program that takes nothing
 * (TUNSETFILTEREBPF). Says "ready" once the tap is there; on SIGTERM, or after --seconds, it prints
 * "got N" and ends, and so does the tap.
 */
#include <fcntl.h>
#include <getopt.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <netinet/ether.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "kit.h"

enum filter { ALL, ONLY, FILTER, PROGRAM };

struct plan {
	const char *tap;
	enum filter filter;
	struct ether_addr only;
	long seconds;
};

static volatile sig_atomic_t ended;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

static void take_only(int tap, const struct ether_addr *address)
{
	struct {
		struct tun_filter head;
		uint8_t address[ETH_ALEN];
	} filter = { .head = { .count = 1 } };

	memcpy(filter.address, address, ETH_ALEN);
	must(ioctl(tap, TUNSETTXFILTER, &filter) >= 0, "TUNSETTXFILTER");
}

static void attach_filter(int tap)
{
	struct sock_filter take_nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { 1, &take_nothing };

	must(!ioctl(tap, TUNATTACHFILTER, &program), "TUNATTACHFILTER");
}

static void attach_program(int tap)
{
	static const struct bpf_insn take_nothing[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attributes = {
		.prog_type = BPF_PROG_TYPE_SOCKET_FILTER,
		.insn_cnt = 2,
		.insns = (uintptr_t)take_nothing,
		.license = (uintptr_t) "GPL",
	};
	int program = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof(attributes));

	must(program >= 0, "BPF_PROG_LOAD");
	must(!ioctl(tap, TUNSETFILTEREBPF, &program), "TUNSETFILTEREBPF");
}

static int open_tap(const struct plan *plan)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK);

	must(tap >= 0, "/dev/net/tun");
	must(strlen(plan->tap) < sizeof(request.ifr_name), "the tap's name is too long");
	strcpy(request.ifr_name, plan->tap);
	must(!ioctl(tap, TUNSETIFF, &request), plan->tap);
	if (plan->filter == ONLY)
		take_only(tap, &plan->only);
	else if (plan->filter == FILTER)
		attach_filter(tap);
	else if (plan->filter == PROGRAM)
		attach_program(tap);
	return tap;
}

static struct plan parse(int argc, char **argv)
{
	static const struct option options[] = { { "tap", required_argument, NULL, 't' },
						 { "only", required_argument, NULL, 'o' },
						 { "filter", no_argument, NULL, 'f' },
						 { "program", no_argument, NULL, 'p' },
						 { "seconds", required_argument, NULL, 's' },
						 { 0 } };
	struct plan plan = { .seconds = SECONDS_MAX };
	int letter;

	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (letter == 't')
			plan.tap = optarg;
		else if (letter == 'o' && ether_aton_r(optarg, &plan.only))
			plan.filter = ONLY;
		else if (letter == 'f')
			plan.filter = FILTER;
		else if (letter == 'p')
			plan.filter = PROGRAM;
		else if (letter == 's')
			plan.seconds = number("seconds", optarg, 1, SECONDS_MAX);
		else
			error(2, 0,
			      "usage: tapread --tap NAME [--only MAC | --filter | --program]");
	}
	if (!plan.tap)
		error(2, 0, "--tap is needed");
	return plan;
}

int main(int argc, char **argv)
{
	struct plan plan = parse(argc, argv);
	int tap = open_tap(&plan);
	struct pollfd wait = { tap, POLLIN, 0 };
	uint8_t frame[65536];
	long got = 0;

	/* Without SA_RESTART: poll returns when it is time to end. */
	sigaction(SIGTERM, &(struct sigaction){ .sa_handler = end }, NULL);
	sigaction(SIGALRM, &(struct sigaction){ .sa_handler = end }, NULL);
	alarm((unsigned)plan.seconds);
	printf("ready\n");
	fflush(stdout);
	while (!ended) {
		poll(&wait, 1, 1000);
		while (read(tap, frame, sizeof(frame)) > 0)
			got++;
	}
	printf("got %ld\n", got);
	return 0;
}
