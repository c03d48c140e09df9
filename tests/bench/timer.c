/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * timer RUNS NAME CMD [ARG...] [-- NAME CMD [ARG...]]...
 *
 * Runs each command RUNS times, one after the other in turn, so that all of
 * them see the same machine, and prints for each a line
 *	NAME wall-median-us cpu-median-us peak-rss-KiB worst-exit-code
 * Time and memory of the child alone, from wait4(2).  It is small itself: a
 * child's peak memory is never told to be less than its parent's.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

extern char **environ;

#define MAX_COMMANDS 16
#define MAX_RUNS 10000

struct command {
	const char *name;
	char **argv;
	int64_t *wall, *cpu;	/* microseconds */
	long rss;
	int code;
};

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int64_t
micro(struct timeval t)
{
	return (int64_t)t.tv_sec * 1000000 + t.tv_usec;
}

static void
run_once(struct command *c, size_t i)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	int64_t start;
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	start = now();
	if (posix_spawnp(&pid, c->argv[0], &actions, NULL, c->argv,
	    environ) != 0) {
		fprintf(stderr, "timer: cannot run %s\n", c->argv[0]);
		exit(1);
	}
	wait4(pid, &status, 0, &usage);
	c->wall[i] = now() - start;
	c->cpu[i] = micro(usage.ru_utime) + micro(usage.ru_stime);
	if (usage.ru_maxrss > c->rss)
		c->rss = usage.ru_maxrss;
	status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	if (status > c->code)
		c->code = status;
	posix_spawn_file_actions_destroy(&actions);
}

static int
compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int64_t
median(int64_t *v, size_t n)
{
	qsort(v, n, sizeof(*v), compare);
	return v[n / 2];
}

/* Splits argv at "--". */
static size_t
read_commands(struct command *commands, char **argv, size_t runs)
{
	size_t n = 0;

	while (*argv != NULL && n < MAX_COMMANDS) {
		commands[n].name = argv[0];
		commands[n].argv = argv + 1;
		commands[n].wall = calloc(runs, sizeof(int64_t));
		commands[n].cpu = calloc(runs, sizeof(int64_t));
		n++;
		while (*argv != NULL && strcmp(*argv, "--") != 0)
			argv++;
		if (*argv != NULL)
			*argv++ = NULL;
	}
	return n;
}

int
main(int argc, char **argv)
{
	struct command commands[MAX_COMMANDS] = { 0 };
	size_t count, runs, i, k;

	if (argc < 4 || (runs = strtoul(argv[1], NULL, 10)) == 0 ||
	    runs > MAX_RUNS) {
		fprintf(stderr, "usage: timer RUNS NAME CMD... [-- ...]\n");
		return 2;
	}
	count = read_commands(commands, argv + 2, runs);
	for (i = 0; i < runs; i++)
		for (k = 0; k < count; k++)
			run_once(&commands[k], i);
	for (k = 0; k < count; k++)
		printf("%s %lld %lld %ld %d\n", commands[k].name,
		    (long long)median(commands[k].wall, runs),
		    (long long)median(commands[k].cpu, runs),
		    commands[k].rss, commands[k].code);
	return 0;
}
