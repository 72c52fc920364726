// SPDX-License-Identifier: BSD-2-Clause
#include "nic_list.h"

#include <ctype.h>
#include <ifaddrs.h>
#include <stdlib.h>
#include <string.h>

#include <linux/if_packet.h>
#include <sys/socket.h>

#include "system_file.h"

#define DEVICES "/sys/class/net"

static bool count_queue(const char *name, void *data)
{
	struct nic *nic = data;

	nic->rx_queues += !strncmp(name, "rx-", 3);
	nic->tx_queues += !strncmp(name, "tx-", 3);
	return true;
}

/* A virtio device has no node of its own: the one of the bus device that carries it counts. */
static int read_numa(const char *name)
{
	static const char *const places[] = { "device", "device/.." };
	char text[16];

	for (size_t i = 0; i < 2; i++)
		if (system_text(text, sizeof(text), DEVICES "/%s/%s/numa_node", name, places[i]) ==
		    0)
			return atoi(text);
	return -1;
}

static void read_address(struct nic *nic)
{
	char text[3 * NIC_ADDRESS_MAX + 1];
	unsigned byte;

	if (system_text(text, sizeof(text), DEVICES "/%s/address", nic->name) < 0)
		return;
	for (const char *at = text; nic->address_length < NIC_ADDRESS_MAX; at++) {
		if (sscanf(at, "%2x", &byte) != 1)
			return;
		nic->address[nic->address_length++] = (uint8_t)byte;
		at = strchr(at, ':');
		if (!at)
			return;
	}
}

static bool take_device(const char *name, void *data)
{
	struct nic_list *list = data;
	char bus_device[64];
	uint64_t ifindex;
	struct nic *nic;

	if (strlen(name) >= IFNAMSIZ ||
	    system_link(bus_device, sizeof(bus_device), DEVICES "/%s/device", name) < 0)
		return true;
	if (list->count == NIC_LIST_MAX) {
		list->beyond++;
		return true;
	}
	nic = &list->entries[list->count++];
	*nic = (struct nic){ .numa = read_numa(name) };
	snprintf(nic->name, sizeof(nic->name), "%s", name);
	system_link(nic->driver, sizeof(nic->driver), DEVICES "/%s/device/driver", name);
	system_names(count_queue, nic, DEVICES "/%s/queues", name);
	if (system_number(&ifindex, DEVICES "/%s/ifindex", name))
		nic->ifindex = (unsigned)ifindex;
	read_address(nic);
	return true;
}

void nic_list_read(struct nic_list *ret_list)
{
	ret_list->count = ret_list->beyond = 0;
	system_names(take_device, ret_list, DEVICES);
}

static bool same_device(const struct nic *nic, const struct ifaddrs *link)
{
	const struct sockaddr_ll *address = (const void *)link->ifa_addr;

	return address && address->sll_family == AF_PACKET && !strcmp(link->ifa_name, nic->name) &&
	       (unsigned)address->sll_ifindex == nic->ifindex &&
	       address->sll_halen == nic->address_length &&
	       !memcmp(address->sll_addr, nic->address, nic->address_length);
}

size_t nic_list_keep_own(struct nic_list *list)
{
	size_t before = list->count, kept = 0;
	struct ifaddrs *links = NULL;

	if (!system_is_live())
		return 0;
	if (getifaddrs(&links) < 0)
		links = NULL;
	for (size_t i = 0; i < before; i++)
		for (const struct ifaddrs *link = links; link; link = link->ifa_next)
			if (same_device(&list->entries[i], link)) {
				list->entries[kept++] = list->entries[i];
				break;
			}
	if (links)
		freeifaddrs(links);
	list->count = kept;
	return before - kept;
}

struct interrupts {
	void (*each)(unsigned irq, void *data);
	void *data;
};

static bool take_interrupt(const char *name, void *data)
{
	const struct interrupts *interrupts = data;

	if (isdigit((unsigned char)*name))
		interrupts->each((unsigned)strtoul(name, NULL, 10), interrupts->data);
	return true;
}

void nic_interrupts(const struct nic *nic, void (*each)(unsigned irq, void *data), void *data)
{
	static const char *const places[] = { "device", "device/.." };
	struct interrupts interrupts = { each, data };
	uint64_t line;

	for (size_t i = 0; i < 2; i++)
		if (system_names(take_interrupt, &interrupts, DEVICES "/%s/%s/msi_irqs", nic->name,
				 places[i]))
			return;
	for (size_t i = 0; i < 2; i++)
		if (system_number(&line, DEVICES "/%s/%s/irq", nic->name, places[i]) && line) {
			each((unsigned)line, data);
			return;
		}
}
