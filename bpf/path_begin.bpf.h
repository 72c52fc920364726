/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a packet begins its way: whether it is followed, and its track.
 *
 * What most packets cost on a busy host is what is done here for one that is passed over.
 */
#pragma once

#include "countdown.bpf.h"
#include "path.bpf.h"

/* Of each CPU, in a cache line of its own; where there are more CPUs, they share them. */
static struct path_rate path_rates[PATH_CPUS];

static __always_inline struct path_rate *rate_here(void)
{
	return &path_rates[bpf_get_smp_processor_id() & (PATH_CPUS - 1)];
}

static __always_inline u32 most_per_slice(void)
{
	return PATH_PER_SLICE >> widened_by();
}

/* Whether what comes now is taken: all while there is little, else one in many, at random, because
 * packets may take turns. */
static __always_inline bool takes(struct path_sampler *sampler, u32 most)
{
	if (counts_down(&sampler->skip))
		return false;
	if (++sampler->taken > most_per_slice() && sampler->one_in < most) {
		sampler->one_in++;
		sampler->taken /= 2;
	}
	if (sampler->one_in)
		sampler->skip = bpf_get_prandom_u32() & ((2u << (sampler->one_in & 31)) - 1);
	return true;
}

/* After a slice with half of what is taken at most, and after each in which nothing came, more are
 * taken again. */
static __always_inline void begin_slice(struct path_sampler *sampler, u64 slices)
{
	u64 quiet = slices - 1 + (sampler->taken <= most_per_slice() / 2);

	if (sampler->one_in && quiet) {
		sampler->one_in -= quiet < sampler->one_in ? quiet : sampler->one_in;
		sampler->skip &= (1u << (sampler->one_in & 31)) - 1;
	}
	sampler->taken = 0;
}

/* The clock is read once a tick at most: that takes more than passing a packet over. */
static __always_inline void keep_time(struct path_rate *rate)
{
	u64 jiffy = bpf_jiffies64(), now, slices;

	if (jiffy == rate->jiffy)
		return;
	rate->jiffy = jiffy;
	now = bpf_ktime_get_ns();
	if ((__s64)(now - rate->slice_ns) < (__s64)PATH_SLICE_NS)
		return;
	slices = (now - rate->slice_ns) / PATH_SLICE_NS;
	rate->slice_ns = now;
	rate->look_at_all = rate->followed.taken && rate->followed.taken < PATH_RARE;
	if (rate->look_at_all)
		rate->looked.one_in = rate->looked.skip = 0;
	begin_slice(&rate->looked, slices);
	begin_slice(&rate->followed, slices);
}

/* Not followed: where the next hook begins packets, too, it knows this one by that. */
static __always_inline void pass_over(struct path_track *track, const struct sk_buff *skb,
				      enum path_event event)
{
	if ((event != PATH_AT_BACKLOG && event != PATH_AT_QUEUE) || (track->skb && track->event))
		return;
	track->event = PATH_AT_NONE;
	track->from_host = event == PATH_AT_QUEUE;
	track->skb = (u64)skb;
}

/* Log2, of those that may be asked for. */
static __always_inline u32 most_passed_over(const struct path_rate *rate)
{
	if (!scope.tuples)
		return PATH_ONE_IN_MAX;
	return rate->look_at_all ? 0 : PATH_LOOK_ONE_IN_MAX;
}

/* At a device, or at none yet. */
static __always_inline struct path_place place_at(const struct net *net,
						  const struct net_device *dev)
{
	struct path_place place = {};

	if (dev)
		return place_of(dev);
	place.netns = given_netns(net);
	return place;
}

/* A packet begins its way here, at `dev` or else in `net`. Whatever was known of its memory is of
 * another one. Most are passed over where packets are many: what they need not is done behind that.
 */
static __always_inline void begin(struct path_track *track, const struct sk_buff *skb,
				  const struct net *net, const struct net_device *dev,
				  bool from_host, enum path_event event)
{
	struct path_rate *rate = rate_here();
	struct path_counters *counters;
	struct path_place place;
	struct packet packet = {};
	u64 now;

	if (track->skb == (u64)skb)
		leave_behind(track);
	if (scope.netns && !in_netns_scope(place_at(net, dev).netns))
		return;
	keep_time(rate);
	if (!takes(&rate->looked, most_passed_over(rate)) ||
	    (scope.tuples && read_asked(&packet, skb) != SCOPE_IN)) {
		pass_over(track, skb, event);
		return;
	}
	counters = count();
	if (!counters)
		return;
	counters->seen++;
	now = bpf_ktime_get_ns();
	if (scope.tuples && !takes(&rate->followed, PATH_ONE_IN_MAX)) {
		pass_over(track, skb, event);
		return;
	}
	if (track->skb && track->event) {
		if (now - track->last_ns < kept_ns(track)) {
			counters->crowded++;
			return;
		}
		counters->evicted += track->event != PATH_AT_SOCKET;
	}
	counters->followed++;
	place = place_at(net, dev);
	__builtin_memset(track, 0, sizeof(*track));
	track->start_ns = track->last_ns = now;
	track->from = track->at = place;
	track->from_host = from_host;
	track->event = event;
	if (scope.tuples)
		keep_tuple(track, &packet);
	track->skb = (u64)skb;
}
