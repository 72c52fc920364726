// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "interrupt_lines.h"
#include "kernel_log.h"
#include "memory.h"
#include "nic_list.h"
#include "system_file.h"
#include "text.h"
#include "virtnet_list.h"

enum { DEVICES, INTERRUPTS };

enum { NETNS, DEVICE, MAC, MTU, RX_QUEUES, CPUS, BUSY_POLL, BUSY_READ, THREADED, RPS, XPS };

static const struct column_spec device_columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[MAC] = { "mac", COLUMN_VALUE, NULL },
	[MTU] = { "mtu", COLUMN_VALUE, "bytes" },
	[RX_QUEUES] = { "rx_queues", COLUMN_VALUE, "count" },
	[CPUS] = { "cpus", COLUMN_VALUE, "count" },
	[BUSY_POLL] = { "busy_poll", COLUMN_VALUE, "us" },
	[BUSY_READ] = { "busy_read", COLUMN_VALUE, "us" },
	[THREADED] = { "threaded", COLUMN_VALUE, NULL },
	[RPS] = { "rps_queues", COLUMN_VALUE, "count" },
	[XPS] = { "xps_queues", COLUMN_VALUE, "count" },
	{ 0 },
};

enum {
	I_NETNS,
	I_DEVICE,
	I_IRQ,
	I_COUNT,
	I_LAST,
	I_DIRECTION,
	I_QUEUE,
	I_UNHANDLED,
	I_CPUS,
	I_LOG
};

static const struct column_spec interrupt_columns[] = {
	[I_NETNS] = { "netns", COLUMN_KEY, NULL },
	[I_DEVICE] = { "device", COLUMN_KEY, NULL },
	[I_IRQ] = { "irq", COLUMN_KEY, "count" },
	[I_COUNT] = { "count", COLUMN_COUNTER, "count" },
	/* When the last one was that nobody handled: it stands still when there was none. */
	[I_LAST] = { "unhandled_at", COLUMN_COUNTER, "ms" },
	[I_DIRECTION] = { "direction", COLUMN_VALUE, NULL },
	[I_QUEUE] = { "queue", COLUMN_VALUE, "count" },
	[I_UNHANDLED] = { "unhandled", COLUMN_VALUE, "count" },
	[I_CPUS] = { "cpus", COLUMN_VALUE, NULL },
	[I_LOG] = { "log_disabled", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct fact_spec facts[] = {
	[DEVICES] = { "virtnet.devices",
		      "a guest's virtio-net devices: queues beside CPUs, busy polling and "
		      "spreading "
		      "as set",
		      device_columns },
	[INTERRUPTS] = { "virtnet.interrupts",
			 "each interrupt of these devices, also one that did not come in the "
			 "window; unhandled ones in a row, and whether the kernel's log says that "
			 "it "
			 "was disabled",
			 interrupt_columns },
	{ 0 },
};

static int read_devices(const struct reading *reading, struct error *err);

const struct probe probe_virtnet = {
	.name = "virtnet",
	.summary = "a guest's virtio-net devices and their interrupts, also disabled ones",
	.summary_zh = "虚拟机的 virtio-net 设备及其中断（含已禁用的中断）",
	.facts = facts,
	.cost = COST_COUNTERS,
	.once = true, /* /sys shows the devices of the own namespace only */
	.read = read_devices,
};

struct line {
	unsigned irq;
	const struct nic *nic;
	bool disabled;
};

struct walk {
	const struct reading *reading;
	const struct nic *nic;
	struct line *lines;
	size_t count;
	bool log;
};

static void note_line(unsigned irq, void *data)
{
	struct walk *walk = data;

	walk->lines = must_realloc(walk->lines, (walk->count + 1) * sizeof(*walk->lines));
	walk->lines[walk->count++] = (struct line){ irq, walk->nic, false };
}

static void note_disabled(const char *text, void *data)
{
	struct walk *walk = data;
	int irq = kernel_log_disabled_irq(text);

	for (size_t i = 0; i < walk->count; i++)
		walk->lines[i].disabled |= irq >= 0 && walk->lines[i].irq == (unsigned)irq;
}

struct spreading {
	const struct nic *nic;
	const char *kind, *file;
	uint64_t set;
};

/* A mask of zeros spreads to nobody. */
static bool count_spreading(const char *name, void *data)
{
	struct spreading *spreading = data;
	char mask[512];

	if (!strncmp(name, spreading->kind, strlen(spreading->kind)) &&
	    system_text(mask, sizeof(mask), "/sys/class/net/%s/queues/%s/%s", spreading->nic->name,
			name, spreading->file) == 0)
		spreading->set += strspn(mask, "0,") < strlen(mask);
	return true;
}

static void fill_spreading(struct cell *cell, const struct nic *nic, const char *kind,
			   const char *file)
{
	struct spreading spreading = { nic, kind, file, 0 };

	if (system_names(count_spreading, &spreading, "/sys/class/net/%s/queues", nic->name))
		cell_count(cell, spreading.set);
}

__attribute__((format(printf, 2, 3))) static void fill_number(struct cell *cell, const char *format,
							      ...)
{
	uint64_t number;
	va_list arguments;
	char path[128];

	va_start(arguments, format);
	vsnprintf(path, sizeof(path), format, arguments);
	va_end(arguments);
	if (system_number(&number, "%s", path))
		cell_count(cell, number);
}

static void add_device(const struct reading *reading, const struct nic *nic)
{
	struct cell *row = reading_row(reading, DEVICES);
	char mac[3 * NIC_ADDRESS_MAX];
	uint64_t threaded;

	cell_system_text(&row[DEVICE], nic->name);
	if (system_text(mac, sizeof(mac), "/sys/class/net/%s/address", nic->name) == 0)
		cell_system_text(&row[MAC], mac);
	fill_number(&row[MTU], "/sys/class/net/%s/mtu", nic->name);
	cell_count(&row[RX_QUEUES], nic->rx_queues);
	cell_count(&row[CPUS], (uint64_t)sysconf(_SC_NPROCESSORS_ONLN));
	fill_number(&row[BUSY_POLL], "/proc/sys/net/core/busy_poll");
	fill_number(&row[BUSY_READ], "/proc/sys/net/core/busy_read");
	if (system_number(&threaded, "/sys/class/net/%s/threaded", nic->name))
		cell_bool(&row[THREADED], threaded);
	fill_spreading(&row[RPS], nic, "rx-", "rps_cpus");
	fill_spreading(&row[XPS], nic, "tx-", "xps_cpus");
}

/* "count 12\nunhandled 1\nlast_unhandled 4294674872 ms" */
static void fill_spurious(struct cell *row, unsigned irq)
{
	uint64_t unhandled, last;
	char text[256];

	if (system_text(text, sizeof(text), "/proc/irq/%u/spurious", irq) < 0 ||
	    sscanf(text, "count %*u unhandled %" SCNu64 " last_unhandled %" SCNu64, &unhandled,
		   &last) != 2)
		return;
	cell_count(&row[I_UNHANDLED], unhandled);
	cell_count(&row[I_LAST], last);
}

static void add_interrupt(const struct walk *walk, const struct line *line, uint64_t count,
			  const char *action)
{
	struct interrupt_queue queue = interrupt_queue_of(action);
	struct cell *row = reading_row(walk->reading, INTERRUPTS);
	char cpus[256];

	cell_system_text(&row[I_DEVICE], line->nic->name);
	cell_count(&row[I_IRQ], line->irq);
	cell_count(&row[I_COUNT], count);
	if (queue.direction) {
		cell_text(&row[I_DIRECTION], queue.direction);
		cell_count(&row[I_QUEUE], queue.queue);
	}
	fill_spurious(row, line->irq);
	if (system_text(cpus, sizeof(cpus), "/proc/irq/%u/smp_affinity_list", line->irq) == 0)
		cell_system_text(&row[I_CPUS], cpus);
	if (walk->log)
		cell_bool(&row[I_LOG], line->disabled);
}

/* " 33:   1711   0   PCI-MSI 32769-edge      virtio0-input.0" */
static void take_line(const struct walk *walk, char *text, size_t cpus)
{
	uint64_t sum = 0, count;
	unsigned irq;
	int used = 0;

	if (sscanf(text, " %u:%n", &irq, &used) != 1 || !used)
		return;
	text[strcspn(text, "\n")] = '\0';
	text += used;
	for (size_t i = 0; i < cpus && sscanf(text, "%" SCNu64 "%n", &count, &used) == 1; i++) {
		sum += count;
		text += used;
	}
	for (size_t i = 0; i < walk->count; i++)
		if (walk->lines[i].irq == irq)
			add_interrupt(walk, &walk->lines[i], sum,
				      strrchr(text, ' ') ? strrchr(text, ' ') + 1 : text);
}

static size_t count_cpus(const char *header)
{
	size_t cpus = 0;

	while ((header = strstr(header, "CPU"))) {
		header += 3;
		cpus++;
	}
	return cpus;
}

static int read_lines(const struct walk *walk, struct error *err)
{
	cleanup_file FILE *file = system_open("/proc/interrupts");
	cleanup_free char *line = NULL;
	size_t room = 0, cpus;

	if (!file || getline(&line, &room, file) < 0)
		return error_errno(err, errno, "cannot read /proc/interrupts");
	cpus = count_cpus(line);
	while (getline(&line, &room, file) > 0)
		take_line(walk, line, cpus);
	return 0;
}

static int read_devices(const struct reading *reading, struct error *err)
{
	cleanup_free struct nic_list *devices = must_calloc(1, sizeof(*devices));
	struct walk walk = { .reading = reading };
	int r = 0;

	virtnet_list(devices, true);
	for (size_t i = 0; i < devices->count; i++) {
		walk.nic = &devices->entries[i];
		add_device(reading, walk.nic);
		nic_interrupts(walk.nic, note_line, &walk);
	}
	if (walk.count) {
		walk.log = kernel_log_each(note_disabled, &walk);
		if (!walk.log)
			reading_lacks(reading, "the kernel's log may not be read, so that it is "
					       "not known whether it disabled an interrupt");
		r = read_lines(&walk, err);
	}
	free(walk.lines);
	return r;
}
