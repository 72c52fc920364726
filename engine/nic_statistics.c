// SPDX-License-Identifier: BSD-2-Clause
#include "nic_statistics.h"

#include <ctype.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

/* In a name # stands for the number of a queue. */
struct named {
	const char *name, *meaning;
	bool of_device; /* though it stands below a queue's header */
};

struct nic_family {
	const char *drivers; /* between blanks */
	const struct named *names;
	const char *queue_header; /* a "counter" that only says whose the following ones are */
};

static const struct named virtio_net[] = {
	{ "rx_queue_#_packets", "rx_packets", false },
	{ "tx_queue_#_packets", "tx_packets", false },
	{ "rx#_packets", "rx_packets", false },
	{ "tx#_packets", "tx_packets", false },
	{ "rx_queue_#_drops", "rx_driver_drops", false },
	{ "rx_queue_#_xdp_drops", "xdp_drops", false },
	{ "rx#_xdp_drops", "xdp_drops", false },
	{ "rx#_drops", "rx_driver_drops", false },
	{ "tx_queue_#_tx_timeouts", "tx_timeout", false },
	{ "tx#_tx_timeouts", "tx_timeout", false },
	{ 0 },
};

static const struct named e1000[] = {
	{ "rx_missed_errors", "rx_ring_lost", false },
	{ "rx_no_buffer_count", "rx_ring_empty", false },
	{ "alloc_rx_buff_failed", "rx_alloc_failed", false },
	{ "rx_crc_errors", "crc_errors", false },
	{ "rx_align_errors", "frame_errors", false },
	{ "rx_frame_errors", "frame_errors", false },
	{ "rx_length_errors", "length_errors", false },
	{ "rx_csum_offload_errors", "checksum_errors", false },
	{ "rx_flow_control_xoff", "rx_pause", false },
	{ "tx_flow_control_xoff", "tx_pause", false },
	{ "tx_timeout_count", "tx_timeout", false },
	{ "rx_queue_#_packets", "rx_packets", false },
	{ "tx_queue_#_packets", "tx_packets", false },
	{ "rx_queue_#_drops", "rx_ring_lost", false },
	{ 0 },
};

static const struct named ixgbe[] = {
	{ "rx_missed_errors", "rx_ring_lost", false },
	{ "rx_no_dma_resources", "rx_ring_lost", false },
	{ "rx_no_buffer_count", "rx_ring_empty", false },
	{ "alloc_rx_page_failed", "rx_alloc_failed", false },
	{ "alloc_rx_buff_failed", "rx_alloc_failed", false },
	{ "rx_crc_errors", "crc_errors", false },
	{ "rx_frame_errors", "frame_errors", false },
	{ "rx_length_errors", "length_errors", false },
	{ "rx_csum_offload_errors", "checksum_errors", false },
	{ "rx_flow_control_xoff", "rx_pause", false },
	{ "tx_flow_control_xoff", "tx_pause", false },
	{ "tx_timeout_count", "tx_timeout", false },
	{ "rx_queue_#_packets", "rx_packets", false },
	{ "tx_queue_#_packets", "tx_packets", false },
	{ 0 },
};

static const struct named i40e[] = {
	{ "port.rx_dropped", "rx_ring_lost", false },
	{ "port.rx_crc_errors", "crc_errors", false },
	{ "port.rx_length_errors", "length_errors", false },
	{ "port.rx_csum_bad", "checksum_errors", false },
	{ "port.mac_local_faults", "link_faults", false },
	{ "port.mac_remote_faults", "link_faults", false },
	{ "port.link_xoff_rx", "rx_pause", false },
	{ "port.link_xoff_tx", "tx_pause", false },
	{ "port.tx_timeout", "tx_timeout", false },
	{ "rx_alloc_fail", "rx_alloc_failed", false },
	{ "rx_pg_alloc_fail", "rx_alloc_failed", false },
	{ "rx-#.packets", "rx_packets", false },
	{ "tx-#.packets", "tx_packets", false },
	{ 0 },
};

static const struct named ice[] = {
	{ "rx_dropped", "rx_ring_lost", false },
	{ "rx_dropped.nic", "rx_port_lost", false },
	{ "rx_alloc_fail", "rx_alloc_failed", false },
	{ "rx_pg_alloc_fail", "rx_alloc_failed", false },
	{ "rx_crc_errors.nic", "crc_errors", false },
	{ "rx_length_errors.nic", "length_errors", false },
	{ "rx_csum_bad.nic", "checksum_errors", false },
	{ "mac_local_faults.nic", "link_faults", false },
	{ "mac_remote_faults.nic", "link_faults", false },
	{ "link_xoff_rx.nic", "rx_pause", false },
	{ "link_xoff_tx.nic", "tx_pause", false },
	{ "tx_timeout.nic", "tx_timeout", false },
	{ "rx_queue_#_packets", "rx_packets", false },
	{ "tx_queue_#_packets", "tx_packets", false },
	{ 0 },
};

static const struct named mlx5[] = {
	{ "rx_out_of_buffer", "rx_ring_lost", false },
	{ "rx_discards_phy", "rx_port_lost", false },
	{ "rx_buff_alloc_err", "rx_alloc_failed", false },
	{ "rx#_xdp_drop", "xdp_drops", false },
	{ "tx_queue_dropped", "tx_driver_drops", false },
	{ "rx_crc_errors_phy", "crc_errors", false },
	{ "rx_in_range_len_errors_phy", "length_errors", false },
	{ "rx_symbol_err_phy", "symbol_errors", false },
	{ "rx_corrected_bits_phy", "fec_corrected", false },
	{ "rx_pause_ctrl_phy", "rx_pause", false },
	{ "tx_pause_ctrl_phy", "tx_pause", false },
	{ "link_down_events_phy", "link_down", false },
	{ "rx#_packets", "rx_packets", false },
	{ "tx#_packets", "tx_packets", false },
	{ 0 },
};

static const struct named bnxt[] = {
	{ "rx_total_discard_pkts", "rx_ring_lost", false },
	{ "rx_total_ring_discards", "rx_ring_lost", false },
	{ "[#]: rx_discards", "rx_ring_lost", false },
	{ "rx_total_oom_discards", "rx_alloc_failed", false },
	{ "rx_fcs_err_frames", "crc_errors", false },
	{ "rx_align_err_frames", "frame_errors", false },
	{ "rx_total_l4_csum_errors", "checksum_errors", false },
	{ "[#]: rx_l4_csum_errors", "checksum_errors", false },
	{ "rx_fec_corrected_blocks", "fec_corrected", false },
	{ "rx_fec_uncorrectable_blocks", "fec_uncorrectable", false },
	{ "rx_pause_frames", "rx_pause", false },
	{ "tx_pause_frames", "tx_pause", false },
	{ "link_down_events", "link_down", false },
	{ "[#]: rx_ucast_packets", "rx_packets", false },
	{ "[#]: tx_ucast_packets", "tx_packets", false },
	{ 0 },
};

static const struct named vmxnet3[] = {
	{ "pkts rx OOB", "rx_ring_lost", false },
	{ "rx buf alloc fail", "rx_alloc_failed", false },
	{ "fcs", "crc_errors", false },
	{ "drv dropped rx total", "rx_driver_drops", false },
	{ "drv dropped tx total", "tx_driver_drops", false },
	{ "ring full", "tx_ring_full", false },
	{ "tx timeout count", "tx_timeout", true },
	{ "ucast pkts rx", "rx_packets", false },
	{ "mcast pkts rx", "rx_packets", false },
	{ "bcast pkts rx", "rx_packets", false },
	{ "ucast pkts tx", "tx_packets", false },
	{ "mcast pkts tx", "tx_packets", false },
	{ "bcast pkts tx", "tx_packets", false },
	{ 0 },
};

static const struct named ena[] = {
	{ "queue_#_rx_cnt", "rx_packets", false },
	{ "queue_#_tx_cnt", "tx_packets", false },
	{ "queue_#_rx_page_alloc_fail", "rx_alloc_failed", false },
	{ "queue_#_rx_skb_alloc_fail", "rx_alloc_failed", false },
	{ "queue_#_rx_csum_bad", "checksum_errors", false },
	{ "queue_#_rx_xdp_drop", "xdp_drops", false },
	{ "tx_timeout", "tx_timeout", false },
	{ 0 },
};

static const struct nic_family families[] = {
	{ " virtio_net ", virtio_net, NULL },
	{ " e1000 e1000e igb igbvf igc ", e1000, NULL },
	{ " ixgbe ixgbevf ", ixgbe, NULL },
	{ " i40e iavf ", i40e, NULL },
	{ " ice ", ice, NULL },
	{ " mlx5_core ", mlx5, NULL },
	{ " bnxt_en ", bnxt, NULL },
	{ " ena ", ena, NULL },
	{ " vmxnet3 ", vmxnet3, "x Queue#" },
};

void nic_namer_begin(struct nic_namer *namer, const char *driver)
{
	*namer = (struct nic_namer){ 0 };
	for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
		const char *at = *driver ? strstr(families[i].drivers, driver) : NULL;

		if (at && at[-1] == ' ' && at[strlen(driver)] == ' ')
			namer->family = &families[i];
	}
}

static bool name_fits(const char *pattern, const char *name, struct nic_statistic *statistic)
{
	for (; *pattern; pattern++) {
		char *end;

		if (*pattern != '#') {
			if (*pattern != *name++)
				return false;
			continue;
		}
		if (!isdigit((unsigned char)*name))
			return false;
		statistic->queue = (uint32_t)strtoul(name, &end, 10);
		statistic->of_queue = true;
		name = end;
	}
	return !*name;
}

struct nic_statistic nic_namer_next(struct nic_namer *namer, const char *name, uint64_t count)
{
	const struct nic_family *family = namer->family;
	struct nic_statistic unknown = { 0 };

	if (!family)
		return unknown;
	if (family->queue_header && strstr(name, family->queue_header)) {
		namer->in_queue = true;
		namer->queue = (uint32_t)count;
		return unknown;
	}
	for (const struct named *named = family->names; named->name; named++) {
		struct nic_statistic known = { named->meaning, namer->in_queue && !named->of_device,
					       namer->queue };

		if (name_fits(named->name, name, &known))
			return known;
	}
	return unknown;
}
