// SPDX-License-Identifier: BSD-2-Clause
/*
 * flood DEVICE FRAMES: so many frames of a protocol that nobody speaks, as fast as the machine can,
 * past the queueing discipline. Prints how many were sent and in how many microseconds.
 */
#include <error.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH 256
#define FRAMES_MAX 20000000
#define PROTOCOL 0x88b5 /* IEEE's for local experiments */

static long long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000ll + now.tv_nsec / 1000;
}

static int open_device(const char *device)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET,
				       .sll_ifindex = (int)if_nametoindex(device) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0), on = 1;

	if (fd < 0 || !address.sll_ifindex ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on)) < 0)
		error(1, errno, "%s", device);
	return fd;
}

int main(int argc, char **argv)
{
	static const unsigned char
		frame[ETH_ZLEN] = { [0] = 0xff,     0xff, 0xff,    0xff,
				    0xff,           0xff, [6] = 2, [12] = PROTOCOL >> 8,
				    PROTOCOL & 0xff };
	struct iovec part = { (void *)frame, sizeof(frame) };
	static struct mmsghdr batch[BATCH];
	long left = argc == 3 ? atol(argv[2]) : 0, sent = 0;
	long long start = now_us();
	int fd;

	if (left <= 0 || left > FRAMES_MAX)
		error(2, 0, "usage: flood DEVICE FRAMES (at most %d)", FRAMES_MAX);
	fd = open_device(argv[1]);
	for (int i = 0; i < BATCH; i++)
		batch[i].msg_hdr = (struct msghdr){ .msg_iov = &part, .msg_iovlen = 1 };
	while (left > 0) {
		int took = sendmmsg(fd, batch, left < BATCH ? (unsigned)left : BATCH, 0);

		if (took < 0 && errno != ENOBUFS && errno != EAGAIN)
			error(1, errno, "sendmmsg");
		sent += took > 0 ? took : 0;
		left -= took > 0 ? took : 0;
	}
	printf("%ld %lld\n", sent, now_us() - start);
	return 0;
}
