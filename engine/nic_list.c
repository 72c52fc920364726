// SPDX-License-Identifier: BSD-2-Clause
#include "nic_list.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

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

static bool take_device(const char *name, void *data)
{
	struct nic_list *list = data;
	char bus_device[64];
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
	return true;
}

void nic_list_read(struct nic_list *ret_list)
{
	ret_list->count = ret_list->beyond = 0;
	system_names(take_device, ret_list, DEVICES);
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
