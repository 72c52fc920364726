// SPDX-License-Identifier: BSD-2-Clause
#include "judge_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "evidence.h"
#include "json.h"
#include "judge.h"
#include "memory.h"
#include "privilege.h"
#include "rulebook.h"

#define ANSWER_MAX ((size_t)64 << 20)
#define DEADLINE_MS 30000

struct question {
	const struct rule_files *files;
	const char *evidence; /* NULL: only the catalogue */
	size_t length;
};

static cJSON *answer(const struct question *question, struct error *err)
{
	cleanup_evidence struct evidence *evidence = NULL;
	struct rulebook book;
	cJSON *result;

	if (rulebook_open(question->files, &book, err) < 0)
		return NULL;
	if (!question->evidence) {
		result = cJSON_Duplicate(book.catalogue, true);
	} else {
		if (evidence_load(question->evidence, question->length, &evidence, err) < 0)
			return NULL;
		result = judge(&book, evidence);
	}
	rulebook_close(&book);
	return result;
}

/* In the child: drops everything, answers, ends. The answer's first byte says what follows. */
static _Noreturn void serve(const struct question *question, int out)
{
	static const struct privilege_limits limits = {
		.memory_bytes = (size_t)1 << 30,
		.cpu_seconds = 20,
	};
	struct error err = { "" };
	FILE *stream = fdopen(out, "w");
	cJSON *result = NULL;
	char *bytes = NULL;

	if (privilege_drop_all(&limits, &err) == 0)
		result = answer(question, &err);
	if (result)
		bytes = cJSON_PrintUnformatted(result);
	fprintf(stream, "%c%s", bytes ? '+' : '-', bytes ? bytes : err.text);
	fflush(stream);
	_exit(0);
}

static int read_answer(int fd, char **ret_bytes, size_t *ret_length, struct error *err)
{
	cleanup_free char *bytes = NULL;
	size_t length = 0, room = 0;
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

	for (;;) {
		ssize_t got;

		if (length == room) {
			room = room ? 2 * room : 65536;
			bytes = must_realloc(bytes, room);
		}
		got = poll(&poll_fd, 1, DEADLINE_MS);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return error_set(err, "it gave no answer within %d s", DEADLINE_MS / 1000);
		got = read(fd, bytes + length, room - length);
		if (got < 0 && errno != EINTR)
			return error_errno(err, errno, "its answer cannot be read");
		if (got == 0)
			break;
		length += got > 0 ? (size_t)got : 0;
		if (length > ANSWER_MAX)
			return error_set(err, "its answer is larger than %zu MiB",
					 ANSWER_MAX >> 20);
	}
	*ret_bytes = TAKE_PTR(bytes);
	*ret_length = length;
	return 0;
}

static int take_answer(const char *bytes, size_t length, int status, cJSON **ret_json,
		       struct error *err)
{
	if (WIFSIGNALED(status))
		return error_set(err, "it was ended by signal %d (%s)", WTERMSIG(status),
				 strsignal(WTERMSIG(status)));
	if (length < 1)
		return error_set(err, "it ended without an answer");
	if (bytes[0] != '+')
		return error_set(err, "%.*s", (int)(length - 1), bytes + 1);
	return json_parse(bytes + 1, length - 1, ret_json, err);
}

static int ask(const struct question *question, cJSON **ret_json, struct error *err)
{
	cleanup_free char *bytes = NULL;
	size_t length = 0;
	int pipe_fds[2], status = 0, r;
	pid_t child;

	if (pipe2(pipe_fds, O_CLOEXEC) < 0)
		return error_errno(err, errno, "no pipe for the judge");
	fflush(NULL);
	child = fork();
	if (child == 0) {
		close(pipe_fds[0]);
		serve(question, pipe_fds[1]);
	}
	close(pipe_fds[1]);
	if (child < 0) {
		close(pipe_fds[0]);
		return error_errno(err, errno, "no child for the judge");
	}
	r = read_answer(pipe_fds[0], &bytes, &length, err);
	close(pipe_fds[0]);
	if (r < 0)
		kill(child, SIGKILL);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (r == 0)
		r = take_answer(bytes, length, status, ret_json, err);
	return r < 0 ? error_prefix(err, "the judge") : 0;
}

int judge_child_catalogue(const struct rule_files *files, cJSON **ret_catalogue, struct error *err)
{
	struct question question = { .files = files };

	return ask(&question, ret_catalogue, err);
}

int judge_child_findings(const struct rule_files *files, const char *evidence, size_t length,
			 cJSON **ret_findings, struct error *err)
{
	struct question question = { files, evidence, length };

	return ask(&question, ret_findings, err);
}
