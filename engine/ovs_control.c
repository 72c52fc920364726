// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_control.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "cleanup.h"
#include "clock.h"
#include "json.h"
#include "memory.h"
#include "system_file.h"

#define FOLDER "/run/openvswitch"
#define ANSWER_MAX (256 << 10)

static bool set_limit(int fd, int64_t left_ms)
{
	struct timeval limit = { .tv_sec = left_ms / 1000, .tv_usec = left_ms % 1000 * 1000 };

	return left_ms > 0 && !setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) &&
	       !setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static int connect_switch(int64_t left_ms)
{
	cleanup_fd int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	uint64_t pid;

	if (fd < 0 || !system_number(&pid, FOLDER "/ovs-vswitchd.pid") || !set_limit(fd, left_ms))
		return -1;
	snprintf(address.sun_path, sizeof(address.sun_path), FOLDER "/ovs-vswitchd.%" PRIu64 ".ctl",
		 pid);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -1;
	return TAKE_FD(fd);
}

/* The answer has no end mark but that of its JSON. */
static cJSON *receive(int fd, int64_t end_ms)
{
	cleanup_free char *text = must_calloc(1, ANSWER_MAX);
	size_t used = 0;

	while (used < ANSWER_MAX - 1 && set_limit(fd, end_ms - clock_ms())) {
		ssize_t got = recv(fd, text + used, ANSWER_MAX - 1 - used, 0);
		struct error err;
		cJSON *answer;

		if (got <= 0)
			return NULL;
		used += (size_t)got;
		if (text[used - 1] != '}' && text[used - 1] != '\n')
			continue;
		if (json_parse(text, used, &answer, &err) == 0)
			return answer;
	}
	return NULL;
}

bool ovs_control_ask(const char *command, const char *argument, int limit_ms, char *ret_text,
		     size_t room)
{
	const char *quote = argument ? "\"" : "";
	int64_t end_ms = clock_ms() + limit_ms;
	cleanup_fd int fd = connect_switch(limit_ms);
	cleanup_json cJSON *answer = NULL;
	const char *result;
	char question[128];
	int length = snprintf(question, sizeof(question),
			      "{\"id\":0,\"method\":\"%s\",\"params\":[%s%s%s]}", command, quote,
			      argument ? argument : "", quote);

	if (fd < 0 || send(fd, question, (size_t)length, MSG_NOSIGNAL) != length)
		return false;
	answer = receive(fd, end_ms);
	result = answer ? json_text(answer, "result") : NULL;
	if (!result)
		return false;
	snprintf(ret_text, room, "%s", result);
	return true;
}

bool ovs_control_counter(const char *name, int limit_ms, uint64_t *ret_count)
{
	char text[64];

	return ovs_control_ask("coverage/read-counter", name, limit_ms, text, sizeof(text)) &&
	       sscanf(text, "%" SCNu64, ret_count) == 1;
}

/* The line that begins with these words, behind blanks, before the next that begins without one. */
static const char *line_of(const char *part, const char *words)
{
	for (const char *at = strchr(part, '\n'); at && (at[1] == ' ' || at[1] == '\n');
	     at = strchr(at + 1, '\n')) {
		const char *line = at + 1 + strspn(at + 1, " ");

		if (!strncmp(line, words, strlen(words)))
			return line;
	}
	return NULL;
}

bool ovs_upcall_parse(const char *text, const char *datapath, struct ovs_upcall_show *ret_show)
{
	struct ovs_upcall_show show = { 0 };
	const char *part, *flows, *dump;
	char name[128];

	snprintf(name, sizeof(name), "system@%s:", datapath);
	part = strstr(text, name);
	flows = part ? line_of(part, "flows ") : NULL;
	if (!flows ||
	    sscanf(flows,
		   "flows : (current %" SCNu64 ") (avg %*u) (max %" SCNu64 ") (limit %" SCNu64 ")",
		   &show.flows, &show.most, &show.limit) != 3)
		return false;
	dump = line_of(part, "dump duration ");
	if (dump)
		sscanf(dump, "dump duration : %" SCNu64 "ms", &show.dump_ms);
	*ret_show = show;
	return true;
}
