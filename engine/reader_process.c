// SPDX-License-Identifier: BSD-2-Clause
#include "reader_process.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cleanup.h"
#include "memory.h"

static int start(struct reader_process *process, const struct reader_task *task, struct error *err)
{
	const struct netns_list *namespaces = task->namespaces;
	cleanup_free int *keep = must_calloc(namespaces->count + 1, sizeof(*keep));
	int ends[2];
	struct reader_service service = { .session = task->session, .namespaces = namespaces };

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return error_errno(err, errno, "cannot make a pair of sockets");
	service.ask = ends[0];
	for (size_t i = 0; i < namespaces->count; i++)
		keep[i] = namespaces->entries[i].fd;
	keep[namespaces->count] = ends[0];
	if (child_start(reader_serve, &service, keep, namespaces->count + 1, &process->child, err) <
	    0) {
		close(ends[0]);
		close(ends[1]);
		return -1;
	}
	close(ends[0]);
	process->ask = ends[1];
	return 0;
}

static bool ask(struct reader_process *process, const struct reader_task *task)
{
	struct reader_request request = {
		.start_netns = task->start_netns,
		.start_probe = task->start_probe,
		.count = task->count,
	};

	for (size_t i = 0; i < task->count; i++) {
		request.probes[i] = task->probes[i];
		request.given_up[i] = task->given_up[i];
	}
	process->idle = false;
	return send(process->ask, &request, sizeof(request), MSG_NOSIGNAL) == sizeof(request);
}

int reader_process_ask(struct reader_process *process, const struct reader_task *task,
		       struct error *err)
{
	process->fresh = false;
	if (process->idle && ask(process, task))
		return 0;
	reader_process_end(process);
	process->fresh = true;
	if (start(process, task, err) < 0)
		return -1;
	if (!ask(process, task))
		return error_errno(err, errno, "cannot ask the child that reads");
	return 0;
}

void reader_process_end(struct reader_process *process)
{
	close_descriptor(&process->ask);
	process->ask = -1;
	/* It leaves when nobody can ask any more, as if it had closed its pipe. */
	process->child.ended |= process->idle;
	child_end(&process->child);
	process->idle = false;
}
