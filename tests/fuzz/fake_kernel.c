// SPDX-License-Identifier: BSD-2-Clause
#include "fake_kernel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>

#include "cleanup.h"
#include "fuzz.h"
#include "reader.h"
#include "reader_child.h"
#include "recorded.h"
#include "system_file.h"

#define CUT 0xff
#define MOST_DATAGRAMS 4096 /* of one reading: more means that a reader does not end */

FILE *__real_fopen(const char *path, const char *mode);
FILE *__wrap_fopen(const char *path, const char *mode);
ssize_t __real_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t __real_recvmsg(int fd, struct msghdr *message, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *message, int flags);

static char *root;
static enum { OFF, FEEDING, RECORDING } mode;
static enum fake faked;
static const uint8_t *left;
static size_t left_size;
static FILE *record;
static uint32_t asked_sequence, asked_port;
static unsigned datagrams;

static void copy_to_record(const char *path)
{
	FILE *file = __real_fopen(path, "re");
	int byte;

	while (file && (byte = fgetc(file)) != EOF)
		fputc(byte, record);
	fputc(CUT, record);
	if (file)
		fclose(file);
}

FILE *__wrap_fopen(const char *path, const char *how)
{
	const uint8_t *end;
	FILE *file;
	size_t size;

	if (mode == OFF || faked != FAKE_FILES)
		return __real_fopen(path, how);
	if (mode == RECORDING) {
		copy_to_record(path);
		return __real_fopen(path, how);
	}
	if (!left_size) {
		errno = ENOENT;
		return NULL;
	}
	end = memchr(left, CUT, left_size);
	size = end ? (size_t)(end - left) : left_size;
	file = size ? fmemopen((void *)left, size, "r") : __real_fopen("/dev/null", "re");
	left += size + (end ? 1 : 0);
	left_size -= size + (end ? 1 : 0);
	return file;
}

ssize_t __wrap_sendmsg(int fd, const struct msghdr *message, int flags)
{
	const struct nlmsghdr *asked = message->msg_iov[0].iov_base;
	ssize_t size = 0;

	if (mode != FEEDING || faked != FAKE_NETLINK)
		return __real_sendmsg(fd, message, flags);
	asked_sequence = asked->nlmsg_seq;
	asked_port = asked->nlmsg_pid;
	for (size_t i = 0; i < message->msg_iovlen; i++)
		size += (ssize_t)message->msg_iov[i].iov_len;
	return size;
}

/* As if the kernel had answered this question. */
static void address(uint8_t *datagram, size_t size)
{
	struct nlmsghdr header;
	size_t at = 0;

	while (size - at >= sizeof(header)) {
		memcpy(&header, datagram + at, sizeof(header));
		header.nlmsg_seq = asked_sequence;
		header.nlmsg_pid = asked_port;
		memcpy(datagram + at, &header, sizeof(header));
		if (header.nlmsg_len < sizeof(header) ||
		    header.nlmsg_len > size - at - NLMSG_ALIGNTO)
			return;
		at += NLMSG_ALIGN(header.nlmsg_len);
	}
}

static size_t next_datagram(uint8_t *into, size_t room, bool take)
{
	struct {
		struct nlmsghdr header;
		int code;
	} done = { { sizeof(done), NLMSG_DONE, NLM_F_MULTI, asked_sequence, asked_port }, 0 };
	size_t size = 0;

	if (left_size > 2)
		size = left[0] | (size_t)left[1] << 8;
	if (!size || size > left_size - 2) {
		size = sizeof(done) < room ? sizeof(done) : room;
		memcpy(into, &done, size);
		left_size = 0;
		return size;
	}
	memcpy(into, left + 2, size < room ? size : room);
	if (take) {
		left += 2 + size;
		left_size -= 2 + size;
	}
	size = size < room ? size : room;
	address(into, size);
	return size;
}

static ssize_t receive_fake(struct msghdr *message, int flags)
{
	struct sockaddr_nl from = { .nl_family = AF_NETLINK };

	FUZZ_ASSERT(datagrams++ < MOST_DATAGRAMS);
	if (message->msg_name) {
		memcpy(message->msg_name, &from, sizeof(from));
		message->msg_namelen = sizeof(from);
	}
	message->msg_controllen = 0;
	message->msg_flags = 0;
	return (ssize_t)next_datagram(message->msg_iov[0].iov_base, message->msg_iov[0].iov_len,
				      !(flags & MSG_PEEK));
}

ssize_t __wrap_recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t size;

	if (mode == FEEDING && faked == FAKE_NETLINK)
		return receive_fake(message, flags);
	size = __real_recvmsg(fd, message, flags);
	if (mode == RECORDING && size > 0 && size < 65536 && !(flags & MSG_PEEK)) {
		fputc((int)size & 255, record);
		fputc((int)size >> 8, record);
		fwrite(message->msg_iov[0].iov_base, 1, (size_t)size, record);
	}
	return size;
}

static void read_once(const struct probe *probe)
{
	static const struct netns ns = { .name = (char *)"self", .self = true };
	cleanup_free char *lacks = NULL;
	struct reading reading = { NULL, &ns, reader_tables(probe), &lacks };
	struct error err = { "" };

	if (probe->read(&reading, &err) < 0)
		FUZZ_ASSERT(*err.text);
	tables_free(reading.tables);
}

void fake_kernel_read(enum fake fake, const struct probe *const *probes, const uint8_t *bytes,
		      size_t size)
{
	size_t count = 0;

	while (probes[count])
		count++;
	if (!size)
		return;
	faked = fake;
	left = bytes + 1;
	left_size = size - 1;
	datagrams = 0;
	mode = FEEDING;
	read_once(probes[bytes[0] % count]);
	mode = OFF;
}

static void write_seeds(const char *folder, const char *kind, const struct probe *const *probes)
{
	for (int i = 0; probes[i]; i++) {
		char path[1024];

		snprintf(path, sizeof(path), "%s/%s.%s", folder, probes[i]->name, kind);
		record = __real_fopen(path, "w");
		FUZZ_ASSERT(record);
		fputc(i, record);
		mode = RECORDING;
		read_once(probes[i]);
		mode = OFF;
		fclose(record);
	}
}

static void remove_root(void)
{
	recorded_remove(root);
}

void fake_kernel_start(enum fake fake, const struct probe *const *probes)
{
	const char *seeds = getenv("FUZZ_SEEDS");

	faked = fake;
	root = recorded_unpack("6.1");
	atexit(remove_root);
	if (seeds)
		write_seeds(seeds, "live", probes);
	system_root(root);
	if (seeds && fake == FAKE_FILES)
		write_seeds(seeds, "recorded", probes);
	if (seeds)
		exit(0);
}
