// SPDX-License-Identifier: BSD-2-Clause
#include "vhost.h"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/vhost.h>
#include <linux/virtio_config.h>
#include <net/if.h>
#include <sys/ioctl.h>

#include "../kit.h"

/* linux/if.h and net/if.h exclude each other. */
#include <linux/sockios.h>

int tap_open(const char *name, bool multi_queue, bool offload)
{
	struct ifreq request = { .ifr_flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR };
	unsigned int offloads = offload ? TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 : 0;
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC | O_NONBLOCK), header = HEADER;

	must(fd >= 0, "/dev/net/tun");
	must(strlen(name) < sizeof(request.ifr_name), "the tap's name is too long");
	strcpy(request.ifr_name, name);
	if (multi_queue)
		request.ifr_flags |= IFF_MULTI_QUEUE;
	must(!ioctl(fd, TUNSETIFF, &request), "TUNSETIFF");
	must(!ioctl(fd, TUNSETVNETHDRSZ, &header), "TUNSETVNETHDRSZ");
	must(!ioctl(fd, TUNSETOFFLOAD, offloads), "TUNSETOFFLOAD");
	return fd;
}

static void set_features(int vhost, bool event_index)
{
	uint64_t offered, wanted = 1ull << VIRTIO_F_VERSION_1;

	if (event_index)
		wanted |= 1ull << VIRTIO_RING_F_EVENT_IDX;
	must(!ioctl(vhost, VHOST_GET_FEATURES, &offered), "VHOST_GET_FEATURES");
	must((offered & wanted) == wanted, "vhost-net lacks a feature");
	must(!ioctl(vhost, VHOST_SET_FEATURES, &wanted), "VHOST_SET_FEATURES");
}

static void share_memory(int vhost, void *memory, size_t size)
{
	struct vhost_memory *table = calloc(1, sizeof(*table) + sizeof(table->regions[0]));

	must(table, "memory");
	table->nregions = 1;
	table->regions[0] = (struct vhost_memory_region){ .guest_phys_addr = (uintptr_t)memory,
							  .memory_size = size,
							  .userspace_addr = (uintptr_t)memory };
	must(!ioctl(vhost, VHOST_SET_MEM_TABLE, table), "VHOST_SET_MEM_TABLE");
	free(table);
}

static void share_ring(int vhost, unsigned int index, const struct ring *ring)
{
	struct vhost_vring_state entries = { index, ring->vring.num }, base = { index, 0 };
	struct vhost_vring_addr address = { .index = index,
					    .desc_user_addr = (uintptr_t)ring->vring.desc,
					    .avail_user_addr = (uintptr_t)ring->vring.avail,
					    .used_user_addr = (uintptr_t)ring->vring.used };
	struct vhost_vring_file kick = { index, ring->kick }, call = { index, ring->call };

	must(!ioctl(vhost, VHOST_SET_VRING_NUM, &entries), "VHOST_SET_VRING_NUM");
	must(!ioctl(vhost, VHOST_SET_VRING_BASE, &base), "VHOST_SET_VRING_BASE");
	must(!ioctl(vhost, VHOST_SET_VRING_ADDR, &address), "VHOST_SET_VRING_ADDR");
	must(!ioctl(vhost, VHOST_SET_VRING_KICK, &kick), "VHOST_SET_VRING_KICK");
	must(!ioctl(vhost, VHOST_SET_VRING_CALL, &call), "VHOST_SET_VRING_CALL");
}

int vhost_start(int tap, void *memory, size_t size, struct ring *rx, struct ring *tx)
{
	struct ring *rings[] = { rx, tx };
	int vhost = open("/dev/vhost-net", O_RDWR | O_CLOEXEC);

	must(vhost >= 0, "/dev/vhost-net");
	must(!ioctl(vhost, VHOST_SET_OWNER, NULL), "VHOST_SET_OWNER");
	set_features(vhost, rx->event_index);
	share_memory(vhost, memory, size);
	for (unsigned int i = 0; i < 2; i++)
		share_ring(vhost, i, rings[i]);
	for (unsigned int i = 0; i < 2; i++) {
		struct vhost_vring_file backend = { i, tap };

		must(!ioctl(vhost, VHOST_NET_SET_BACKEND, &backend), "VHOST_NET_SET_BACKEND");
	}
	return vhost;
}
