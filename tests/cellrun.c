/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cellrun [-b | -c] [-k SIGNAL] CMD... - runs a program for the tests of
 * faults and exits as it does (128 and the signal, if that ended it).
 *
 *	-b	its stdout is a pipe that is full and that nobody reads
 *	-c	its stdout is a pipe whose other end is closed
 *	-k N	sends the signal N half a second after it is caught
 *
 * $CELLRUN_TIME names a file for "MS KIB": how long the program took, without
 * the time that it waited for a processor, and its peak memory.
 */
#include <sys/resource.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return ((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

static void
pause_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* Whether the process has a handler for the signal. */
static bool
catches(pid_t pid, int signo)
{
	char path[64], line[256];
	uint64_t mask = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	if ((f = fopen(path, "r")) == NULL)
		return (false);
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "SigCgt:", 7) == 0)
			mask = strtoull(line + 7, NULL, 16);
	fclose(f);
	return ((mask >> (signo - 1) & 1) != 0);
}

/* Milliseconds that a process was ready to run and did not. */
static int64_t
delayed(pid_t pid)
{
	char path[64], line[256], *end;
	int64_t ns = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/schedstat", (int)pid);
	if ((f = fopen(path, "r")) == NULL)
		return (0);
	if (fgets(line, sizeof(line), f) != NULL &&
	    (end = strchr(line, ' ')) != NULL)
		ns = strtoll(end, NULL, 10);
	fclose(f);
	return (ns / 1000000);
}

/* The parent keeps the end that is read, so that it is not closed. */
static void
pipe_stdout(bool full)
{
	char block[4096] = { 0 };
	int fds[2];

	if (pipe(fds) != 0)
		_exit(127);
	if (!full) {
		close(fds[0]);
		dup2(fds[1], STDOUT_FILENO);
		return;
	}
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	while (write(fds[1], block, sizeof(block)) > 0)
		;
	fcntl(fds[1], F_SETFL, 0);
	dup2(fds[1], STDOUT_FILENO);
}

static void
tell(int64_t ms, long kib)
{
	const char *path = getenv("CELLRUN_TIME");
	FILE *f;

	if (path == NULL || (f = fopen(path, "w")) == NULL)
		return;
	fprintf(f, "%" PRId64 " %ld\n", ms, kib);
	fclose(f);
}

static int
outcome(pid_t pid, int64_t start)
{
	struct rusage usage;
	siginfo_t info;
	int64_t took;
	int status;

	/* what /proc tells of a child is gone once it is waited for */
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	took = now() - start - delayed(pid);
	wait4(pid, &status, 0, &usage);
	tell(took, usage.ru_maxrss);
	return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
}

int
main(int argc, char **argv)
{
	int64_t start;
	int c, signo = 0;
	pid_t pid;

	while ((c = getopt(argc, argv, "+bck:")) != -1)
		if (c == 'k')
			signo = (int)strtol(optarg, NULL, 10);
		else if (c == 'b' || c == 'c')
			pipe_stdout(c == 'b');
		else
			return (127);
	start = now();
	if ((pid = fork()) == 0) {
		execvp(argv[optind], argv + optind);
		_exit(127);
	}
	if (signo != 0) {
		while (!catches(pid, signo) && now() - start < 30000)
			pause_ms(5);
		pause_ms(500);
		kill(pid, signo);
		start = now() - 1;
	}
	return (outcome(pid, start));
}
