// SPDX-License-Identifier: BSD-2-Clause
#include "scope.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "vm_list.h"

#define WORKER "vhost-"

static int add_device(struct scope_devices *devices, const char *name, struct error *err)
{
	for (unsigned i = 0; i < devices->count; i++)
		if (!strcmp(devices->names[i], name)) {
			devices->vm |= 1U << i;
			return 0;
		}
	if (devices->count == SCOPE_MAX)
		return error_set(err, "at most %d devices can be named, and this VM has more taps",
				 SCOPE_MAX);
	devices->vm |= 1U << devices->count;
	snprintf(devices->names[devices->count++], sizeof(devices->names[0]), "%s", name);
	return 0;
}

static int add_taps(struct scope_devices *devices, const struct vm *vm, struct error *err)
{
	for (unsigned i = 0; i < vm->tap_count; i++)
		if (add_device(devices, vm->taps[i].device, err) < 0)
			return -1;
	return 0;
}

static bool is_called(const struct vm *vm, const char *name)
{
	char number[32];

	snprintf(number, sizeof(number), "%" PRIu64, vm->pid);
	return vm->tap_count && (!strcmp(number, name) || !strcmp(vm_name(vm), name));
}

/* Who was not looked at may be the one. */
static int refuse_cut(struct error *err, const char *option, const char *name)
{
	return error_set(
		err,
		"not all processes could be looked at in time, and none of those that were "
		"is the one of --%s %s",
		option, name);
}

static int find_by_name(const struct vm_list *list, const char *name, const struct vm **ret_vm,
			struct error *err)
{
	const struct vm *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		if (!is_called(&list->vms[i], name))
			continue;
		if (found)
			return error_set(
				err, "--vm %s: processes %u and %u are called so; give the number",
				name, (unsigned)found->pid, (unsigned)list->vms[i].pid);
		found = &list->vms[i];
	}
	if (!found && list->cut)
		return refuse_cut(err, "vm", name);
	if (!found)
		return error_set(err,
				 "--vm %s: no process of that name or number holds a tap; "
				 "'netdoctor list vms' shows them",
				 name);
	*ret_vm = found;
	return 0;
}

/* vhost-PID in place of a device stands for the taps of that VM. */
static int replace_worker(struct scope_devices *devices, unsigned at, const struct vm_list *list,
			  struct error *err)
{
	uint64_t pid;
	const struct vm *vm;

	if (sscanf(devices->names[at], WORKER "%" SCNu64, &pid) != 1)
		return 0;
	vm = vm_list_find(list, pid);
	if (!vm && list->cut)
		return refuse_cut(err, "device", devices->names[at]);
	if (!vm || !vm->tap_count)
		return error_set(err, "--device %s: process %u holds no tap", devices->names[at],
				 (unsigned)pid);
	snprintf(devices->names[at], sizeof(devices->names[at]), "%s", vm->taps[0].device);
	devices->vm |= 1U << at;
	return add_taps(devices, vm, err);
}

static bool names_worker(const struct scope_devices *devices)
{
	for (unsigned i = 0; i < devices->count; i++)
		if (!strncmp(devices->names[i], WORKER, strlen(WORKER)))
			return true;
	return false;
}

int scope_find_vms(struct scope *scope, struct error *err)
{
	cleanup_vms struct vm_list list = { 0 };
	const struct vm *vm = NULL;

	if (!scope->vm && !names_worker(&scope->devices))
		return 0;
	vm_list_read(&list);
	for (unsigned i = scope->devices.count; i-- > 0;)
		if (replace_worker(&scope->devices, i, &list, err) < 0)
			return -1;
	if (!scope->vm)
		return 0;
	if (find_by_name(&list, scope->vm, &vm, err) < 0)
		return -1;
	return add_taps(&scope->devices, vm, err);
}
