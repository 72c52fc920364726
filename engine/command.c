// SPDX-License-Identifier: BSD-2-Clause
#include "command.h"

static int (*const commands[COMMANDS])(const struct options *options, struct error *err) = {
	[COMMAND_RUN] = command_run,         [COMMAND_RECORD] = command_record,
	[COMMAND_JUDGE] = command_judge,     [COMMAND_LIST] = command_list,
	[COMMAND_EXPLAIN] = command_explain, [COMMAND_PLAN] = command_plan,
	[COMMAND_SUPPORT] = command_support, [COMMAND_PROBE] = command_probe,
	[COMMAND_MERGE] = command_merge,     [COMMAND_DIFF] = command_diff,
	[COMMAND_WATCH] = command_watch,
};

int command_do(const struct options *options, struct error *err)
{
	return commands[options->command](options, err);
}
