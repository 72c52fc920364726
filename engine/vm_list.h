// SPDX-License-Identifier: BSD-2-Clause
/*
 * Processes that run virtual machines: whoever holds a tap, vhost-net or /dev/kvm open, as QEMU
 * does, with the threads that serve it.
 *
 * Found by the links of descriptors and what fdinfo tells of them, by names of threads and cgroups:
 * nothing here takes the memory lock of a process, which a sick VM may hold for ever. A walk ends
 * after VM_LIST_MAX_MS of CPU time, which it may have to wait for on a host whose CPUs are busy,
 * and VM_LIST_WAIT_MS in all, less than the reader waits for a probe; what was not looked at by
 * then is said.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VM_LIST_MAX_MS 1000
#define VM_LIST_WAIT_MS 1500
#define VM_LIST_MAX 1024
#define VM_TAPS_MAX 16

enum vm_role { VM_MAIN, VM_VCPU, VM_VHOST };

struct vm_tap {
	char device[16];
	unsigned queues; /* descriptors that are one */
};

struct vm {
	uint64_t pid;
	char process[64];
	char name[128]; /* as libvirt calls it; else empty */
	char state;     /* of its main thread: R, S, D, T, ... */
	bool kvm;
	unsigned vhosts, vcpus, tap_count;
	struct vm_tap taps[VM_TAPS_MAX];
};

struct vm_thread {
	uint64_t tid, pid, cpu;
	enum vm_role role;
	char name[64];
	char state;
	char affinity[256];
	uint64_t run_us, wait_us; /* on a CPU, and waiting for one */
};

struct vm_list {
	struct vm *vms; /* by process number */
	size_t count;
	struct vm_thread *threads; /* by number */
	size_t thread_count;
	bool cut; /* there was more than could be looked at */
};

void vm_list_read(struct vm_list *ret_list);
void vm_list_clear(struct vm_list *list);
const struct vm *vm_list_find(const struct vm_list *list, uint64_t pid);
/* The name by which people know it: libvirt's, else the program's. */
const char *vm_name(const struct vm *vm);
const char *vm_role_name(enum vm_role role);

/* libvirt's name in a line of /proc/PID/cgroup; false when it has none. */
bool vm_name_of_cgroup(const char *text, char *ret_name, size_t room);

#define cleanup_vms __attribute__((cleanup(vm_list_clear)))
