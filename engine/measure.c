// SPDX-License-Identifier: BSD-2-Clause
#include "measure.h"

#include <unistd.h>

#include <sys/capability.h>

#include "cleanup.h"
#include "command.h"
#include "judge_child.h"
#include "observe.h"
#include "privilege.h"

static int open_rules(const struct options *options, struct measurement *measurement,
		      struct error *err)
{
	if (rule_files_load(options->rules, &measurement->files, err) < 0 ||
	    rule_files_add_thresholds(&measurement->files, options->thresholds, err) < 0 ||
	    judge_child_catalogue(&measurement->files, &measurement->catalogue, err) < 0)
		return -EXIT_USAGE;
	if (walk_begin(measurement->catalogue, (const char *const *)options->words,
		       options->word_count, &measurement->walk, &measurement->flows, err) < 0)
		return -EXIT_USAGE;
	return 0;
}

int measurement_open_host(const struct options *options, struct measurement *measurement,
			  struct error *err)
{
	if (!privilege_has(CAP_NET_ADMIN)) {
		error_set(err, "this needs CAP_NET_ADMIN to look at the network (run it as root); "
			       "'netdoctor judge FILE' needs no privilege");
		return -EXIT_BLIND;
	}
	if (access("/proc/self/ns/net", F_OK) < 0) {
		error_set(err,
			  "/proc is not mounted here, and nearly all there is to see is there");
		return -EXIT_BLIND;
	}
	privilege_keep_for(PRIVILEGE_MEASURE);
	measurement->scope = options->scope;
	if (netns_list_open(options->scope.netns, &measurement->namespaces, err) < 0 ||
	    scope_find_vms(&measurement->scope, err) < 0 ||
	    scope_find_devices(&measurement->scope, &measurement->namespaces, err) < 0)
		return -EXIT_USAGE;
	measurement->session = session_new(&measurement->scope, &measurement->namespaces);
	if (options->no_patch)
		session_no_patch(measurement->session);
	session_limit_overhead(measurement->session, options->max_overhead / 100);
	return 0;
}

int measurement_open(const struct options *options, struct measurement *ret_measurement,
		     struct error *err)
{
	int r = open_rules(options, ret_measurement, err);

	return r < 0 ? r : measurement_open_host(options, ret_measurement, err);
}

struct observation measurement_ask(struct measurement *measurement, const struct options *options,
				   bool all_stages)
{
	struct progress *progress = &measurement->progress;
	struct observation ask = {
		.files = &measurement->files,
		.walk = &measurement->walk,
		.flows = measurement->flows,
		.scope = &measurement->scope,
		.duration_ms = options->duration_ms,
		.interval_ms = options->interval_ms,
		.all_stages = all_stages,
		.progress = progress,
	};

	progress->live = isatty(STDERR_FILENO) && !options->verbose;
	if (!options->quiet && (options->verbose || progress->live))
		progress->out = stderr;
	return ask;
}

struct evidence *measurement_take(struct measurement *measurement, const struct options *options,
				  bool all_stages)
{
	struct observation ask = measurement_ask(measurement, options, all_stages);
	struct evidence *evidence = observe(&ask, measurement->session);

	privilege_keep_for(PRIVILEGE_JUDGE);
	return evidence;
}

void measurement_close(struct measurement *measurement)
{
	if (measurement->session) {
		session_stop(measurement->session);
		session_free(measurement->session);
	}
	netns_list_close(&measurement->namespaces);
	cJSON_Delete(measurement->catalogue);
	cJSON_Delete(measurement->flows);
	rule_files_free(&measurement->files);
}
