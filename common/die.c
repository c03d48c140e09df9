/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "die.h"
#include "i18n.h"
#include "text.h"

#define LINE_MAX_OCTETS 256	/* a line 1 that Nagios keeps, its new line */

enum ending {
	ENDING_TIME,
	ENDING_SIGNAL,
	ENDINGS,
};

/*
 * What the handlers need, and all that is static here: finished lines in two
 * sets, the one that is not shown being written to.
 */
static struct {
	const char *service;
	char lines[2][ENDINGS][LINE_MAX_OCTETS + 1];
	size_t lengths[2][ENDINGS];
	volatile sig_atomic_t shown;
	volatile sig_atomic_t asked;
} prepared;

/* Only what signal-safety(7) allows.  Nobody may read stdout any more, and
 * the end must come all the same: nothing is written where that would wait. */
static void
end_at_once(int signo)
{
	enum ending why = signo == SIGALRM ? ENDING_TIME : ENDING_SIGNAL;
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };
	sig_atomic_t set = prepared.shown;
	ssize_t n;

	if (poll(&out, 1, 0) == 1) {
		n = write(STDOUT_FILENO, prepared.lines[set][why],
		    prepared.lengths[set][why]);
		(void)n;	/* there is nobody left to tell */
	}
	_exit(STATE_UNKNOWN);
}

static void
handle(int signo, void (*handler)(int))
{
	struct sigaction action = { 0 };

	action.sa_handler = handler;
	sigemptyset(&action.sa_mask);
	sigaction(signo, &action, NULL);
}

/* What asks for the end.  SIGHUP may have been switched off by nohup(1). */
static void
handle_ends(void (*handler)(int))
{
	struct sigaction hangup;

	handle(SIGTERM, handler);
	handle(SIGINT, handler);
	if (sigaction(SIGHUP, NULL, &hangup) == 0 &&
	    hangup.sa_handler != SIG_IGN)
		handle(SIGHUP, handler);
}

static void
note_request(int signo)
{
	(void)signo;
	prepared.asked = 1;
	handle_ends(end_at_once);
}

/* "SERVICE UNKNOWN - TEXT" and a new line; gives the length. */
static size_t
compose(char line[LINE_MAX_OCTETS + 1], const char *text)
{
	char all[1024];
	size_t n;

	snprintf(all, sizeof(all), "%s%sUNKNOWN - %s", die_service(),
	    *die_service() == '\0' ? "" : " ", text);
	text_filter(all);
	text_cut(all, LINE_MAX_OCTETS);
	n = strlen(all);
	memcpy(line, all, n);
	line[n] = '\n';
	return (n + 1);
}

static void
prepare(enum ending why, const char *fmt, const char *stage)
{
	sig_atomic_t set = !prepared.shown;
	char text[1024];

	snprintf(text, sizeof(text), fmt, stage);
	prepared.lengths[set][why] = compose(prepared.lines[set][why], text);
}

void
die_stage(const char *fmt, ...)
{
	char stage[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(stage, sizeof(stage), fmt, ap);
	va_end(ap);
	prepare(ENDING_TIME, _("the time is over (--timeout), while %s"),
	    stage);
	prepare(ENDING_SIGNAL, _("ended by a signal, while %s"), stage);
	atomic_signal_fence(memory_order_seq_cst);
	prepared.shown = !prepared.shown;
}

/*
 * A descriptor that was closed would be given to the first socket or file.
 * stdout is opened for reading: what is written there fails, and the end is
 * UNKNOWN instead of an OK that nobody has seen.
 */
static void
open_standard_files(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDERR_FILENO ? O_WRONLY :
		    O_RDONLY) < 0)
			_exit(STATE_UNKNOWN);
}

static void
start_signals(void)
{
	sigset_t ours;

	handle(SIGPIPE, SIG_IGN);
	handle(SIGALRM, end_at_once);
	handle_ends(end_at_once);
	/* whoever started us may have blocked them */
	sigemptyset(&ours);
	sigaddset(&ours, SIGALRM);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, SIGHUP);
	sigprocmask(SIG_UNBLOCK, &ours, NULL);
}

/* A character set that is not UTF-8 gets English: the filter would make
 * question marks of everything else. */
static void
start_language(void)
{
	setlocale(LC_CTYPE, "");
	if (!text_utf8())
		return;
	setlocale(LC_MESSAGES, "");
	bindtextdomain(PACKAGE, LOCALEDIR);
	textdomain(PACKAGE);
}

void
die_start(const char *service)
{
	open_standard_files();
	start_language();
	prepared.service = service;
	die_stage("%s", _("starting"));
	start_signals();
}

const char *
die_service(void)
{
	return (prepared.service == NULL ? "" : prepared.service);
}

static bool
wait_writable(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };

	return (poll(&out, 1, -1) >= 0 || errno == EINTR);
}

bool
die_print(const char *text, size_t length)
{
	ssize_t n;

	while (length > 0) {
		n = write(STDOUT_FILENO, text, length);
		if (n >= 0) {
			text += n;
			length -= (size_t)n;
		} else if (errno == EAGAIN) {
			if (!wait_writable())
				return (false);
		} else if (errno != EINTR)
			return (false);
	}
	return (true);
}

void
die(const char *fmt, ...)
{
	char text[1024], line[LINE_MAX_OCTETS + 1];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	die_print(line, compose(line, text));
	/* no exit(3): nothing is buffered, and what main() holds is not lost */
	_exit(STATE_UNKNOWN);
}

void
die_watchdog(int64_t ms)
{
	struct itimerval timer = { 0 };

	timer.it_value.tv_sec = (time_t)(ms / 1000);
	timer.it_value.tv_usec = (suseconds_t)(ms % 1000 * 1000);
	setitimer(ITIMER_REAL, &timer, NULL);
}

void
die_defer(void)
{
	prepared.asked = 0;
	handle_ends(note_request);
}

int
die_asked(void)
{
	return (prepared.asked);
}

static void *
need(void *p)
{
	if (p == NULL)
		die("%s", _("out of memory"));
	return (p);
}

void *
xcalloc(size_t n, size_t size)
{
	return (need(calloc(n == 0 ? 1 : n, size == 0 ? 1 : size)));
}

void *
xrealloc(void *p, size_t size)
{
	return (need(realloc(p, size == 0 ? 1 : size)));
}

void *
xreallocarray(void *p, size_t n, size_t size)
{
	if (n == 0 || size == 0)
		n = size = 1;
	return (need(reallocarray(p, n, size)));
}

char *
xstrdup(const char *s)
{
	return (need(strdup(s)));
}

char *
xstrndup(const char *s, size_t n)
{
	return (need(strndup(s, n)));
}

char *
xasprintf(const char *fmt, ...)
{
	char *text = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&text, fmt, ap) < 0)
		text = NULL;
	va_end(ap);
	return (need(text));
}
