/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>

#include "clock.h"
#include "die.h"
#include "unit.h"

static void
die_with(void *arg)
{
	die_start("MX");
	die("%s", (const char *)arg);
}

START_TEST(test_die)
{
	static struct {
		const char *text, *line;
	} cases[] = {
		{ "no memory", "MX UNKNOWN - no memory\n" },
		{ "a|b\nc <b>", "MX UNKNOWN - a/b c (b)\n" },
		{ "50%s %n", "MX UNKNOWN - 50%s %n\n" },
		{ "", "MX UNKNOWN - \n" },
	};
	char text[1024], line[1024], wide[2000];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		strncpy(line, cases[i].text, sizeof(line) - 1);
		ck_assert_int_eq(unit_capture(text, sizeof(text), die_with,
		    line), 3);
		ck_assert_str_eq(text, cases[i].line);
	}
	memset(wide, 'x', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	ck_assert_int_eq(unit_capture(text, sizeof(text), die_with, wide),
	    3);
	ck_assert_uint_eq(strlen(text), 256);
	ck_assert_str_eq(text + 250, "xx...\n");
}
END_TEST

static void
die_unstarted(void *arg)
{
	(void)arg;
	ck_assert_str_eq(die_service(), "");
	die("early");
}

START_TEST(test_die_before_start)
{
	char text[1024];

	ck_assert_int_eq(unit_capture(text, sizeof(text), die_unstarted,
	    NULL), 3);
	ck_assert_str_eq(text, "UNKNOWN - early\n");
}
END_TEST

/* Waits for a signal: the test's own limit ends a hang. */
static void
wait_for_end(void)
{
	for (;;)
		poll(NULL, 0, 1000);
}

static void
run_watchdog(void *arg)
{
	sigset_t all;

	(void)arg;
	/* what a careless parent hands down */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	die_start("IMAP QUOTA");
	die_stage("%s", "waiting for imap.example.jp");
	die_stage("waiting for the greeting of %s", "<imap|example.jp>");
	die_watchdog(30);
	wait_for_end();
}

START_TEST(test_watchdog)
{
	char text[1024];

	ck_assert_int_eq(unit_capture(text, sizeof(text), run_watchdog,
	    NULL), 3);
	ck_assert_str_eq(text, "IMAP QUOTA UNKNOWN - the time is over "
	    "(--timeout), while waiting for the greeting of "
	    "(imap/example.jp)\n");
}
END_TEST

static void
cancel_watchdog(void *arg)
{
	(void)arg;
	die_start("MX");
	die_watchdog(50);
	die_watchdog(0);
	poll(NULL, 0, 200);
	_exit(42);
}

START_TEST(test_watchdog_called_off)
{
	char text[1024];

	ck_assert_int_eq(unit_capture(text, sizeof(text), cancel_watchdog,
	    NULL), 42);
	ck_assert_str_eq(text, "");
}
END_TEST

/* stdout is a pipe that is full and that nobody reads. */
static void
watch_full_pipe(void *arg)
{
	char page[4096] = { 0 };
	int fds[2];

	(void)arg;
	die_start("MX");
	if (pipe(fds) != 0)
		_exit(99);
	dup2(fds[1], STDOUT_FILENO);
	die_watchdog(100);
	while (die_print(page, sizeof(page)))
		continue;
	_exit(98);
}

START_TEST(test_watchdog_full_pipe)
{
	char text[1024];

	ck_assert_int_eq(unit_capture(text, sizeof(text), watch_full_pipe,
	    NULL), 3);
}
END_TEST

static void
end_by_signal(void *arg)
{
	signal(SIGHUP, SIG_DFL);	/* the tests may run by nohup(1) */
	die_start("MX");
	die_stage("%s", "asking");
	raise(*(int *)arg);
	wait_for_end();
}

START_TEST(test_signals)
{
	int signals[] = { SIGINT, SIGTERM, SIGHUP };
	char text[1024];
	size_t i;

	for (i = 0; i < UNIT_COUNT(signals); i++) {
		ck_assert_int_eq(unit_capture(text, sizeof(text),
		    end_by_signal, &signals[i]), 3);
		ck_assert_str_eq(text, "MX UNKNOWN - ended by a signal, "
		    "while asking\n");
	}
}
END_TEST

static void
defer_signals(void *arg)
{
	signal(SIGHUP, SIG_DFL);
	die_start("MX");
	die_defer();
	if (die_asked())
		_exit(90);
	raise(((int *)arg)[0]);
	if (!die_asked())
		_exit(91);
	if (!die_print("first\n", 6))
		_exit(92);
	raise(((int *)arg)[1]);
	wait_for_end();
}

START_TEST(test_defer)
{
	int pairs[][2] = { { SIGTERM, SIGTERM }, { SIGTERM, SIGINT },
		{ SIGHUP, SIGTERM }, { SIGTERM, SIGHUP } };
	char text[1024];
	size_t i;

	for (i = 0; i < UNIT_COUNT(pairs); i++) {
		ck_assert_int_eq(unit_capture(text, sizeof(text),
		    defer_signals, pairs[i]), 3);
		ck_assert_str_eq(text, "first\nMX UNKNOWN - ended by a "
		    "signal, while starting\n");
	}
}
END_TEST

static void
ignored_hangup(void *arg)
{
	(void)arg;
	signal(SIGHUP, SIG_IGN);
	die_start("MX");
	raise(SIGHUP);
	die_defer();
	raise(SIGHUP);
	_exit(die_asked() ? 91 : 42);
}

START_TEST(test_nohup)
{
	char text[1024];

	ck_assert_int_eq(unit_capture(text, sizeof(text), ignored_hangup,
	    NULL), 42);
	ck_assert_str_eq(text, "");
}
END_TEST

static void
close_all(void *arg)
{
	int fd;

	(void)arg;
	for (fd = 0; fd <= 2; fd++)
		close(fd);
	die_start("MX");
	for (fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			_exit(90);
	if (die_print("x", 1))
		_exit(91);
	_exit(42);
}

static void
print_full(void *arg)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);

	(void)arg;
	die_start("MX");
	dup2(fd, STDOUT_FILENO);
	_exit(die_print("x", 1) ? 91 : 42);
}

static void
print_closed_pipe(void *arg)
{
	int fds[2];

	(void)arg;
	die_start("MX");
	if (pipe(fds) != 0)
		_exit(99);
	dup2(fds[1], STDOUT_FILENO);
	close(fds[0]);
	_exit(die_print("x", 1) ? 91 : 42);
}

START_TEST(test_stdout_lost)
{
	char text[64];

	ck_assert_int_eq(unit_capture(text, sizeof(text), close_all, NULL),
	    42);
	ck_assert_int_eq(unit_capture(text, sizeof(text), print_full, NULL),
	    42);
	ck_assert_int_eq(unit_capture(text, sizeof(text), print_closed_pipe,
	    NULL), 42);
}
END_TEST

/* A reader that is slow, and a stdout that somebody made non-blocking. */
static void
print_much(void *arg)
{
	static char page[200000];

	(void)arg;
	die_start("MX");
	memset(page, 'y', sizeof(page));
	fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK);
	_exit(die_print(page, sizeof(page)) ? 42 : 91);
}

START_TEST(test_print_nonblocking)
{
	static char text[300000];

	ck_assert_int_eq(unit_capture(text, sizeof(text), print_much, NULL),
	    42);
	ck_assert_uint_eq(strlen(text), 200000);
}
END_TEST

/* ASan would end the process at such a size instead of giving NULL. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return ("allocator_may_return_null=1");
}

static void
ask_too_much(void *arg)
{
	volatile size_t size = SIZE_MAX / 4;

	(void)arg;
	die_start("MX");
	free(xreallocarray(NULL, size, 8));
}

START_TEST(test_memory)
{
	char text[1024], *s;
	unsigned char *p;

	ck_assert_int_eq(unit_capture(text, sizeof(text), ask_too_much,
	    NULL), 3);
	ck_assert_str_eq(text, "MX UNKNOWN - out of memory\n");
	p = xcalloc(0, 8);
	ck_assert_ptr_nonnull(p);
	p = xrealloc(p, 0);
	ck_assert_ptr_nonnull(p);
	p = xreallocarray(p, 4, 4);
	memset(p, 1, 16);
	free(p);
	s = xstrndup("example", 4);
	ck_assert_str_eq(s, "exam");
	free(s);
	s = xasprintf("%s-%d", "a", 5);
	ck_assert_str_eq(s, "a-5");
	free(s);
	s = xstrdup("");
	ck_assert_str_eq(s, "");
	free(s);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_die, test_die_before_start,
		test_watchdog, test_watchdog_called_off,
		test_watchdog_full_pipe, test_signals, test_defer, test_nohup,
		test_stdout_lost, test_print_nonblocking, test_memory };

	return (unit_run("die", tests, UNIT_COUNT(tests)));
}
