// SPDX-License-Identifier: BSD-2-Clause
/*
 * Empty BPF programs on the hooks that another program uses right now: what being there costs,
 * whatever is then done.
 *
 *   twins list             one line per hook that a tracing program of this kernel hangs on
 *   twins attach <LIST     an empty program on each, until SIGTERM
 *
 * The hooks come from the kernel's own list of links, so they are those that are really used. A
 * hook with several programs gets one twin. Says "ready N" when N hooks are taken.
 */
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "../lab/kit/kit.h"

#define HOOKS_MAX 64
/* r0 = 0; exit */
#define RETURN_ZERO                  \
	{                            \
		{ .code = 0xb7 },    \
		{                    \
			.code = 0x95 \
		}                    \
	}

struct hook {
	uint32_t attach_type;
	uint32_t object; /* BTF object, by its number */
	uint32_t type;   /* in that object */
};

struct hooks {
	struct hook list[HOOKS_MAX];
	size_t count;
};

static void add_hook(struct hooks *hooks, struct hook hook)
{
	for (size_t i = 0; i < hooks->count; i++)
		if (!memcmp(&hooks->list[i], &hook, sizeof(hook)))
			return;
	if (hooks->count == HOOKS_MAX)
		error(1, 0, "more than %d hooks", HOOKS_MAX);
	hooks->list[hooks->count++] = hook;
}

/* Tracepoints with types are listed as raw ones. */
static bool is_tracing(const struct bpf_link_info *link, uint32_t *ret_attach_type)
{
	if (link->type == BPF_LINK_TYPE_RAW_TRACEPOINT)
		*ret_attach_type = BPF_TRACE_RAW_TP;
	else if (link->type == BPF_LINK_TYPE_TRACING)
		*ret_attach_type = link->tracing.attach_type;
	else
		return false;
	return true;
}

static void add_link(struct hooks *hooks, uint32_t id)
{
	struct bpf_link_info link = { 0 };
	struct bpf_prog_info program = { 0 };
	uint32_t link_size = sizeof(link), program_size = sizeof(program), attach_type;
	int link_fd = bpf_link_get_fd_by_id(id), program_fd;

	must(link_fd >= 0, "bpf_link_get_fd_by_id");
	must(!bpf_obj_get_info_by_fd(link_fd, &link, &link_size), "a link");
	close(link_fd);
	if (!is_tracing(&link, &attach_type))
		return;
	program_fd = bpf_prog_get_fd_by_id(link.prog_id);
	must(program_fd >= 0, "bpf_prog_get_fd_by_id");
	must(!bpf_obj_get_info_by_fd(program_fd, &program, &program_size), "a program");
	close(program_fd);
	if (program.attach_btf_id)
		add_hook(hooks, (struct hook){ attach_type, program.attach_btf_obj_id,
					       program.attach_btf_id });
}

static int list(void)
{
	struct hooks hooks = { 0 };
	uint32_t id = 0;

	while (!bpf_link_get_next_id(id, &id))
		add_link(&hooks, id);
	for (size_t i = 0; i < hooks.count; i++)
		printf("%u %u %u\n", hooks.list[i].attach_type, hooks.list[i].object,
		       hooks.list[i].type);
	return 0;
}

static void take(const struct hook *hook)
{
	static const struct bpf_insn empty[] = RETURN_ZERO;
	LIBBPF_OPTS(bpf_prog_load_opts, opts, .expected_attach_type = hook->attach_type,
		    .attach_btf_id = hook->type);
	int program;

	opts.attach_btf_obj_fd = bpf_btf_get_fd_by_id(hook->object);
	must((int)opts.attach_btf_obj_fd >= 0, "bpf_btf_get_fd_by_id");
	program = bpf_prog_load(BPF_PROG_TYPE_TRACING, "twin", "GPL", empty, 2, &opts);
	must(program >= 0, "bpf_prog_load");
	must(bpf_link_create(program, 0, hook->attach_type, NULL) >= 0, "bpf_link_create");
}

static int attach(void)
{
	sigset_t end;
	struct hook hook;
	size_t count = 0;
	int signal_number;

	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	must(!sigprocmask(SIG_BLOCK, &end, NULL), "sigprocmask");
	for (; scanf("%u %u %u", &hook.attach_type, &hook.object, &hook.type) == 3; count++)
		take(&hook);
	if (!count)
		error(1, 0, "no hook is listed");
	printf("ready %zu\n", count);
	fflush(stdout);
	sigwait(&end, &signal_number);
	return 0;
}

int main(int argc, char **argv)
{
	alarm(SECONDS_MAX);
	if (argc == 2 && !strcmp(argv[1], "list"))
		return list();
	if (argc == 2 && !strcmp(argv[1], "attach"))
		return attach();
	error(2, 0, "usage: twins list|attach");
}
