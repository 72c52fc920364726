// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of a packet up to ovs-vswitchd, second part: a handler takes the message, works, and
 * gives the packet back to be sent on.
 *
 * A handler takes up to UPCALL_BATCH messages and then answers them in their order, skipping those
 * that it decided not to answer. What a batch leaves unanswered when the next one begins was
 * decided.
 */
#include "ovs_upcall.bpf.h"
#include "histogram.bpf.h"

#define NETLINK_FAMILY 16
#define MESSAGE_HEADERS 24 /* netlink, generic netlink, datapath */
#define ATTRIBUTE_HEADER 4
#define ATTRIBUTE_PACKET 1
#define ATTRIBUTES_MAX 12
#define PACKET_ADDRESSES 14 /* Ethernet's own header tells packets apart least */

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, UPCALL_HANDLERS);
	__type(key, u32);
	__type(value, struct upcall_handler);
} upcall_handlers SEC(".maps");

static __always_inline struct upcall_handler *handler_place(void)
{
	u32 place = (u32)bpf_get_current_pid_tgid() % UPCALL_HANDLERS;

	return bpf_map_lookup_elem(&upcall_handlers, &place);
}

/* NULL when another thread has that place. */
static __always_inline struct upcall_handler *handler_here(bool make)
{
	struct upcall_handler *handler = handler_place();
	u64 id = bpf_get_current_pid_tgid();

	if (handler && make && !handler->tid) {
		handler->tid = (u32)id;
		handler->pid = id >> 32;
		bpf_get_current_comm(handler->name, sizeof(handler->name));
	}
	return handler && handler->tid == (u32)id ? handler : NULL;
}

/* Header, addresses and ports of the packet in an attribute, and its length. */
static __always_inline u64 mix_packet(const u8 *attribute, u16 length)
{
	const u8 *at = attribute + ATTRIBUTE_HEADER + PACKET_ADDRESSES;
	u64 mixed = length, word;

	for (int i = 0; i < 4; i++, at += sizeof(word)) {
		if (at + sizeof(word) > attribute + length ||
		    bpf_probe_read_kernel(&word, sizeof(word), at))
			break;
		mixed = (mixed ^ word) * 0x9e3779b97f4a7c15ull;
	}
	return mixed;
}

static __always_inline u64 message_packet(const struct sk_buff *skb)
{
	const u8 *at = BPF_CORE_READ(skb, data) + MESSAGE_HEADERS;
	const u8 *end = BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, tail);
	struct nlattr header;

	for (int i = 0; i < ATTRIBUTES_MAX; i++) {
		if (!read_packet(&header, sizeof(header), at, end) ||
		    header.nla_len < ATTRIBUTE_HEADER)
			break;
		if (header.nla_type == ATTRIBUTE_PACKET)
			return mix_packet(at, header.nla_len);
		at += (header.nla_len + 3) & ~3;
	}
	return 0;
}

static __always_inline void end_batch(struct upcall_handler *handler)
{
	handler->decided += handler->batch - handler->matched;
	handler->batch = handler->next = handler->matched = handler->answers = 0;
}

static __always_inline void count_wait(const struct upcall_message *message, u64 wait_ns)
{
	struct upcall_port_counts *counts = bpf_map_lookup_elem(&upcall_ports, &message->port);

	if (!counts)
		return;
	__sync_fetch_and_add(&counts->taken, 1);
	__sync_fetch_and_add(&counts->wait_ns, wait_ns);
	if (wait_ns > counts->wait_most_ns)
		counts->wait_most_ns = wait_ns;
}

_Static_assert(UPCALL_BATCH == 64, "the mask below");

static __always_inline void take(struct upcall_handler *handler, const struct sk_buff *skb,
				 const struct upcall_message *message)
{
	u64 now = bpf_ktime_get_ns(), wait_ns = now - message->start_ns;
	u64 place;

	if (handler->answers || handler->batch >= UPCALL_BATCH)
		end_batch(handler);
	place = handler->batch;
	/* The verifier must see the bound that the compiler knows. */
	asm volatile("%0 &= 63" : "+r"(place));
	handler->batched[place] = (struct upcall_taken){
		.start_ns = message->start_ns,
		.taken_ns = now,
		.packet = message_packet(skb),
	};
	handler->batch++;
	handler->taken++;
	handler->cpu = bpf_get_smp_processor_id();
	if (wait_ns > handler->parts[UPCALL_WAIT].max_ns)
		handler->wait_most_cpu = handler->cpu;
	histogram_add(&handler->parts[UPCALL_WAIT], wait_ns);
	count_wait(message, wait_ns);
}

/* skb_copy_datagram_iovec(skb, len): every socket's reader comes by here, those of netlink go on.
 * The address of a message that was refused may be another message by now: its socket tells. */
SEC("tp_btf/skb_copy_datagram_iovec")
int ovs_upcall_take(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[0];
	const struct sock *receiver = skb->sk;
	struct upcall_message *message;
	struct upcall_handler *handler;
	struct upcall_account *account;
	u64 address = ctx[0];

	if (!counting || !receiver || receiver->__sk_common.skc_family != NETLINK_FAMILY)
		return 0;
	message = bpf_map_lookup_elem(&upcall_messages, &address);
	account = upcall_account_here();
	if (!message || !account)
		return 0;
	if (BPF_CORE_READ((const struct netlink_sock *)receiver, portid) == message->portid) {
		handler = handler_here(true);
		account->taken++;
		account->wait_ns += bpf_ktime_get_ns() - message->start_ns;
		if (handler)
			take(handler, skb, message);
		else
			account->lost++;
	}
	bpf_map_delete_elem(&upcall_messages, &address);
	return 0;
}

struct search {
	struct upcall_handler *handler;
	u64 packet;
	struct upcall_taken found;
};

static long compare_taken(u32 turn, void *data)
{
	struct search *search = data;
	struct upcall_handler *handler = search->handler;
	u64 place = (u64)handler->next + turn;

	if (place >= handler->batch)
		return 1;
	asm volatile("%0 &= 63" : "+r"(place));
	if (handler->batched[place].packet != search->packet)
		return 0;
	search->found = handler->batched[place];
	handler->next = place + 1;
	return 1;
}

/* ovs_packet_cmd_execute(skb, info) */
SEC("fentry/ovs_packet_cmd_execute")
int ovs_upcall_answer(u64 *ctx)
{
	const struct genl_info *info = (const void *)ctx[1];
	struct search search = { .handler = handler_here(false) };
	struct upcall_handler *handler = search.handler;
	struct nlattr **attributes;
	struct nlattr *attribute = NULL;
	u16 length = 0;
	u64 now;

	if (!counting || !handler)
		return 0;
	attributes = BPF_CORE_READ(info, attrs);
	bpf_probe_read_kernel(&attribute, sizeof(attribute), attributes + ATTRIBUTE_PACKET);
	bpf_probe_read_kernel(&length, sizeof(length), attribute);
	handler->executing_ns = 0;
	handler->answers++;
	search.packet = mix_packet((const u8 *)attribute, length);
	bpf_loop(UPCALL_BATCH, compare_taken, &search, 0);
	if (!search.found.taken_ns) {
		handler->own++;
		return 0;
	}
	now = bpf_ktime_get_ns();
	handler->matched++;
	handler->answered++;
	histogram_add(&handler->parts[UPCALL_WORK], now - search.found.taken_ns);
	handler->executing_start_ns = search.found.start_ns;
	handler->executing_ns = now;
	return 0;
}

SEC("fexit/ovs_packet_cmd_execute")
int ovs_upcall_sent(u64 *ctx)
{
	struct upcall_handler *handler = handler_here(false);
	u64 now;

	(void)ctx;
	if (!counting || !handler || !handler->executing_ns)
		return 0;
	now = bpf_ktime_get_ns();
	histogram_add(&handler->parts[UPCALL_EXECUTE], now - handler->executing_ns);
	histogram_add(&handler->parts[UPCALL_WHOLE], now - handler->executing_start_ns);
	handler->executing_ns = 0;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
