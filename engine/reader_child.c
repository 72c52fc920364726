// SPDX-License-Identifier: BSD-2-Clause
#include "reader_child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "child.h"
#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "reader.h"

#define ROWS_PER_LINE 256

bool reader_asks(const struct reader_task *task, size_t netns, size_t probe)
{
	if (task->given_up[probe] || (task->probes[probe]->once && netns))
		return false;
	return netns > task->start_netns ||
	       (netns == task->start_netns && probe >= task->start_probe);
}

struct table **reader_tables(const struct probe *probe)
{
	struct table **tables;
	size_t count = 0;

	while (probe->facts[count].name)
		count++;
	tables = must_calloc(count + 1, sizeof(*tables));
	for (size_t i = 0; i < count; i++)
		tables[i] = table_new(probe->facts[i].columns);
	return tables;
}

struct cell *reading_row(const struct reading *reading, size_t fact)
{
	struct table *table = reading->tables[fact];
	struct cell *row = table_add(table);

	if (!strcmp(table->columns[0].name, "netns"))
		cell_text(&row[0], reading->ns->name);
	return row;
}

void reading_lacks(const struct reading *reading, const char *format, ...)
{
	va_list args;

	if (!reading->lacks || *reading->lacks)
		return;
	va_start(args, format);
	if (vasprintf(reading->lacks, format, args) < 0)
		*reading->lacks = NULL;
	va_end(args);
}

static cJSON *line_new(const char *what, size_t netns, size_t probe)
{
	cJSON *line = cJSON_CreateObject();

	cJSON_AddStringToObject(line, "what", what);
	json_add_count(line, "netns", netns);
	json_add_count(line, "probe", probe);
	return line;
}

static void line_send(int out, cJSON *owned)
{
	cleanup_json cJSON *line = owned;
	cleanup_free char *text = must_have(cJSON_PrintUnformatted(line));
	size_t length = strlen(text);

	text[length] = '\n';
	child_write(out, text, length + 1);
}

static void send_because(int out, const char *what, size_t netns, size_t probe, const char *because)
{
	cJSON *line = line_new(what, netns, probe);

	json_add_text(line, "because", because);
	line_send(out, line);
}

static void send_table(int out, size_t netns, size_t probe, size_t fact, const struct table *table)
{
	for (size_t row = 0; row < table->rows; row += ROWS_PER_LINE) {
		cJSON *line = line_new("rows", netns, probe);
		struct table part = *table;

		part.cells = table_row(table, row);
		part.rows = table->rows - row;
		if (part.rows > ROWS_PER_LINE)
			part.rows = ROWS_PER_LINE;
		json_add_count(line, "fact", fact);
		table_to_json(&part, line);
		line_send(out, line);
	}
}

static void read_probe(int out, const struct reader_task *task, const struct netns *ns,
		       size_t netns, size_t probe)
{
	cleanup_free char *lacks = NULL;
	struct reading reading = {
		.session = task->session,
		.ns = ns,
		.tables = reader_tables(task->probes[probe]),
		.lacks = &lacks,
	};
	struct error err;

	line_send(out, line_new("begin", netns, probe));
	if (task->probes[probe]->read(&reading, &err) < 0) {
		send_because(out, "failed", netns, probe, err.text);
	} else {
		for (size_t fact = 0; reading.tables[fact]; fact++)
			send_table(out, netns, probe, fact, reading.tables[fact]);
		if (lacks)
			send_because(out, "lacks", netns, probe, lacks);
		line_send(out, line_new("done", netns, probe));
	}
	tables_free(reading.tables);
}

/* Where the child is: `here`, or outside the list. What is read per host is read in the own
 * namespace, though the list may be of another one. */
struct walk {
	const struct reader_task *task;
	const struct netns *own, *here;
};

static void walk_namespace(int out, struct walk *walk, size_t netns)
{
	const struct reader_task *task = walk->task;
	struct error err;

	for (size_t probe = 0; probe < task->count; probe++) {
		const struct netns *ns;

		if (!reader_asks(task, netns, probe))
			continue;
		ns = task->probes[probe]->once ? walk->own : &task->namespaces->entries[netns];
		if (ns != walk->here && netns_enter(ns, &err) < 0) {
			send_because(out, "failed", netns, probe, err.text);
			continue;
		}
		walk->here = ns;
		read_probe(out, task, ns, netns, probe);
	}
}

static bool is_asked(int ask, struct reader_request *ret_request)
{
	ssize_t got;

	do
		got = recv(ask, ret_request, sizeof(*ret_request), 0);
	while (got < 0 && errno == EINTR);
	return got == sizeof(*ret_request);
}

void reader_serve(int out, void *data)
{
	const struct reader_service *service = data;
	const struct netns *first = service->namespaces->entries;
	struct netns outside = { .name = (char *)NETNS_SELF, .fd = -1, .self = true };
	const struct netns *own = first->self ? first : &outside;
	struct reader_request request;
	struct reader_task task = { .session = service->session,
				    .namespaces = service->namespaces,
				    .probes = request.probes,
				    .given_up = request.given_up };
	struct walk walk = { .task = &task, .own = own, .here = own };

	if (!first->self)
		outside.fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	while (is_asked(service->ask, &request)) {
		task.count = request.count;
		task.start_netns = request.start_netns;
		task.start_probe = request.start_probe;
		for (size_t netns = task.start_netns; netns < task.namespaces->count; netns++)
			walk_namespace(out, &walk, netns);
		line_send(out, line_new("end", 0, 0));
	}
}
