// SPDX-License-Identifier: BSD-2-Clause
#include "virtnet_list.h"

#include <string.h>

#include "bpf_object.h"
#include "cleanup.h"
#include "memory.h"
#include "virtnet.h"

void virtnet_list(struct nic_list *ret_list, bool own)
{
	size_t kept = 0;

	nic_list_read(ret_list);
	if (own)
		nic_list_keep_own(ret_list);
	for (size_t i = 0; i < ret_list->count && kept < VIRTNET_DEVICES; i++)
		if (!strcmp(ret_list->entries[i].driver, "virtio_net"))
			ret_list->entries[kept++] = ret_list->entries[i];
	ret_list->count = kept;
}

void virtnet_configure(struct netdoctor_bpf *bpf, const struct session *session)
{
	cleanup_free struct nic_list *list = must_calloc(1, sizeof(*list));
	struct virtnet_devices devices = { 0 };

	(void)session;
	virtnet_list(list, false);
	for (size_t i = 0; i < list->count; i++)
		devices.ifindex[i] = list->entries[i].ifindex;
	memcpy((void *)&bpf->rodata->virtnet_devices, &devices, sizeof(devices));
}

const struct nic *virtnet_by_ifindex(const struct nic_list *list, uint32_t ifindex)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].ifindex == ifindex)
			return &list->entries[i];
	return NULL;
}

const char *virtnet_direction(uint32_t direction)
{
	static const char *const names[] = { [VIRTNET_RX] = "rx", [VIRTNET_TX] = "tx" };

	return direction < ARRAY_SIZE(names) ? names[direction] : NULL;
}

void virtnet_each_irq(const struct nic_list *list, void (*each)(unsigned irq, void *data),
		      void *data)
{
	for (size_t i = 0; i < list->count; i++)
		nic_interrupts(&list->entries[i], each, data);
}
