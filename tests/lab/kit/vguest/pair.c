// SPDX-License-Identifier: BSD-2-Clause
#include "pair.h"

#include <inttypes.h>
#include <poll.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "../kit.h"
#include "vhost.h"

#define FRAME_MAX 2048
#define OFFLOADED_MAX (65536 + 256)
#define SENDING_TRIES 1000

void pair_open(struct pair *pair, const struct plan *plan, unsigned int index, int inside, int stop)
{
	size_t buffer = HEADER + (plan->offload ? OFFLOADED_MAX : FRAME_MAX);
	size_t size = ring_size(plan->ring, buffer);
	uint8_t *memory = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	must(memory != MAP_FAILED, "mmap");
	*pair = (struct pair){ .plan = plan, .index = index, .inside = inside, .stop = stop };
	pair->rx.incoming = true;
	pair->rx.event_index = pair->tx.event_index = plan->event_index;
	ring_open(&pair->rx, memory, plan->ring, buffer);
	ring_open(&pair->tx, memory + size, plan->ring, buffer);
	ring_want_calls(&pair->tx, false, 1);
	pair->tap = tap_open(plan->device, plan->queues > 1, plan->offload);
	if (!(plan->unserved >> index & 1))
		pair->vhost = vhost_start(pair->tap, memory, 2 * size, &pair->rx, &pair->tx);
	for (unsigned int id = 0; id < plan->ring; id++)
		pair->unused[pair->unused_count++] = id;
	for (unsigned int id = 0; id < plan->buffers; id++)
		ring_post(&pair->rx, id, buffer);
}

static bool ends(const struct pair *pair, unsigned long queues)
{
	return queues >> pair->index & 1 && pair->received.packets >= (uint64_t)pair->plan->healthy;
}

static void take_back_sent(struct pair *pair)
{
	uint32_t length;
	int id;

	while ((id = ring_take(&pair->tx, &length)) >= 0)
		pair->unused[pair->unused_count++] = id;
}

/* A free tx buffer, waiting for vhost a while; NULL when there is none even then. */
static uint8_t *room_to_send(struct pair *pair)
{
	for (int try = 0; try < SENDING_TRIES; try++) {
		take_back_sent(pair);
		if (pair->unused_count)
			return ring_buffer(&pair->tx, pair->unused[pair->unused_count - 1]);
		usleep(100);
	}
	pair->full++;
	return NULL;
}

/* Sends what was put into the buffer that room_to_send gave. */
static void send_buffer(struct pair *pair, size_t length)
{
	pair->sent.packets++;
	pair->sent.bytes += length - HEADER;
	ring_post(&pair->tx, pair->unused[--pair->unused_count], length);
}

static void echo(struct pair *pair, uint8_t *frame, size_t length)
{
	uint8_t *out = room_to_send(pair);

	if (!out)
		return;
	memcpy(out, frame, length);
	length -= HEADER;
	if (answer(&pair->plan->host, out + HEADER, &length, pair->tx.buffer_size - HEADER))
		send_buffer(pair, HEADER + length);
}

static void pass_in(struct pair *pair, const uint8_t *frame, size_t length)
{
	if (write(pair->inside, frame, length) != (ssize_t)length)
		pair->full++;
}

/* What the guest's own stack sends goes out. */
static void pass_out(struct pair *pair)
{
	uint8_t *out;
	ssize_t length;

	while ((out = room_to_send(pair))) {
		length = read(pair->inside, out, pair->tx.buffer_size);
		if (length <= HEADER)
			return;
		send_buffer(pair, length);
	}
}

static void wait_before_next(long delay_us)
{
	struct timespec delay = { delay_us / 1000000, delay_us % 1000000 * 1000 };

	if (delay_us)
		nanosleep(&delay, NULL);
}

static void receive_one(struct pair *pair, unsigned int id, size_t length)
{
	uint8_t *frame = ring_buffer(&pair->rx, id);

	pair->received.packets++;
	pair->received.bytes += length - HEADER;
	if (pair->plan->manner == ECHO)
		echo(pair, frame, length);
	else if (pair->plan->manner == RELAY)
		pass_in(pair, frame, length);
	wait_before_next(pair->plan->delay_us);
	if (!ends(pair, pair->plan->stop_refilling))
		ring_post(&pair->rx, id, pair->rx.buffer_size);
}

static void receive_all(struct pair *pair)
{
	const struct plan *plan = pair->plan;
	uint32_t length;
	int id;

	do {
		ring_want_calls(&pair->rx, plan->interrupts == EACH, 1);
		while (!ends(pair, plan->stop_reading) && (id = ring_take(&pair->rx, &length)) >= 0)
			receive_one(pair, id, length);
		ring_want_calls(&pair->rx, plan->interrupts != NONE, plan->coalesce);
	} while (!ends(pair, plan->stop_reading) && plan->interrupts != NONE &&
		 plan->coalesce == 1 && ring_waiting(&pair->rx));
}

static void *serve(void *argument)
{
	struct pair *pair = argument;
	struct pollfd waits[] = { { pair->stop, POLLIN, 0 },
				  { pair->rx.call, POLLIN, 0 },
				  { pair->inside, POLLIN, 0 } };
	bool looks = pair->plan->interrupts == NONE || pair->plan->coalesce > 1;

	receive_all(pair);
	for (;;) {
		if (ends(pair, pair->plan->stop_reading))
			waits[1].fd = -1;
		poll(waits, 3, looks ? 1 : -1);
		if (waits[0].revents)
			break;
		if (waits[1].revents)
			ring_read_calls(&pair->rx);
		if (waits[1].fd >= 0)
			receive_all(pair);
		if (waits[2].revents)
			pass_out(pair);
	}
	if (waits[1].fd >= 0)
		receive_all(pair); /* what vhost had used before the end */
	return NULL;
}

void pair_start(struct pair *pair)
{
	char name[16];

	errno = pthread_create(&pair->thread, NULL, serve, pair);
	must(!errno, "thread");
	snprintf(name, sizeof(name), "vguest-cpu%u", pair->index);
	pthread_setname_np(pair->thread, name);
}

static void tell(const struct pair *pair, const char *name, const struct ring *ring,
		 const struct traffic *traffic)
{
	printf("queue %u %s packets %" PRIu64 " bytes %" PRIu64 " posted %" PRIu64 " used %" PRIu64
	       " taken %" PRIu64 " kicks %" PRIu64 " calls %" PRIu64 "\n",
	       pair->index, name, traffic->packets, traffic->bytes, ring->posted, ring_used(ring),
	       ring->taken, ring->kicks, ring->calls);
}

void pair_end(struct pair *pair)
{
	pthread_join(pair->thread, NULL);
	ring_read_calls(&pair->rx);
	ring_read_calls(&pair->tx);
	take_back_sent(pair);
	tell(pair, "rx", &pair->rx, &pair->received);
	tell(pair, "tx", &pair->tx, &pair->sent);
	printf("queue %u full %" PRIu64 "\n", pair->index, pair->full);
}
