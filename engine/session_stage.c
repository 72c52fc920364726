// SPDX-License-Identifier: BSD-2-Clause
#include "session_stage.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>

#include "bpf_object.h"
#include "bpf_scope.h"
#include "cleanup.h"
#include "memory.h"
#include "privilege.h"

static void refuse_all(struct instance *instance, const struct probe *probe, const char *why)
{
	for (size_t i = 0; i < instance->count; i++) {
		struct hooked *hooked = &instance->hooks[i];

		if (probe && hooked->probe != probe)
			continue;
		hooked->wanted = false;
		if (!hooked->why)
			hooked->why = must_strdup(why);
	}
}

static void add_hooks(struct instance *instance, struct run *run)
{
	for (const struct hook *hook = run->public.probe->hooks; hook && hook->program; hook++) {
		run->public.wanted++;
		run->instance = instance;
		if (instance->count < INSTANCE_MAX_HOOKS)
			instance->hooks[instance->count++] = (struct hooked){
				.hook = hook, .probe = run->public.probe, .wanted = true
			};
	}
}

/* What a program reads of a module's types is given to it when the kernel has them. */
static void look_up_types(const struct probe *probe, struct kernel_btf *kernel)
{
	const struct btf *types;
	struct error err;

	for (const char *const *name = probe->types; name && *name; name++)
		kernel_btf_module(kernel, *name, &types, &err);
}

static void refuse_patching(struct instance *instance)
{
	for (size_t i = 0; i < instance->count; i++)
		if (hook_patches(instance->hooks[i].hook))
			hooked_refuse(&instance->hooks[i], HOOK_NO_PATCH);
}

/* A probe that lacks one of its required hooks is not worth the others. */
static void resolve_all(struct instance *instance, struct kernel_btf *kernel, bool each_hook)
{
	for (size_t i = 0; i < instance->count; i++) {
		look_up_types(instance->hooks[i].probe, kernel);
		if (instance->hooks[i].wanted)
			instance_resolve(&instance->hooks[i], kernel);
	}
	for (size_t i = 0; i < instance->count; i++) {
		const struct hooked *hooked = &instance->hooks[i];

		if (!each_hook && !hooked->wanted && !hooked->hook->optional)
			refuse_all(instance, hooked->probe, hooked->why);
	}
}

static bool wants_map(const struct instance *instance, const char *name)
{
	for (size_t i = 0; i < instance->count; i++) {
		const char *const *map = instance->hooks[i].probe->maps;

		for (; instance->hooks[i].wanted && map && *map; map++)
			if (!strcmp(*map, name))
				return true;
	}
	return false;
}

struct preparing {
	struct session *session;
	struct instance *instance;
};

static void prepare_map(const struct preparing *preparing, struct bpf_map *map)
{
	const struct session *session = preparing->session;
	const char *name = bpf_map__name(map);

	if (bpf_map__is_internal(map))
		return;
	if (!wants_map(preparing->instance, name)) {
		bpf_map__set_autocreate(map, false);
		return;
	}
	for (size_t i = 0; i < session->stages; i++) {
		int fd = instance_map(session->instances[i], name);

		if (fd >= 0) {
			bpf_map__reuse_fd(map, fd);
			return;
		}
	}
}

static void prepare(struct netdoctor_bpf *bpf, void *data)
{
	const struct preparing *preparing = data;
	const struct session *session = preparing->session;
	struct scope_filter filter;
	struct bpf_map *map;

	bpf_object__for_each_map(map, bpf->obj) prepare_map(preparing, map);
	bpf_scope_fill(session->scope, session->namespaces, &filter);
	memcpy((void *)&bpf->rodata->scope, &filter, sizeof(filter));
	bpf->bss->widened = session->guard.width * GUARD_BITS;
	for (size_t i = 0; i < session->count; i++) {
		const struct run *run = session->runs[i];

		if (run->instance == preparing->instance && run->public.probe->configure)
			run->public.probe->configure(bpf, session);
	}
}

static void say(struct run *run, enum probe_state state, const char *why)
{
	run->public.state = state;
	if (!run->public.why)
		run->public.why = must_strdup(why);
}

void stage_take_off(const struct run *run)
{
	struct instance *instance = run->instance;

	for (size_t i = 0; i < instance->count; i++)
		if (instance->hooks[i].probe == run->public.probe) {
			bpf_link__destroy(instance->hooks[i].link);
			instance->hooks[i].link = NULL;
		}
}

static void set_state(struct run *run)
{
	struct instance *instance = run->instance;

	for (size_t i = 0; instance && i < instance->count; i++) {
		const struct hooked *hooked = &instance->hooks[i];

		if (hooked->probe == run->public.probe && !hooked->link && !hooked->hook->optional)
			say(run, PROBE_UNAVAILABLE, hooked->why);
	}
	if (instance && run->public.state == PROBE_UNAVAILABLE && !run->session->each_hook)
		stage_take_off(run);
	for (size_t i = 0; instance && i < instance->count; i++) {
		const struct hooked *hooked = &instance->hooks[i];

		if (hooked->probe != run->public.probe)
			continue;
		run->public.attached += hooked->link != NULL;
		if (!hooked->link && run->public.state == PROBE_RAN)
			say(run, PROBE_PARTIAL, hooked->why);
	}
	run->public.bpf = instance ? instance->bpf : NULL;
}

static void start_instance(struct session *session, struct instance *instance)
{
	struct preparing preparing = { session, instance };
	const char *why = privilege_no_bpf();
	struct error err;

	if (why) {
		refuse_all(instance, NULL, why);
		return;
	}
	if (!session->kernel && kernel_btf_open(&session->kernel, &err) < 0) {
		refuse_all(instance, NULL, err.text);
		return;
	}
	if (session->no_patch)
		refuse_patching(instance);
	resolve_all(instance, session->kernel, session->each_hook);
	instance_start(instance, session->kernel, prepare, &preparing);
}

void stage_attach(struct session *session, struct run *const *runs, size_t count)
{
	struct instance *instance = must_calloc(1, sizeof(*instance));
	bool full = session->stages == SESSION_MAX_STAGES;

	for (size_t i = 0; i < count; i++)
		add_hooks(instance, runs[i]);
	if (full)
		refuse_all(instance, NULL, "the run has more stages than it can hold");
	else if (instance->count)
		start_instance(session, instance);
	for (size_t i = 0; i < count; i++)
		set_state(runs[i]);
	if (!full && instance->count) {
		session->instances[session->stages++] = instance;
		return;
	}
	for (size_t i = 0; i < count; i++)
		runs[i]->instance = NULL;
	instance_close(instance);
	free(instance);
}

size_t session_hooks(const struct session *session, const struct probe *probe,
		     struct hook_state *ret_states, size_t room)
{
	size_t count = 0;

	for (size_t stage = 0; stage < session->stages; stage++) {
		const struct instance *instance = session->instances[stage];

		for (size_t i = 0; i < instance->count && count < room; i++) {
			const struct hooked *hooked = &instance->hooks[i];

			if (hooked->probe == probe)
				ret_states[count++] =
					(struct hook_state){ hooked->hook, hooked->link != NULL,
							     hooked->unusable, hooked->why };
		}
	}
	return count;
}

void session_count_events(struct session *session, bool on)
{
	for (size_t i = 0; i < session->stages; i++)
		if (session->instances[i]->bpf)
			session->instances[i]->bpf->bss->counting = on;
}

/* Before 5.19 (c8644cd0efe7, "bpf: refine kernel.unprivileged_bpf_disabled behaviour") a map was
 * read with CAP_BPF only. */
static bool maps_are_read_without_bpf(const struct instance *instance)
{
	static const cap_value_t both[] = { CAP_BPF, CAP_SYS_ADMIN };
	cleanup_put_aside cap_t before = NULL;
	struct bpf_map *map;
	char key[256];

	if (!instance->bpf || !privilege_put_aside(both, ARRAY_SIZE(both), &before))
		return false;
	bpf_object__for_each_map(map, instance->bpf->obj)
	{
		if (bpf_map__fd(map) < 0 || bpf_map__key_size(map) > sizeof(key))
			continue;
		return !bpf_map_get_next_key(bpf_map__fd(map), NULL, key) || errno != EPERM;
	}
	return false;
}

void session_seal(struct session *session)
{
	reader_process_end(&session->reader);
	privilege_keep_for(PRIVILEGE_READ);
	for (size_t i = 0; i < session->stages; i++)
		if (!maps_are_read_without_bpf(session->instances[i]))
			return;
	privilege_forgo(CAP_BPF);
}
