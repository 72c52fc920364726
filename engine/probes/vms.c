// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include "cleanup.h"
#include "clock.h"
#include "text.h"
#include "vm_list.h"

enum { VM_PID, VM_NAME, VM_PROCESS, VM_STATE, VM_KVM, VM_VHOSTS, VM_VCPUS };

static const struct column_spec vm_columns[] = {
	[VM_PID] = { "pid", COLUMN_KEY, "count" },
	[VM_NAME] = { "vm", COLUMN_VALUE, NULL },
	[VM_PROCESS] = { "process", COLUMN_VALUE, NULL },
	[VM_STATE] = { "state", COLUMN_VALUE, NULL },
	[VM_KVM] = { "kvm", COLUMN_VALUE, NULL },
	[VM_VHOSTS] = { "vhosts", COLUMN_VALUE, "count" },
	[VM_VCPUS] = { "vcpus", COLUMN_VALUE, "count" },
	{ 0 },
};

enum { TAP_PID, TAP_DEVICE, TAP_VM, TAP_QUEUES, TAP_VHOSTS };

static const struct column_spec tap_columns[] = {
	[TAP_PID] = { "pid", COLUMN_KEY, "count" },
	[TAP_DEVICE] = { "device", COLUMN_KEY, NULL },
	[TAP_VM] = { "vm", COLUMN_VALUE, NULL },
	[TAP_QUEUES] = { "queues", COLUMN_VALUE, "count" },
	[TAP_VHOSTS] = { "vhosts", COLUMN_VALUE, "count" }, /* of the process */
	{ 0 },
};

enum {
	THREAD_TID,
	THREAD_ROLE,
	THREAD_NAME,
	THREAD_RUN,
	THREAD_WAIT,
	THREAD_ELAPSED,
	THREAD_PID,
	THREAD_CPU,
	THREAD_AFFINITY,
	THREAD_STATE
};

static const struct column_spec thread_columns[] = {
	[THREAD_TID] = { "tid", COLUMN_KEY, "count" },
	[THREAD_ROLE] = { "role", COLUMN_KEY, NULL },
	[THREAD_NAME] = { "thread", COLUMN_KEY, NULL },
	[THREAD_RUN] = { "run_us", COLUMN_COUNTER, "us" },
	[THREAD_WAIT] = { "wait_us", COLUMN_COUNTER, "us" },
	[THREAD_ELAPSED] = { "elapsed_us", COLUMN_COUNTER, "us" }, /* the window of the two */
	[THREAD_PID] = { "pid", COLUMN_VALUE, "count" },
	[THREAD_CPU] = { "cpu", COLUMN_VALUE, "count" },
	[THREAD_AFFINITY] = { "affinity", COLUMN_VALUE, NULL },
	[THREAD_STATE] = { "state", COLUMN_VALUE, NULL },
	{ 0 },
};

enum { FACT_VMS, FACT_TAPS, FACT_THREADS };

static const struct fact_spec facts[] = {
	[FACT_VMS] = { "vms.processes", "processes that run virtual machines", vm_columns },
	[FACT_TAPS] = { "vms.taps", "taps that such a process holds open", tap_columns },
	[FACT_THREADS] = { "vms.threads", "their main, virtual CPU and vhost threads",
			   thread_columns },
	{ 0 },
};

static int read_vms(const struct reading *reading, struct error *err);

const struct probe probe_vms = {
	.name = "vms",
	.summary = "virtual machines: processes, taps, vhost workers, virtual CPUs",
	.summary_zh = "虚拟机：进程、TAP、vhost 工作线程、虚拟 CPU",
	.facts = facts,
	.cost = COST_COUNTERS,
	.once = true,
	.read = read_vms,
};

static void cell_state(struct cell *cell, char state)
{
	cell_text(cell, (char[]){ state, '\0' });
}

static void add_vm(const struct reading *reading, const struct vm *vm)
{
	struct cell *row = table_add(reading->tables[FACT_VMS]);

	cell_count(&row[VM_PID], vm->pid);
	cell_system_text(&row[VM_NAME], vm_name(vm));
	cell_system_text(&row[VM_PROCESS], vm->process);
	cell_state(&row[VM_STATE], vm->state);
	cell_bool(&row[VM_KVM], vm->kvm);
	cell_count(&row[VM_VHOSTS], vm->vhosts);
	cell_count(&row[VM_VCPUS], vm->vcpus);
	for (unsigned i = 0; i < vm->tap_count; i++) {
		row = table_add(reading->tables[FACT_TAPS]);
		cell_count(&row[TAP_PID], vm->pid);
		cell_system_text(&row[TAP_DEVICE], vm->taps[i].device);
		cell_system_text(&row[TAP_VM], vm_name(vm));
		cell_count(&row[TAP_QUEUES], vm->taps[i].queues);
		cell_count(&row[TAP_VHOSTS], vm->vhosts);
	}
}

static void add_thread(const struct reading *reading, const struct vm_thread *thread)
{
	struct cell *row = table_add(reading->tables[FACT_THREADS]);

	cell_count(&row[THREAD_TID], thread->tid);
	cell_text(&row[THREAD_ROLE], vm_role_name(thread->role));
	cell_system_text(&row[THREAD_NAME], thread->name);
	cell_count(&row[THREAD_RUN], thread->run_us);
	cell_count(&row[THREAD_WAIT], thread->wait_us);
	cell_count(&row[THREAD_ELAPSED], clock_us());
	cell_count(&row[THREAD_PID], thread->pid);
	cell_count(&row[THREAD_CPU], thread->cpu);
	cell_system_text(&row[THREAD_AFFINITY], thread->affinity);
	cell_state(&row[THREAD_STATE], thread->state);
}

static int is_whole(const struct vm_list *list, struct error *why)
{
	if (!list->cut)
		return 0;
	if (list->count == VM_LIST_MAX)
		return error_set(why, "more than %d virtual machines", VM_LIST_MAX);
	return error_set(why,
			 "looking for virtual machines took more than %d ms of a CPU, or %d ms",
			 VM_LIST_MAX_MS, VM_LIST_WAIT_MS);
}

static int read_vms(const struct reading *reading, struct error *err)
{
	cleanup_vms struct vm_list list = { 0 };
	struct error why;

	vm_list_read(&list);
	if (is_whole(&list, &why) < 0) {
		/* A list without any is no word for there being none. */
		if (!list.count)
			return error_set(err, "%s", why.text);
		reading_lacks(reading, "%s", why.text);
	}
	for (size_t i = 0; i < list.count; i++)
		add_vm(reading, &list.vms[i]);
	for (size_t i = 0; i < list.thread_count; i++)
		add_thread(reading, &list.threads[i]);
	return 0;
}
