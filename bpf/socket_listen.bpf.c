// SPDX-License-Identifier: GPL-2.0-only
/*
 * Listening TCP sockets with their queues: what /proc/net/tcp lacks is the number of connections
 * that found a queue full. Runs only when somebody reads.
 */
#include "compat.bpf.h"
#include "socket.bpf.h"
#include "socket_listen.h"

#define LISTENING 10

/* Listening sockets come first. At the first other one the reader is told to try again later, which
 * ends the reading: there may be a million of them. */
SEC("iter/tcp")
int socket_listen(struct bpf_iter__tcp *ctx)
{
	const struct sock *sk = (const void *)ctx->sk_common;
	struct listen_record record = {};

	if (!sk)
		return 0;
	if (BPF_CORE_READ(sk, __sk_common.skc_state) != LISTENING)
		return 1;
	record.family = sock_address(sk, record.address, &record.port);
	if (!record.family)
		return 0;
	record.backlog = BPF_CORE_READ(sk, sk_ack_backlog);
	record.backlog_max = BPF_CORE_READ(sk, sk_max_ack_backlog);
	record.drops = compat_sock_drops(sk);
	bpf_seq_write(ctx->meta->seq, &record, sizeof(record));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
