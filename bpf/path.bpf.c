// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of packets through this host, from stage to stage. A hook that a packet passes first
 * decides whether it is followed; the others look one word up.
 *
 * Packets begin where IP sends them out, and where a device that they came in by hands them up:
 * nothing has set skb_iif then.
 */
#include "path_begin.bpf.h"

#define TX_BUSY 0x10

/* At a device that is to send it. */
static __always_inline void reach_queue(struct path_track *track, const struct sk_buff *skb)
{
	u32 stage = track->event == PATH_AT_OUTPUT   ? PATH_IP_OUTPUT
		    : track->event == PATH_AT_ACTION ? PATH_OVS_ACTION
						     : PATH_DEVICES;

	stamp(track, stage, bpf_ktime_get_ns());
	track->at = place_of(skb->dev);
	if (!track->from.ifindex)
		track->from = track->at;
	track->event = PATH_AT_QUEUE;
}

/* A packet that came in by a device has skb_iif: this is another one in the same memory. */
static __always_inline bool is_stale(const struct path_track *track, const struct sk_buff *skb)
{
	return !skb->skb_iif && (track->event == PATH_AT_RECEIVE ||
				 track->event == PATH_AT_SOCKET || track->event == PATH_AT_BACKLOG);
}

SEC("tp_btf/net_dev_queue")
int path_queue(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[0];
	struct path_track *track = track_place(skb);

	if (!counting || !track)
		return 0;
	if (track->skb == (u64)skb && is_stale(track, skb))
		leave_behind(track);
	if (track->skb == (u64)skb && track->event)
		reach_queue(track, skb);
	else if (!path_output_runs && track->skb != (u64)skb && !skb->skb_iif &&
		 !is_loopback(skb->dev))
		begin(track, skb, NULL, skb->dev, true, PATH_AT_QUEUE);
	return 0;
}

SEC("tp_btf/net_dev_start_xmit")
int path_xmit(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[0];
	const struct net_device *dev = (const void *)ctx[1];
	struct path_track *track = track_of(skb);

	if (!counting || !track)
		return 0;
	if (is_loopback(dev)) {
		track->skb = 0;
		return 0;
	}
	stamp(track, PATH_QDISC, bpf_ktime_get_ns());
	track->at = place_of(dev);
	track->event = PATH_AT_XMIT;
	remember(track, skb);
	return 0;
}

/* The packet may be gone: nothing of it is read. */
SEC("tp_btf/net_dev_xmit")
int path_sent(u64 *ctx)
{
	const struct net_device *dev = (const void *)ctx[2];
	struct path_track *track = track_place((const void *)ctx[0]);

	if (!counting || !track)
		return 0;
	/* The other end of a wire inside this host has it already, and passed it over on its own.
	 */
	if (track->skb == ctx[0] && !track->event && track->from_host)
		track->skb = 0;
	if (track->skb != ctx[0] || track->event != PATH_AT_XMIT ||
	    track->at.ifindex != (u32)dev->ifindex)
		return 0;
	if ((int)ctx[1] == TX_BUSY) {
		track->event = PATH_AT_QUEUE;
		return 0;
	}
	stamp(track, PATH_DRIVER, bpf_ktime_get_ns());
	finish(track, false);
	track->skb = 0;
	return 0;
}

/* Into a CPU's backlog: from the other end of a wire inside this host, or up from a datapath. */
SEC("tp_btf/netif_rx")
int path_backlog(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[0];
	struct path_track *track;
	bool followed;

	if (!counting)
		return 0;
	track = track_place(skb);
	if (!track)
		return 0;
	followed = track->skb == (u64)skb && track->event;
	if (followed && track->event != PATH_AT_XMIT) {
		stamp(track, track->event == PATH_AT_ACTION ? PATH_OVS_ACTION : PATH_DEVICES,
		      bpf_ktime_get_ns());
		track->at = place_of(skb->dev);
		track->event = PATH_AT_BACKLOG;
		return 0;
	}
	if (followed) {
		stamp(track, PATH_DRIVER, bpf_ktime_get_ns());
		finish(track, false);
		track->skb = 0;
	}
	if (!skb->skb_iif && !is_loopback(skb->dev))
		begin(track, skb, NULL, skb->dev, false, PATH_AT_BACKLOG);
	return 0;
}

static __always_inline void reach_receive(struct path_track *track, struct path_place place)
{
	u32 stage = track->event == PATH_AT_BACKLOG  ? PATH_SOFTIRQ
		    : track->event == PATH_AT_ACTION ? PATH_OVS_ACTION
						     : PATH_DEVICES;

	stamp(track, stage, bpf_ktime_get_ns());
	track->at = place;
	track->event = PATH_AT_RECEIVE;
}

SEC("tp_btf/netif_receive_skb")
int path_receive(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[0];
	struct path_track *track;

	if (!counting)
		return 0;
	track = track_place(skb);
	if (!track)
		return 0;
	if (track->skb == (u64)skb && !track->event) {
		track->skb = 0;
		return 0;
	}
	if (track->skb != (u64)skb && skb->skb_iif)
		return 0;
	if (track->skb == (u64)skb && (skb->skb_iif || track->event == PATH_AT_BACKLOG))
		reach_receive(track, place_of(skb->dev));
	else if (!is_loopback(skb->dev))
		begin(track, skb, NULL, skb->dev, false, PATH_AT_RECEIVE);
	return 0;
}

/* ip_output(net, sk, skb), ip6_output: this host's own packets begin, forwarded ones go on. */
static __always_inline int output(const struct net *net, const struct sk_buff *skb)
{
	struct path_track *track;

	if (!path_output_runs)
		path_output_runs = true;
	if (!counting)
		return 0;
	track = track_place(skb);
	if (!track)
		return 0;
	if (!skb->skb_iif) {
		begin(track, skb, net, NULL, true, PATH_AT_OUTPUT);
		return 0;
	}
	if (track->skb == (u64)skb && track->event == PATH_AT_RECEIVE) {
		stamp(track, PATH_IP_FORWARD, bpf_ktime_get_ns());
		track->event = PATH_AT_OUTPUT;
	}
	return 0;
}

SEC("fentry/ip_output")
int path_output(u64 *ctx)
{
	return output((const void *)ctx[0], (const void *)ctx[2]);
}

SEC("fentry/ip6_output")
int path_output6(u64 *ctx)
{
	return output((const void *)ctx[0], (const void *)ctx[2]);
}

char LICENSE[] SEC("license") = "GPL";
