/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log_world.h - logs in a folder of their own, and what is read from them,
 * for the tests of logwindow.
 */
#ifndef WEBLIFE_TESTS_LOG_WORLD_H
#define WEBLIFE_TESTS_LOG_WORLD_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"
#include "die.h"
#include "logwindow.h"
#include "unit.h"

#define LOG_FILE "mail.log"

/* What was read: how often each number. */
struct got {
	unsigned int *times;
	size_t size, total, unstamped;
	size_t act_at;		/* after so many lines: */
	void (*act)(void);
};

__attribute__((unused)) static void
take(void *arg, const struct maillog *log, const int64_t *utc)
{
	struct got *got = arg;
	unsigned long number;

	if (log->kind != MAILLOG_LOGIN)
		return;
	/* the users are u0, u1, ... */
	number = strtoul(log->user + 1, NULL, 10);
	ck_assert_uint_lt(number, got->size);
	got->times[number] += log->repeated;
	got->total++;
	got->unstamped += utc == NULL;
	if (got->act != NULL && got->total == got->act_at)
		got->act();
}

__attribute__((unused)) static void
start(struct got *got, size_t size)
{
	*got = (struct got){ .size = size };
	got->times = xcalloc(size, sizeof(*got->times));
}

__attribute__((unused)) static void
run(struct got *got, struct logwindow *window, int64_t from)
{
	struct log_reader reader = { take, got, CLOCK_NEVER };

	ck_assert_msg(logwindow_read(window, LOG_FILE, from, &reader), "%s",
	    window->error);
}

__attribute__((unused)) static void
each_once(const struct got *got, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		ck_assert_msg(got->times[i] == 1, "login %zu: %u times", i,
		    got->times[i]);
	for (size_t i = end; i < got->size; i++)
		ck_assert_uint_eq(got->times[i], 0);
}

__attribute__((unused)) static void
put_login(FILE *f, int64_t utc, size_t number)
{
	char text[LOGTIME_TEXT_MAX];

	fprintf(f, "%s mail dovecot: imap-login: Login: user=<u%zu>, "
	    "method=PLAIN, rip=203.0.113.5, lip=192.0.2.1, TLS\n",
	    logtime_text(utc, text), number);
}

__attribute__((unused)) static void
put_other(FILE *f, int64_t utc)
{
	char text[LOGTIME_TEXT_MAX];

	fprintf(f, "%s mail postfix/smtpd[1]: connect from unknown"
	    "[198.51.100.7]\n", logtime_text(utc, text));
}

__attribute__((unused)) static FILE *
create(const char *name, const char *mode)
{
	FILE *f = fopen(name, mode);

	ck_assert_ptr_nonnull(f);
	return f;
}

/* n logins, one a second, other lines between them. */
__attribute__((unused)) static void
write_log(const char *name, int64_t utc, size_t first, size_t n)
{
	FILE *f = create(name, "w");

	for (size_t i = 0; i < n; i++) {
		put_other(f, utc + (int64_t)i);
		put_login(f, utc + (int64_t)i, first + i);
		put_other(f, utc + (int64_t)i);
	}
	ck_assert_int_eq(fclose(f), 0);
}

__attribute__((unused)) static void
folder(void)
{
	char name[] = "/tmp/weblife-logwindow.XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(name));
	ck_assert_int_eq(chdir(name), 0);
}

__attribute__((unused)) static void
clean(void)
{
	static const char *const names[] = { LOG_FILE, "mail.log.1",
	    "mail.log.2.gz", "mail.log-20261123" };
	char here[256];

	for (size_t i = 0; i < UNIT_COUNT(names); i++)
		unlink(names[i]);
	ck_assert_ptr_nonnull(getcwd(here, sizeof(here)));
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(here), 0);
}

#endif
