// SPDX-License-Identifier: GPL-2.0-only
/* Segments that TCP sends again, by connection and by what made it do so. Runs only then. */
#include "tcp_retransmit.h"
#include "scope.bpf.h"
#include "socket.bpf.h"

#define TCP_STATE_SYN_SENT 2
#define TCP_STATE_SYN_RECV 3
#define CA_RECOVERY 3
#define CA_LOSS 4

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, RETRANSMIT_KEYS);
	__type(key, struct retransmit_key);
	__type(value, u64);
} retransmits SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct retransmit_counters);
} retransmit_counters SEC(".maps");

static __always_inline u8 kind_of(const struct sock *sk)
{
	const struct inet_connection_sock *connection = (const void *)sk;
	u8 state = BPF_CORE_READ(sk, __sk_common.skc_state);

	if (state == TCP_STATE_SYN_SENT || state == TCP_STATE_SYN_RECV)
		return RETRANSMIT_SYN;
	switch (BPF_CORE_READ_BITFIELD_PROBED(connection, icsk_ca_state)) {
	case CA_RECOVERY:
		return RETRANSMIT_FAST;
	case CA_LOSS:
		return RETRANSMIT_TIMEOUT;
	}
	return RETRANSMIT_OTHER;
}

/* From the socket: the segment has no headers yet. */
static __always_inline bool read_connection(const struct sock *sk, struct packet *packet)
{
	struct tuple *tuple = &packet->tuple;
	struct in6_addr six;
	__be32 four;

	tuple->family = sock_address(sk, (u8 *)tuple->source, &tuple->source_port);
	if (tuple->family == 4) {
		four = BPF_CORE_READ(sk, __sk_common.skc_daddr);
		__builtin_memcpy(tuple->destination, &four, sizeof(four));
	} else if (tuple->family == 6) {
		six = BPF_CORE_READ(sk, __sk_common.skc_v6_daddr);
		__builtin_memcpy(tuple->destination, &six, sizeof(six));
	}
	tuple->destination_port = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	tuple->protocol = IPPROTO_TCP;
	packet->netns = sock_netns(sk);
	packet->outgoing = true;
	packet->readable = tuple->family;
	return tuple->family;
}

static __always_inline void count_one(const struct retransmit_key *key,
				      struct retransmit_counters *counters)
{
	u64 one = 1, *count = bpf_map_lookup_elem(&retransmits, key);

	if (!count && !bpf_map_update_elem(&retransmits, key, &one, BPF_NOEXIST)) {
		counters->made++;
		return;
	}
	count = bpf_map_lookup_elem(&retransmits, key);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		counters->lost++;
}

SEC("tp_btf/tcp_retransmit_skb")
int tcp_retransmit(u64 *ctx)
{
	const struct sock *sk = (const void *)ctx[0];
	struct retransmit_counters *counters;
	struct retransmit_key key = {};
	struct packet packet = {};
	enum scope_answer answer;
	u32 zero = 0;

	if (!counting)
		return 0;
	counters = bpf_map_lookup_elem(&retransmit_counters, &zero);
	if (!counters || !read_connection(sk, &packet))
		return 0;
	counters->seen++;
	answer = scope.tuples && !in_conversation(&packet.tuple) ? SCOPE_OUT : SCOPE_IN;
	if (answer == SCOPE_IN && scope.narrow)
		answer = scope_of_place(&packet);
	counters->unplaced += answer == SCOPE_UNKNOWN;
	if (answer != SCOPE_IN)
		return 0;
	counters->in_scope++;
	__builtin_memcpy(key.source, packet.tuple.source, sizeof(key.source));
	__builtin_memcpy(key.destination, packet.tuple.destination, sizeof(key.destination));
	key.netns = packet.netns;
	key.source_port = packet.tuple.source_port;
	key.destination_port = packet.tuple.destination_port;
	key.family = packet.tuple.family;
	key.kind = kind_of(sk);
	count_one(&key, counters);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
