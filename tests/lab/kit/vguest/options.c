// SPDX-License-Identifier: BSD-2-Clause
#include "pair.h"

#include <arpa/inet.h>
#include <getopt.h>
#include <net/ethernet.h>
#include <netinet/ether.h>

#include "../kit.h"

/* The place of `text` in a list that NULL ends, or the tool ends with status 2. */
static int choice(const char *name, const char *text, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (text && !strcmp(text, list[i]))
			return i;
	error(2, 0, "%s: '%s' is not known", name, text ? text : "");
	return -1;
}

/* "0,2" as bits 0 and 2. */
static unsigned long queue_set(const char *name, char *text)
{
	unsigned long set = 0;

	for (char *word = strtok(text, ","); word; word = strtok(NULL, ","))
		set |= 1ul << number(name, word, 0, PAIRS_MAX - 1);
	return set;
}

static void parse_one(struct plan *plan, int letter)
{
	static const char *const interrupts[] = { "napi", "each", "none", NULL };
	struct ether_addr mac;

	switch (letter) {
	case 't':
		plan->device = optarg;
		break;
	case 'I':
		plan->inside = optarg;
		break;
	case 'm':
		if (!ether_aton_r(optarg, &mac))
			error(2, 0, "--mac: '%s' is no MAC address", optarg);
		memcpy(plan->host.mac, &mac, sizeof(plan->host.mac));
		break;
	case '4':
		if (inet_pton(AF_INET, optarg, &plan->host.ip4) != 1)
			error(2, 0, "--ip4: '%s' is no IPv4 address", optarg);
		break;
	case '6':
		if (inet_pton(AF_INET6, optarg, &plan->host.ip6) != 1)
			error(2, 0, "--ip6: '%s' is no IPv6 address", optarg);
		break;
	case 'q':
		plan->queues = number("queues", optarg, 1, PAIRS_MAX);
		break;
	case 'r':
		plan->ring = number("ring", optarg, 2, RING_MAX);
		break;
	case 'b':
		plan->buffers = number("buffers", optarg, 0, RING_MAX);
		break;
	case 'e':
		plan->event_index = true;
		break;
	case 'o':
		plan->offload = true;
		break;
	case 'i':
		plan->interrupts = choice("--interrupts", optarg, interrupts);
		break;
	case 'c':
		plan->coalesce = number("coalesce", optarg, 1, RING_MAX);
		break;
	case 'd':
		plan->delay_us = number("delay-us", optarg, 0, 10000000);
		break;
	case 's':
		plan->seconds = number("seconds", optarg, 1, SECONDS_MAX);
		break;
	case 'R':
		plan->stop_reading = queue_set("stop-reading", optarg);
		break;
	case 'F':
		plan->stop_refilling = queue_set("stop-refilling", optarg);
		break;
	case 'U':
		plan->unserved = queue_set("unserved", optarg);
		break;
	case 'v':
		plan->vcpus = number("vcpus", optarg, 1, PAIRS_MAX);
		break;
	case 'h':
		plan->healthy = number("healthy", optarg, 0, 1000000000);
		break;
	default:
		exit(2);
	}
}

static void check(struct plan *plan)
{
	if (!plan->device || (plan->manner == RELAY) != (plan->inside != NULL))
		error(2, 0, "usage: vguest echo|sink|relay --tap NAME ...");
	if (plan->ring & (plan->ring - 1))
		error(2, 0, "--ring takes a power of two");
	if (plan->buffers < 0 || plan->buffers > plan->ring)
		plan->buffers = plan->ring;
	if (plan->coalesce > 1 && !plan->event_index)
		error(2, 0, "--coalesce needs --event-index");
}

struct plan plan_of(int argc, char **argv)
{
	static const char *const manners[] = { "echo", "sink", "relay", NULL };
	static const struct option options[] = { { "tap", required_argument, NULL, 't' },
						 { "inside", required_argument, NULL, 'I' },
						 { "mac", required_argument, NULL, 'm' },
						 { "ip4", required_argument, NULL, '4' },
						 { "ip6", required_argument, NULL, '6' },
						 { "queues", required_argument, NULL, 'q' },
						 { "ring", required_argument, NULL, 'r' },
						 { "buffers", required_argument, NULL, 'b' },
						 { "event-index", no_argument, NULL, 'e' },
						 { "offload", no_argument, NULL, 'o' },
						 { "interrupts", required_argument, NULL, 'i' },
						 { "coalesce", required_argument, NULL, 'c' },
						 { "delay-us", required_argument, NULL, 'd' },
						 { "seconds", required_argument, NULL, 's' },
						 { "stop-reading", required_argument, NULL, 'R' },
						 { "stop-refilling", required_argument, NULL, 'F' },
						 { "unserved", required_argument, NULL, 'U' },
						 { "vcpus", required_argument, NULL, 'v' },
						 { "healthy", required_argument, NULL, 'h' },
						 { 0 } };
	struct plan plan = {
		.queues = 1, .ring = 256, .buffers = -1, .coalesce = 1, .seconds = 120
	};
	int letter;

	plan.manner = choice("vguest", argc > 1 ? argv[1] : NULL, manners);
	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1)
		parse_one(&plan, letter);
	check(&plan);
	return plan;
}
