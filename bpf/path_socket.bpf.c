// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where followed packets come to this host's own sockets, and how long these then wait for their
 * application. TCP joins packets in its queue, so there the wait is of the socket: since there was
 * nothing left to read. UDP keeps them apart, and the wait is of the packet.
 */
#include "path.bpf.h"
#include "socket.bpf.h"

#define RTF_GATEWAY 2
#define AF_INET 2
#define SOCK_BINDPORT_LOCK 8

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, PATH_SOCKETS);
	__type(key, u32);
	__type(value, struct path_socket);
} path_sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PATH_READS);
	__type(key, struct path_read_key);
	__type(value, struct path_read_value);
} path_reads SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, PATH_REMOTES);
	__type(key, struct path_remote_key);
	__type(value, struct path_remote_value);
} path_remotes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct path_read_value);
} path_read_zero SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct path_remote_value);
} path_remote_zero SEC(".maps");

/* The end of the way: its transport takes it. False: it is not followed, or was there before. */
static __always_inline struct path_track *arrive(const struct sk_buff *skb)
{
	struct path_track *track = track_of(skb);

	if (!counting || !track || track->event != PATH_AT_RECEIVE)
		return NULL;
	stamp(track, PATH_IP_INPUT, bpf_ktime_get_ns());
	remember(track, skb);
	finish(track, true);
	return track;
}

static __always_inline struct path_socket *socket_place(const struct sock *sk)
{
	u32 place = hash_of(number_of(sk), PATH_SOCKETS);

	return bpf_map_lookup_elem(&path_sockets, &place);
}

/* Ports that the kernel chooses at connect() or at the first sendto() name no service, and each
 * connection of a client has another one. Accepted connections share their listener's bucket. */
static __always_inline bool has_chosen_port(const struct sock *sk, u8 protocol)
{
	const struct inet_connection_sock *connection = (const void *)sk;

	if (protocol == IPPROTO_TCP)
		return BPF_CORE_READ(connection, icsk_bind_hash, fastreuse) >= 0;
	return BPF_CORE_READ_BITFIELD_PROBED(sk, sk_userlocks) & SOCK_BINDPORT_LOCK;
}

static __always_inline struct path_read_value *read_value_of(const struct path_read_key *key)
{
	struct path_read_value *value = bpf_map_lookup_elem(&path_reads, key);
	struct path_counters *counters = count();
	u32 zero = 0;

	if (value)
		return value;
	value = bpf_map_lookup_elem(&path_read_zero, &zero);
	if (value)
		bpf_map_update_elem(&path_reads, key, value, BPF_NOEXIST);
	value = bpf_map_lookup_elem(&path_reads, key);
	if (value)
		bpf_get_current_comm(value->process, sizeof(value->process));
	else if (counters)
		counters->reads_lost++;
	return value;
}

static __always_inline void count_read(const struct sock *sk, u8 protocol, u64 waited_ns)
{
	struct path_read_key key = {
		.netns = sock_netns(sk),
		.pid = bpf_get_current_pid_tgid() >> 32,
		.port = has_chosen_port(sk, protocol) ? BPF_CORE_READ(sk, __sk_common.skc_num) : 0,
		.protocol = protocol,
		.family = BPF_CORE_READ(sk, __sk_common.skc_family) == AF_INET ? 4 : 6,
	};
	struct path_read_value *value = read_value_of(&key);

	if (value)
		histogram_add(&value->waited, waited_ns);
}

#define IFF_POINTOPOINT 0x10
#define IFF_NOARP 0x80

/* A route without a router. A tunnel's has none either, and may lead around the world. */
static __always_inline bool on_link(const struct sock *sk, u8 family)
{
	const struct dst_entry *route = BPF_CORE_READ(sk, sk_dst_cache);

	if (!route || BPF_CORE_READ(route, dev, flags) & (IFF_POINTOPOINT | IFF_NOARP))
		return false;
	return family == 4
		       ? !BPF_CORE_READ((const struct rtable *)route, rt_gw_family)
		       : !(BPF_CORE_READ((const struct rt6_info *)route, rt6i_flags) & RTF_GATEWAY);
}

static __always_inline struct path_remote_value *remote_value_of(const struct path_remote_key *key)
{
	struct path_remote_value *value = bpf_map_lookup_elem(&path_remotes, key);
	struct path_counters *counters = count();
	u32 zero = 0;

	if (value || !counters)
		return value;
	value = bpf_map_lookup_elem(&path_remote_zero, &zero);
	if (value && !bpf_map_update_elem(&path_remotes, key, value, BPF_NOEXIST))
		counters->remotes_made++;
	value = bpf_map_lookup_elem(&path_remotes, key);
	counters->remotes_lost += !value;
	return value;
}

/* The least round trip that the connection has seen: no delayed answer and no thinking is in it. */
static __always_inline void count_round_trip(const struct sock *sk)
{
	u32 us = BPF_CORE_READ((const struct tcp_sock *)sk, rtt_min.s[0].v);
	struct path_remote_key key = { .netns = given_netns(sk->__sk_common.skc_net.net) };
	struct path_remote_value *value;
	struct in6_addr six;

	if (!us || us == ~0u)
		return;
	key.family = sk->__sk_common.skc_family == AF_INET ? 4 : 6;
	if (key.family == 4) {
		key.address[0] = sk->__sk_common.skc_daddr;
	} else {
		six = BPF_CORE_READ(sk, __sk_common.skc_v6_daddr);
		__builtin_memcpy(key.address, &six, sizeof(six));
	}
	value = remote_value_of(&key);
	if (!value)
		return;
	histogram_add(&value->least, 1000ull * us);
	if (on_link(sk, key.family))
		__sync_fetch_and_add(&value->on_link, 1);
}

static __always_inline bool carries_data(const struct sk_buff *skb)
{
	struct tcphdr tcp;

	return !bpf_probe_read_kernel(&tcp, sizeof(tcp), skb->data) && skb->len > 4u * tcp.doff;
}

/* A socket with nothing to read gets something. */
static __always_inline void begin_wait(const struct sock *sk, const struct sk_buff *skb, u64 now)
{
	const struct tcp_sock *tcp = (const void *)sk;
	struct path_socket *socket = socket_place(sk);

	if (!socket || !carries_data(skb) ||
	    BPF_CORE_READ(tcp, rcv_nxt) != BPF_CORE_READ(tcp, copied_seq))
		return;
	if (socket->sk && socket->sk != (u64)sk && now - socket->since_ns < PATH_EXPIRE_NS)
		return;
	socket->since_ns = now;
	socket->sk = (u64)sk;
}

/* tcp_probe(sk, skb): of every segment of a connection, before it is queued. */
SEC("tp_btf/tcp_probe")
int path_tcp(u64 *ctx)
{
	const struct sock *sk = (const void *)ctx[0];
	const struct sk_buff *skb = (const void *)ctx[1];
	struct path_track *track = arrive(skb);

	if (!track)
		return 0;
	track->skb = 0;
	begin_wait(sk, skb, track->last_ns);
	count_round_trip(sk);
	return 0;
}

/* tcp_rcv_space_adjust(sk): an application has read. */
SEC("tp_btf/tcp_rcv_space_adjust")
int path_tcp_read(u64 *ctx)
{
	const struct sock *sk = (const void *)ctx[0];
	struct path_socket *socket = socket_place(sk);
	u64 now;

	if (!counting || !socket || socket->sk != (u64)sk)
		return 0;
	now = bpf_ktime_get_ns();
	if (now - socket->since_ns < PATH_EXPIRE_NS)
		count_read(sk, IPPROTO_TCP, now - socket->since_ns);
	socket->sk = 0;
	return 0;
}

/* __udp_enqueue_schedule_skb(sk, skb) */
SEC("fentry/__udp_enqueue_schedule_skb")
int path_udp(u64 *ctx)
{
	struct path_track *track = arrive((const void *)ctx[1]);

	if (track)
		track->event = PATH_AT_SOCKET;
	return 0;
}

/* skb_consume_udp(sk, skb, len): an application has read the packet. */
SEC("fentry/skb_consume_udp")
int path_udp_read(u64 *ctx)
{
	const struct sock *sk = (const void *)ctx[0];
	struct path_track *track = track_of((const void *)ctx[1]);
	u64 now;

	if (!counting || !track || track->event != PATH_AT_SOCKET)
		return 0;
	now = bpf_ktime_get_ns();
	if (now - track->last_ns < PATH_EXPIRE_NS)
		count_read(sk, IPPROTO_UDP, now - track->last_ns);
	track->skb = 0;
	return 0;
}

SEC("fentry/icmp_rcv")
int path_icmp(u64 *ctx)
{
	struct path_track *track = arrive((const void *)ctx[0]);

	if (track)
		track->skb = 0;
	return 0;
}

SEC("fentry/icmpv6_rcv")
int path_icmp6(u64 *ctx)
{
	struct path_track *track = arrive((const void *)ctx[0]);

	if (track)
		track->skb = 0;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
