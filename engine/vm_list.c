// SPDX-License-Identifier: BSD-2-Clause
#include "vm_list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "clock.h"
#include "memory.h"
#include "system_file.h"
#include "task_walk.h"

#define WORKER "vhost-"
#define SCOPE "machine-qemu\\x2d"

struct walk {
	struct vm_list *list;
	struct vm vm; /* the process that is looked at */
	int64_t end_ms, own_end_ms;
};

static bool time_left(struct walk *walk)
{
	if (clock_ms() <= walk->end_ms && clock_own_ms() <= walk->own_end_ms &&
	    walk->list->count < VM_LIST_MAX)
		return true;
	walk->list->cut = true;
	return false;
}

/* machine-qemu\x2d3\x2dweb\x2d01.scope is web-01. */
bool vm_name_of_cgroup(const char *text, char *ret_name, size_t room)
{
	const char *at = strstr(text, SCOPE), *end;
	size_t length = 0;
	unsigned code;

	if (!at)
		return false;
	at += strlen(SCOPE);
	at += strspn(at, "0123456789");
	end = strstr(at, ".scope");
	if (!end || strncmp(at, "\\x2d", 4) != 0)
		return false;
	for (at += 4; at < end && length + 1 < room; length++)
		if (sscanf(at, "\\x%2x", &code) == 1) {
			ret_name[length] = (char)code;
			at += 4;
		} else {
			ret_name[length] = *at++;
		}
	ret_name[length] = '\0';
	return length > 0;
}

const char *vm_name(const struct vm *vm)
{
	return *vm->name ? vm->name : vm->process;
}

const char *vm_role_name(enum vm_role role)
{
	static const char *const names[] = { "main", "vcpu", "vhost" };

	return names[role];
}

/* fdinfo of a tap's queue holds a line "iff: NAME". */
static bool read_interface(uint64_t pid, const char *fd, char *ret_device)
{
	char text[1024];
	const char *at;

	if (system_text(text, sizeof(text), "/proc/%" PRIu64 "/fdinfo/%s", pid, fd) < 0)
		return false;
	at = strstr(text, "iff:");
	return at && sscanf(at, "iff: %15s", ret_device) == 1;
}

static void add_queue(struct vm *vm, const char *device)
{
	for (unsigned i = 0; i < vm->tap_count; i++)
		if (!strcmp(vm->taps[i].device, device)) {
			vm->taps[i].queues++;
			return;
		}
	if (vm->tap_count == VM_TAPS_MAX)
		return;
	snprintf(vm->taps[vm->tap_count].device, sizeof(vm->taps->device), "%s", device);
	vm->taps[vm->tap_count++].queues = 1;
}

static bool take_descriptor(const char *fd, void *data)
{
	struct walk *walk = data;
	char file[64], device[16];

	if (system_link(file, sizeof(file), "/proc/%" PRIu64 "/fd/%s", walk->vm.pid, fd) < 0)
		return time_left(walk);
	if (!strcmp(file, "vhost-net"))
		walk->vm.vhosts++;
	else if (!strcmp(file, "kvm"))
		walk->vm.kvm = true;
	else if (!strcmp(file, "tun") && read_interface(walk->vm.pid, fd, device))
		add_queue(&walk->vm, device);
	return time_left(walk);
}

static void read_times(struct vm_thread *thread)
{
	char text[128];
	uint64_t run, wait;

	if (system_text(text, sizeof(text), "/proc/%" PRIu64 "/task/%" PRIu64 "/schedstat",
			thread->pid, thread->tid) == 0 &&
	    sscanf(text, "%" SCNu64 " %" SCNu64, &run, &wait) == 2) {
		thread->run_us = run / 1000;
		thread->wait_us = wait / 1000;
	}
}

static void read_affinity(struct vm_thread *thread)
{
	cleanup_file FILE *file =
		system_open("/proc/%" PRIu64 "/task/%" PRIu64 "/status", thread->pid, thread->tid);
	char line[512];

	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "Cpus_allowed_list: %255s", thread->affinity) == 1)
			return;
		sscanf(line, "State: %c", &thread->state);
	}
}

static enum vm_role role_of(const char *name)
{
	unsigned cpu;

	if (!strncmp(name, WORKER, strlen(WORKER)))
		return VM_VHOST;
	return sscanf(name, "CPU %u/KVM", &cpu) == 1 ? VM_VCPU : VM_MAIN;
}

static void add_thread(struct vm_list *list, const struct task *task, uint64_t process,
		       uint64_t owner)
{
	struct vm_thread thread = {
		.tid = task->tid, .pid = process, .cpu = task->cpu, .role = role_of(task->name)
	};

	snprintf(thread.name, sizeof(thread.name), "%s", task->name);
	read_times(&thread);
	read_affinity(&thread);
	thread.pid = owner;
	list->threads =
		must_realloc(list->threads, (list->thread_count + 1) * sizeof(*list->threads));
	list->threads[list->thread_count++] = thread;
}

static bool take_thread(const char *name, void *data)
{
	struct walk *walk = data;
	struct task task;
	char text[1024];

	if (system_text(text, sizeof(text), "/proc/%" PRIu64 "/task/%s/stat", walk->vm.pid, name) <
		    0 ||
	    !task_parse(text, &task))
		return time_left(walk);
	if (role_of(task.name) == VM_VCPU)
		walk->vm.vcpus++;
	if (task.tid == walk->vm.pid || role_of(task.name) != VM_MAIN)
		add_thread(walk->list, &task, walk->vm.pid, walk->vm.pid);
	return time_left(walk);
}

/* Before 6.4 the workers are kernel threads, called after who asked for them. */
static void take_kernel_thread(struct vm_list *list, const struct task *task)
{
	uint64_t owner = strtoull(task->name + strlen(WORKER), NULL, 10);
	cleanup_file FILE *file = system_open("/proc/%" PRIu64 "/status", owner);
	char line[512];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "Tgid: %" SCNu64, &owner) == 1)
			break;
	add_thread(list, task, task->tid, owner);
}

static void keep_vm(struct walk *walk)
{
	struct vm_list *list = walk->list;
	char text[4096];

	if (system_text(text, sizeof(text), "/proc/%" PRIu64 "/cgroup", walk->vm.pid) == 0)
		vm_name_of_cgroup(text, walk->vm.name, sizeof(walk->vm.name));
	system_names(take_thread, walk, "/proc/%" PRIu64 "/task", walk->vm.pid);
	list->vms = must_realloc(list->vms, (list->count + 1) * sizeof(*list->vms));
	list->vms[list->count++] = walk->vm;
}

static bool take_process(const char *name, void *data)
{
	struct walk *walk = data;
	struct task task;
	char text[1024];

	if (*name < '0' || *name > '9' ||
	    system_text(text, sizeof(text), "/proc/%s/stat", name) < 0 || !task_parse(text, &task))
		return time_left(walk);
	walk->vm = (struct vm){ .pid = task.pid, .state = strrchr(text, ')')[2] };
	snprintf(walk->vm.process, sizeof(walk->vm.process), "%s", task.name);
	system_names(take_descriptor, walk, "/proc/%" PRIu64 "/fd", task.pid);
	if (walk->vm.tap_count || walk->vm.vhosts || walk->vm.kvm)
		keep_vm(walk);
	else if (role_of(task.name) == VM_VHOST)
		take_kernel_thread(walk->list, &task);
	return time_left(walk);
}

static int compare_vms(const void *a, const void *b)
{
	const struct vm *x = a, *y = b;

	return x->pid < y->pid ? -1 : x->pid > y->pid;
}

void vm_list_read(struct vm_list *ret_list)
{
	struct walk walk = { .list = ret_list,
			     .end_ms = clock_ms() + VM_LIST_WAIT_MS,
			     .own_end_ms = clock_own_ms() + VM_LIST_MAX_MS };

	memset(ret_list, 0, sizeof(*ret_list));
	system_names(take_process, &walk, "/proc");
	if (ret_list->count)
		qsort(ret_list->vms, ret_list->count, sizeof(*ret_list->vms), compare_vms);
}

void vm_list_clear(struct vm_list *list)
{
	free(list->vms);
	free(list->threads);
	memset(list, 0, sizeof(*list));
}

const struct vm *vm_list_find(const struct vm_list *list, uint64_t pid)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->vms[i].pid == pid)
			return &list->vms[i];
	return NULL;
}
