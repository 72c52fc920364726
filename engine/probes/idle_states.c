// SPDX-License-Identifier: BSD-2-Clause
/*
 * Idle states of the CPUs: how long leaving each takes, how often it was entered, and for how long.
 * Without a driver for them (in most VMs) there are none.
 */
#include "probe.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "system_file.h"
#include "text.h"

#define FACT "cpu.idle_states"
#define CPUS_MAX 256  /* always the first ones, so that both ends of the window read the same */
#define STATES_MAX 16 /* CPUIDLE_STATE_MAX is 10 */

enum idle_column { CPU, STATE, NAME, ENTERED, SPENT, ELAPSED, LATENCY, DISABLED };

static const struct column_spec columns[] = {
	[CPU] = { "cpu", COLUMN_LASTING, "count" },
	[STATE] = { "state", COLUMN_KEY, "count" },
	[NAME] = { "name", COLUMN_KEY, NULL },
	[ENTERED] = { "entered", COLUMN_COUNTER, "count" },
	[SPENT] = { "spent", COLUMN_COUNTER, "us" },
	[ELAPSED] = { "elapsed", COLUMN_COUNTER, "us" },
	[LATENCY] = { "latency", COLUMN_VALUE, "us" },
	[DISABLED] = { "disabled", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ FACT, "idle states of each CPU: exit latency, times entered, time spent", columns },
	{ 0 },
};

static int read_states(const struct reading *reading, struct error *err);

const struct probe probe_idle_states = {
	.name = "idle_states",
	.summary = "idle states of the CPUs and their use",
	.summary_zh = "CPU 空闲状态及其使用",
	.facts = facts,
	.cost = COST_COUNTERS,
	.once = true,
	.seldom = true,
	.read = read_states,
};

static bool add_state(const struct reading *reading, uint64_t cpu, unsigned state)
{
	uint64_t entered, spent, latency, disabled = 0;
	struct cell *row;
	char name[64];
	char path[128];

	snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu%" PRIu64 "/cpuidle/state%u", cpu,
		 state);
	if (system_text(name, sizeof(name), "%s/name", path) < 0 ||
	    !system_number(&entered, "%s/usage", path) || !system_number(&spent, "%s/time", path) ||
	    !system_number(&latency, "%s/latency", path))
		return false;
	system_number(&disabled, "%s/disable", path);
	row = reading_row(reading, 0);
	cell_count(&row[CPU], cpu);
	cell_count(&row[STATE], state);
	cell_system_text(&row[NAME], name);
	cell_count(&row[ENTERED], entered);
	cell_count(&row[SPENT], spent);
	cell_count(&row[ELAPSED], clock_us());
	cell_count(&row[LATENCY], latency);
	cell_bool(&row[DISABLED], disabled);
	return true;
}

static bool take_cpu(const char *name, void *data)
{
	const struct reading *reading = data;
	uint64_t cpu;
	int used = 0;

	if (sscanf(name, "cpu%" SCNu64 "%n", &cpu, &used) != 1 || name[used])
		return true;
	if (cpu >= CPUS_MAX) {
		reading_lacks(reading, "idle states of the first %d CPUs only", CPUS_MAX);
		return true;
	}
	for (unsigned state = 0; state < STATES_MAX; state++)
		if (!add_state(reading, cpu, state))
			break;
	return true;
}

static int read_states(const struct reading *reading, struct error *err)
{
	(void)err;
	system_names(take_cpu, (void *)reading, "/sys/devices/system/cpu");
	return 0;
}
