// SPDX-License-Identifier: GPL-2.0-only
/*
 * Followed packets inside the datapath of Open vSwitch. One that has no flow goes to ovs-vswitchd
 * and comes back in new memory: it is known again by its headers, which nothing has changed yet.
 */
#include "path.bpf.h"

#include <linux/udp.h>

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, PATH_UPCALLS);
	__type(key, struct path_identity);
	__type(value, struct path_track);
} path_upcalls SEC(".maps");

/* So many of them are away, the last one since. */
static u32 away;
static u64 away_since_ns;
/* The process that carried an answer out since then: no other task's name need be read. */
static u32 handler_pid;

/* A packet that went to be decided on with a checksum yet to be made comes back with one. */
static __always_inline void forget_checksum(struct path_identity *identity,
					    const struct packet *packet)
{
	u64 at = packet->transport - packet->network;

	switch (packet->tuple.protocol) {
	case IPPROTO_TCP:
		at += __builtin_offsetof(struct tcphdr, check);
		break;
	case IPPROTO_UDP:
		at += __builtin_offsetof(struct udphdr, check);
		break;
	default:
		at += 2;
	}
	if (at < PATH_IDENTITY - 1) {
		identity->bytes[at & (PATH_IDENTITY - 1)] = 0;
		identity->bytes[(at + 1) & (PATH_IDENTITY - 1)] = 0;
	}
}

static __always_inline bool identify(struct path_identity *identity, const struct sk_buff *skb)
{
	struct packet packet = {};
	u64 size;

	read_headers(&packet, skb);
	if (!packet.tuple.family || !packet.transport)
		return false;
	size = packet.end - packet.network;
	if (size >= PATH_IDENTITY)
		size = PATH_IDENTITY - 1;
	if (bpf_probe_read_kernel(identity->bytes, size & (PATH_IDENTITY - 1), packet.network))
		return false;
	forget_checksum(identity, &packet);
	return true;
}

static __always_inline u32 stage_before(const struct path_track *track)
{
	return track->event == PATH_AT_ACTION   ? PATH_OVS_ACTION
	       : track->event == PATH_AT_UPCALL ? PATH_OVS_UPCALL
						: PATH_OVS_LOOKUP;
}

/* ovs_dp_upcall(dp, skb, key, upcall_info) */
SEC("tp_btf/ovs_dp_upcall")
int path_upcall(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[1];
	struct path_track *track = track_of(skb);
	struct path_identity identity = {};
	struct path_counters *counters = count();

	if (!counting || !skb || !track || !counters || !identify(&identity, skb))
		return 0;
	stamp(track, stage_before(track), bpf_ktime_get_ns());
	track->event = PATH_AT_UPCALL;
	bpf_map_update_elem(&path_upcalls, &identity, track, BPF_ANY);
	track->skb = 0;
	counters->upcalls++;
	__sync_fetch_and_add(&away, 1);
	away_since_ns = track->last_ns;
	handler_pid = 0;
	return 0;
}

/* Answers to upcalls are carried out in the threads that ovs-vswitchd calls handlers: only there is
 * it worth the reads to see whether a packet is known. */
static __always_inline bool is_handler(void)
{
	u32 pid = bpf_get_current_pid_tgid() >> 32;
	u64 name[2] = {};

	if (handler_pid)
		return pid == handler_pid;
	bpf_get_current_comm(name, sizeof(name));
	if ((name[0] & 0xffffffffffffffull) != (*(const u64 *)"handler" & 0xffffffffffffffull))
		return false;
	handler_pid = pid;
	return true;
}

/* One that is away may be this one. */
static __always_inline struct path_track *come_back(const struct sk_buff *skb, u64 now)
{
	struct path_identity identity = {};
	struct path_track *track, *place;
	struct path_counters *counters = count();

	if (now - away_since_ns > PATH_EXPIRE_NS) {
		away = 0;
		return NULL;
	}
	place = track_place(skb);
	if (!place || !counters || !identify(&identity, skb))
		return NULL;
	track = bpf_map_lookup_elem(&path_upcalls, &identity);
	if (!track)
		return NULL;
	__builtin_memcpy(place, track, sizeof(*place));
	place->skb = (u64)skb;
	bpf_map_delete_elem(&path_upcalls, &identity);
	counters->upcalls_back++;
	if (away)
		__sync_fetch_and_add(&away, -1);
	return place;
}

/* ovs_do_execute_action(dp, skb, key, action, left) */
SEC("tp_btf/ovs_do_execute_action")
int path_action(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[1];
	struct path_track *track;
	u64 now;

	if (!counting || !skb)
		return 0;
	track = track_of(skb);
	if (!track && (!away || !is_handler()))
		return 0;
	now = bpf_ktime_get_ns();
	if (!track)
		track = come_back(skb, now);
	if (!track)
		return 0;
	stamp(track, stage_before(track), now);
	track->event = PATH_AT_ACTION;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
