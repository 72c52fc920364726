// SPDX-License-Identifier: BSD-2-Clause
#include "scope.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "child.h"
#include "cleanup.h"
#include "memory.h"
#include "route.h"

#define DEADLINE_MS 2000

/*
 * The child answers in lines: "? NAMESPACE" before it looks somewhere, "+ NAMESPACE DEVICE IFINDEX"
 * for what it found (places in the lists), "! SENTENCE" when it could not look, "." at the end.
 */
struct search {
	const struct scope_devices *devices;
	const struct netns_list *namespaces;
};

__attribute__((format(printf, 2, 3))) static void answer(int out, const char *format, ...)
{
	char line[ERROR_TEXT_MAX + 32];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	child_write(out, line, strlen(line));
	child_write(out, "\n", 1);
}

static int look_here(int out, const struct search *search, size_t netns, struct error *err)
{
	const struct netns *ns = &search->namespaces->entries[netns];
	cleanup_route struct nl_sock *socket = NULL;

	answer(out, "? %zu", netns);
	if ((!ns->self && netns_enter(ns, err) < 0) || route_open(&socket, err) < 0)
		return -1;
	for (unsigned i = 0; i < search->devices->count; i++) {
		uint32_t index;
		int r = route_find_link(socket, search->devices->names[i], &index, err);

		if (r < 0)
			return -1;
		if (r)
			answer(out, "+ %zu %u %u", netns, i, index);
	}
	return 0;
}

static void look_everywhere(int out, void *data)
{
	const struct search *search = data;
	struct error err;

	for (size_t i = 0; i < search->namespaces->count; i++)
		if (look_here(out, search, i, &err) < 0)
			answer(out, "! %s", err.text);
	answer(out, ".");
}

static const char *option_of(const struct scope_devices *devices, unsigned device)
{
	if (devices->vm & 1U << device)
		return "vm-interface";
	return devices->phy & 1U << device ? "phy-interface" : "device";
}

struct answers {
	size_t asked;
	unsigned seen; /* bit per name */
	struct error refusal;
};

static int take_found(const char *line, struct scope_devices *devices,
		      const struct netns_list *namespaces, struct answers *answers,
		      struct error *err)
{
	unsigned device, index;
	size_t netns;

	if (sscanf(line, "+ %zu %u %u", &netns, &device, &index) != 3 ||
	    netns >= namespaces->count || device >= devices->count)
		return 0;
	if (devices->found_count == ARRAY_SIZE(devices->found))
		return error_set(err,
				 "--%s %s: more than %zu devices have that name; choose a "
				 "namespace with --netns",
				 option_of(devices, device), devices->names[device],
				 ARRAY_SIZE(devices->found));
	devices->found[devices->found_count].netns = namespaces->entries[netns].inode;
	devices->found[devices->found_count].vm = devices->vm & 1U << device;
	devices->found[devices->found_count++].ifindex = index;
	answers->seen |= 1U << device;
	return 0;
}

static int check_all_seen(const struct scope_devices *devices, const struct netns_list *namespaces,
			  const struct answers *answers, struct error *err)
{
	for (unsigned i = 0; i < devices->count; i++) {
		if (answers->seen & 1U << i)
			continue;
		error_set(err, "--%s %s: there is no such device in %zu network namespace%s",
			  option_of(devices, i), devices->names[i], namespaces->count,
			  namespaces->count == 1 ? "" : "s");
		if (answers->refusal.text[0])
			error_prefix(err, "%s", answers->refusal.text);
		return -1;
	}
	return 0;
}

static int listen_to(struct child *child, struct scope_devices *devices,
		     const struct netns_list *namespaces, struct answers *answers,
		     struct error *err)
{
	enum child_line got;
	char *line;

	while ((got = child_read_line(child, DEADLINE_MS, &line)) == CHILD_LINE) {
		if (*line == '.')
			return 0;
		if (*line == '?')
			sscanf(line, "? %zu", &answers->asked);
		if (*line == '!' && !answers->refusal.text[0])
			error_set(&answers->refusal, "%s", line + 2);
		if (*line == '+' && take_found(line, devices, namespaces, answers, err) < 0)
			return -1;
	}
	return error_set(err, "looking for the devices %s in namespace %s",
			 got == CHILD_SILENT ? "got no answer within 2 s" : "ended unexpectedly",
			 answers->asked < namespaces->count
				 ? namespaces->entries[answers->asked].name
				 : "?");
}

int scope_find_devices(struct scope *scope, const struct netns_list *namespaces, struct error *err)
{
	cleanup_child struct child child = { .pid = -1, .pidfd = -1, .pipe = -1 };
	cleanup_free int *keep = must_calloc(namespaces->count, sizeof(*keep));
	struct scope_devices devices = scope->devices;
	struct search search = { &devices, namespaces };
	struct answers answers = { 0 };

	if (!devices.count)
		return 0;
	devices.found_count = 0;
	for (size_t i = 0; i < namespaces->count; i++)
		keep[i] = namespaces->entries[i].fd;
	if (child_start(look_everywhere, &search, keep, namespaces->count, &child, err) < 0 ||
	    listen_to(&child, &devices, namespaces, &answers, err) < 0 ||
	    check_all_seen(&devices, namespaces, &answers, err) < 0)
		return -1;
	scope->devices = devices;
	return 0;
}
