// SPDX-License-Identifier: BSD-2-Clause
/*
 * netdoctor support: what this kernel allows, per probe and hook.
 *
 * With the privilege to load BPF each hook is tried, because a kernel may describe a function and
 * still refuse to have it watched; without it the kernel's description alone answers.
 */
#include <stdio.h>
#include <sys/utsname.h>

#include "chinese.h"
#include "cleanup.h"
#include "command.h"
#include "hook_look.h"
#include "netns.h"
#include "privilege.h"
#include "scope.h"
#include "session.h"

static const char *what_lacks(const struct hook *hook, bool unusable)
{
	if (unusable)
		return hook->optional ? say("unusable (optional)") : say("unusable");
	return hook->optional ? say("absent (optional)") : say("absent");
}

static void print_hook(const struct hook *hook, const char *good, bool unusable, const char *why)
{
	cleanup_free char *chinese = why && says_chinese() ? chinese_of(why) : NULL;

	if (why && *why)
		printf("  %-44s %s: %s\n", hook_name(hook), what_lacks(hook, unusable),
		       chinese ? chinese : why);
	else
		printf("  %-44s %s\n", hook_name(hook), good);
}

static void print_tried(const struct session *session, const struct probe *probe)
{
	struct hook_state states[HOOK_LOOK_MAX];
	size_t count = session_hooks(session, probe, states, HOOK_LOOK_MAX);

	for (size_t i = 0; i < count; i++)
		print_hook(states[i].hook, say("attaches"), states[i].unusable,
			   states[i].attached ? "" : states[i].why);
}

static void print_looked(const struct probe *probe)
{
	static struct hook_look looks[HOOK_LOOK_MAX];
	size_t count = hooks_look(probe, looks, HOOK_LOOK_MAX);

	for (size_t i = 0; i < count; i++)
		print_hook(looks[i].hook, say("described"), looks[i].unusable, looks[i].why);
}

/* One session per probe, because two of them may watch the same hook. */
static void print_probe(const struct probe *probe, const struct netns_list *namespaces)
{
	static const struct scope everything;
	struct session *session;

	printf("%s\n", probe->name);
	if (!probe->hooks) {
		printf("  %s: %s\n", say("counters"), say("readable"));
		return;
	}
	if (!namespaces) {
		print_looked(probe);
		return;
	}
	session = session_new(&everything, namespaces);
	session_try_each_hook(session);
	session_start(session, &probe, 1);
	print_tried(session, probe);
	session_stop(session);
	session_free(session);
}

int command_support(const struct options *options, struct error *err)
{
	struct netns_list namespaces = { 0 };
	struct utsname name;
	const char *why = privilege_no_bpf();
	cleanup_free char *chinese = NULL;

	(void)options;
	privilege_keep_for(PRIVILEGE_MEASURE);
	if (!why && netns_list_open(NETNS_SELF, &namespaces, err) < 0)
		return -EXIT_BLIND;
	uname(&name);
	chinese = why && says_chinese() ? chinese_of(why) : NULL;
	printf(why ? say("Linux %s on %s, as the kernel describes itself, nothing tried: %s")
		   : say("Linux %s on %s, each hook tried by attaching%s"),
	       name.release, name.machine,
	       chinese ? chinese
	       : why   ? why
		       : "");
	printf("\n\n");
	for (size_t i = 0; i < all_probes_count; i++)
		print_probe(all_probes[i], why ? NULL : &namespaces);
	if (!why)
		netns_list_close(&namespaces);
	return 0;
}
