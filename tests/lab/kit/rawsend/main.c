// SPDX-License-Identifier: BSD-2-Clause
/*
 * Sends exactly so many frames as they are, right or wrong in one chosen way, evenly in time, and
 * prints how many really left ("sent N").
 *
 *   rawsend udp|tcp|icmp|gre --device D --mac TO --from ADDRESS --to ADDRESS [--port P]
 *        [--from-port P] [--count N] [--rate PER_SECOND] [--payload BYTES] [--data HEX] [--ttl N]
 *        [--tos N] [--vlan ID] [--segment SEQUENCE [--timestamp N]] [--fragments first|overlapping]
 *        [--wrong ip|payload|length|header|transport]
 *
 * udp: from port 9 unless told otherwise; tcp: a SYN, or with --segment a segment with data and
 * that sequence number; icmp: an echo request; gre: --data is what stands behind the IP header.
 * --data is what the payload begins with. Never to be fragmented, unless they are fragments:
 * --fragments first sends nothing of a datagram but its first one, overlapping sends two, the
 * second of which begins within the first. The sender's MAC is the device's.
 *
 * --wrong ip spoils the checksum of the IPv4 header, payload that of UDP, TCP or ICMP; length says
 * that the packet is longer than it is, header that the IPv4 header is shorter than one can be,
 * transport that the UDP datagram is longer, or the TCP header shorter, than can be.
 */
#include <getopt.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netinet/ether.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "../kit.h"
#include "frame.h"

#define NS 1000000000ll

/* Waits for each frame's time. */
static long send_all(int fd, const struct plan *plan, const uint8_t *from_mac)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET,
				  .sll_ifindex = if_nametoindex(plan->device),
				  .sll_halen = ETH_ALEN };
	struct timespec start;
	long sent = 0;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (long i = 0; i < plan->count; i++) {
		struct frame frame = frame_build(plan, from_mac, i);
		long long due = start.tv_sec * NS + start.tv_nsec + i * NS / plan->rate;
		struct timespec until = { due / NS, due % NS };

		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
			;
		sent += sendto(fd, frame.bytes, frame.length, 0, (struct sockaddr *)&to,
			       sizeof(to)) == (ssize_t)frame.length;
	}
	return sent;
}

static void find_mac(int fd, const char *device, uint8_t *ret_mac)
{
	struct ifreq request = { 0 };

	must(strlen(device) < sizeof(request.ifr_name), "the device's name is too long");
	strcpy(request.ifr_name, device);
	must(!ioctl(fd, SIOCGIFHWADDR, &request), device);
	memcpy(ret_mac, request.ifr_hwaddr.sa_data, ETH_ALEN);
}

/* The place of a word in a list that ends with NULL. */
static int word_of(const char *name, const char *text, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (!strcmp(text, words[i]))
			return i;
	error(2, 0, "--%s does not take '%s'", name, text);
	return -1;
}

static enum wrong wrong_of(const char *text)
{
	static const char *const words[] = { [NOTHING] = "nothing",
					     [IP_SUM] = "ip",
					     [PAYLOAD] = "payload",
					     [LENGTH] = "length",
					     [IP_HEADER] = "header",
					     [TRANSPORT] = "transport",
					     NULL };

	return word_of("wrong", text, words);
}

static enum fragments fragments_of(const char *text)
{
	static const char *const words[] = {
		[WHOLE] = "none", [FIRST] = "first", [OVERLAPPING] = "overlapping", NULL
	};

	return word_of("fragments", text, words);
}

static void parse_data(struct plan *plan, const char *hex)
{
	for (; *hex; hex += 2) {
		int used = 0;

		if (plan->data_length == DATA_MAX ||
		    sscanf(hex, "%2hhx%n", &plan->data[plan->data_length], &used) != 1 || used != 2)
			error(2, 0, "--data takes at most %d bytes in hexadecimal", DATA_MAX);
		plan->data_length++;
	}
}

static int protocol_of(const char *kind, bool six)
{
	if (!strcmp(kind, "udp"))
		return IPPROTO_UDP;
	if (!strcmp(kind, "tcp"))
		return IPPROTO_TCP;
	if (!strcmp(kind, "icmp"))
		return six ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	if (!strcmp(kind, "gre"))
		return IPPROTO_GRE;
	error(2, 0, "usage: rawsend udp|tcp|icmp|gre --device D --mac TO --from A --to A ...");
	return -1;
}

static void parse_one(struct plan *plan, int letter)
{
	switch (letter) {
	case 'd':
		plan->device = optarg;
		break;
	case 'm':
		if (!ether_aton_r(optarg, &plan->mac))
			error(2, 0, "--mac: '%s' is no MAC address", optarg);
		break;
	case 'f':
		numeric_address(optarg, "0", &plan->from);
		break;
	case 't':
		numeric_address(optarg, "0", &plan->to);
		break;
	case 'p':
		plan->port = number("port", optarg, 1, 65535);
		break;
	case 'c':
		plan->count = number("count", optarg, 1, 1000000);
		break;
	case 'r':
		plan->rate = number("rate", optarg, 1, 1000000);
		break;
	case 'l':
		plan->payload = number("payload", optarg, 0, PAYLOAD_MAX);
		break;
	case 'T':
		plan->ttl = number("ttl", optarg, 0, 255);
		break;
	case 'v':
		plan->vlan = number("vlan", optarg, 1, 4094);
		break;
	case 'F':
		plan->from_port = number("from-port", optarg, 1, 65535);
		break;
	case 'o':
		plan->tos = number("tos", optarg, 0, 255);
		break;
	case 's':
		plan->segment = number("segment", optarg, 0, UINT32_MAX);
		break;
	case 'e':
		plan->timestamp = number("timestamp", optarg, 0, UINT32_MAX);
		break;
	case 'g':
		plan->fragments = fragments_of(optarg);
		break;
	case 'D':
		parse_data(plan, optarg);
		break;
	case 'w':
		plan->wrong = wrong_of(optarg);
		break;
	default:
		exit(2);
	}
}

static struct plan parse(int argc, char **argv)
{
	static const struct option options[] = { { "device", required_argument, NULL, 'd' },
						 { "mac", required_argument, NULL, 'm' },
						 { "from", required_argument, NULL, 'f' },
						 { "to", required_argument, NULL, 't' },
						 { "port", required_argument, NULL, 'p' },
						 { "count", required_argument, NULL, 'c' },
						 { "rate", required_argument, NULL, 'r' },
						 { "payload", required_argument, NULL, 'l' },
						 { "ttl", required_argument, NULL, 'T' },
						 { "vlan", required_argument, NULL, 'v' },
						 { "wrong", required_argument, NULL, 'w' },
						 { "from-port", required_argument, NULL, 'F' },
						 { "tos", required_argument, NULL, 'o' },
						 { "segment", required_argument, NULL, 's' },
						 { "timestamp", required_argument, NULL, 'e' },
						 { "fragments", required_argument, NULL, 'g' },
						 { "data", required_argument, NULL, 'D' },
						 { 0 } };
	struct plan plan = { .port = 9,
			     .from_port = 9,
			     .count = 1,
			     .rate = 100,
			     .payload = 64,
			     .ttl = 64,
			     .segment = -1,
			     .timestamp = -1 };
	const char *kind = argc > 1 ? argv[1] : "";
	int letter;

	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1)
		parse_one(&plan, letter);
	if (!plan.device || !plan.to.ss_family || plan.from.ss_family != plan.to.ss_family)
		error(2, 0, "--device is needed, --from and --to of the same family too");
	if ((size_t)plan.payload < plan.data_length)
		plan.payload = (long)plan.data_length;
	plan.protocol = protocol_of(kind, plan.to.ss_family == AF_INET6);
	return plan;
}

int main(int argc, char **argv)
{
	struct plan plan = parse(argc, argv);
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	uint8_t mac[ETH_ALEN];

	must(fd >= 0, "a packet socket");
	alarm(SECONDS_MAX);
	find_mac(fd, plan.device, mac);
	printf("sent %ld\n", send_all(fd, &plan, mac));
	return 0;
}
