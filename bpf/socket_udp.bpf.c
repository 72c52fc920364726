// SPDX-License-Identifier: GPL-2.0-only
/*
 * UDP sockets that have something waiting or have lost something; a host may have many thousands
 * that do neither. Runs only when somebody reads.
 */
#include "compat.bpf.h"
#include "socket.bpf.h"
#include "socket_udp.h"

SEC("iter/udp")
int socket_udp(struct bpf_iter__udp *ctx)
{
	const struct sock *sk = (const void *)ctx->udp_sk;
	struct udp_record record = {};

	if (!sk)
		return 0;
	record.queued = (u32)BPF_CORE_READ(sk, sk_backlog.rmem_alloc.counter);
	record.drops = compat_sock_drops(sk);
	if (!record.queued && !record.drops)
		return 0;
	record.family = sock_address(sk, record.address, &record.port);
	if (!record.family)
		return 0;
	record.rcvbuf = (u32)BPF_CORE_READ(sk, sk_rcvbuf);
	bpf_seq_write(ctx->meta->seq, &record, sizeof(record));
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
