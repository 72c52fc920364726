// SPDX-License-Identifier: BSD-2-Clause
/*
 * The first process of a system that has nothing but netdoctor: mounts what the kernel offers, runs
 * it, says its exit code on the console, powers off.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <unistd.h>

static int run(char *const *words)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		execv(words[0], words);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(void)
{
	char *const version[] = { "/netdoctor", "--version", NULL };
	char *const diagnose[] = { "/netdoctor", "run",    "--duration", "2", "--json",
				   "/r.json",    "--lang", "zh",         NULL };
	char *const judge[] = { "/netdoctor", "judge", "/r.json", "--quiet", NULL };

	if (mount("proc", "/proc", "proc", 0, NULL) || mount("sys", "/sys", "sysfs", 0, NULL))
		puts("bare: no /proc or /sys");
	printf("bare: version %d\n", run(version));
	printf("bare: run %d\n", run(diagnose));
	printf("bare: judge %d\n", run(judge));
	fflush(stdout);
	reboot(RB_POWER_OFF);
	return 1;
}
