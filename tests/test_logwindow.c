/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <grp.h>
#include <sys/stat.h>

#include "log_world.h"

START_TEST(whole)
{
	struct logwindow window;
	struct got got;

	folder();
	write_log(LOG_FILE, 1795480000, 0, 20000);
	start(&got, 20000);
	run(&got, &window, LOGWINDOW_ALL);
	each_once(&got, 0, 20000);
	ck_assert_int_eq(window.oldest, 1795480000);
	ck_assert_int_eq(window.newest, 1795480000 + 19999);
	free(got.times);
	clean();
}
END_TEST

/*
 * Bisecting gives what a full read gives, with lines that are up to a minute
 * out of order, and single ones much more.
 */
START_TEST(bisect)
{
	const size_t n = 40000;
	uint32_t random = 1;
	FILE *f;

	folder();
	f = create(LOG_FILE, "w");
	for (size_t i = 0; i < n; i++) {
		int64_t utc = 1795400000 + (int64_t)i;

		random = random * 1664525 + 1013904223;
		put_other(f, utc - (int64_t)(random >> 24) % 50);
		put_login(f, utc - (int64_t)(random >> 16) % 50, i);
		if (i % 500 == 0)
			put_other(f, utc - 86400);
		if (i % 700 == 0)
			put_other(f, utc + 86400);
	}
	ck_assert_int_eq(fclose(f), 0);
	for (size_t first = 0; first < n; first += 3777) {
		struct logwindow window;
		struct got got;

		start(&got, n);
		run(&got, &window, 1795400000 + (int64_t)first);
		each_once(&got, first, n);
		ck_assert_uint_lt(got.total, n - first + 4000);
		free(got.times);
	}
	clean();
}
END_TEST

/* Lines that are no lines of text. */
START_TEST(odd_lines)
{
	static const size_t lengths[] = { 100, 65536, 262144, 262143, 262145,
	    3000000 };
	static char filler[3000000];
	struct logwindow window;
	struct got got;
	FILE *f;

	folder();
	f = create(LOG_FILE, "w");
	for (size_t i = 0; i < UNIT_COUNT(lengths); i++) {
		put_login(f, 1795480000, i * 2);
		memset(filler, i % 2 == 0 ? 'x' : '\0', lengths[i]);
		fwrite(filler, 1, lengths[i], f);
		putc('\n', f);
		put_login(f, 1795480001, i * 2 + 1);
	}
	fprintf(f, "\r\n\r\nNov 24 01:00:00 mail dovecot: imap-login: Login: "
	    "user=<u12>, rip=203.0.113.5\r\n");
	/* one that goes on for megabytes, and a last one without its end */
	fprintf(f, "Nov 24 01:00:00 mail dovecot: imap-login: Login: "
	    "user=<u13>, rip=203.0.113.5, ");
	fwrite(filler, 1, 1000000, f);
	fprintf(f, " imap-login: Login: user=<u14>, rip=203.0.113.5\n"
	    "imap-login: Login: user=<u15>, rip=203.0.113.5");
	ck_assert_int_eq(fclose(f), 0);
	start(&got, 16);
	run(&got, &window, LOGWINDOW_ALL);
	ck_assert_uint_eq(got.times[14], 0);
	got.times[14] = 1;
	each_once(&got, 0, 16);
	ck_assert_uint_eq(got.unstamped, 1);
	free(got.times);
	clean();
}
END_TEST

/* Lines of nine megabytes that look like something all along: each is parsed
 * once, and of an over-long one only the beginning. */
START_TEST(linear)
{
	static const char *const heads[] = { "Disconnected: ", "Login: " };
	static const char *const pieces[] = { "a: ", "Login: user=<" };
	struct logwindow window;
	struct got got;

	for (size_t i = 0; i < 2; i++) {
		FILE *f;

		folder();
		f = create(LOG_FILE, "w");
		fprintf(f, "Nov 24 01:00:00 mail dovecot: imap-login: %s",
		    heads[i]);
		for (size_t n = 0; n < 9000000; n += strlen(pieces[i]))
			fputs(pieces[i], f);
		fputs("\nlog log log log log log log log log\n", f);
		ck_assert_int_eq(fclose(f), 0);
		start(&got, 1);
		run(&got, &window, LOGWINDOW_ALL);
		ck_assert_uint_gt(window.octets, 9000000);
		ck_assert_uint_le(window.parsed, 300000);
		ck_assert_uint_eq(got.total, 0);
		ck_assert(window.stamped);
		free(got.times);
		clean();
	}
}
END_TEST

/* What is behind a block's last line end is looked at again, not more. */
START_TEST(linear_lines)
{
	struct logwindow window;
	struct got got;
	FILE *f;

	folder();
	f = create(LOG_FILE, "w");
	for (size_t i = 0; i < 300000; i++)
		fputs("log Login: LOGIN, Logged Auth\n", f);
	ck_assert_int_eq(fclose(f), 0);
	start(&got, 1);
	run(&got, &window, LOGWINDOW_ALL);
	ck_assert_uint_le(window.parsed, window.octets);
	free(got.times);
	clean();
}
END_TEST

START_TEST(repeated)
{
	struct logwindow window;
	struct got got;
	FILE *f;

	folder();
	f = create(LOG_FILE, "w");
	fprintf(f, "Nov 24 01:00:00 mail pop3d: LOGIN, user=u0, "
	    "ip=[::ffff:203.0.113.5]\n"
	    "Nov 24 01:01:00 mail last message repeated 4 times\n"
	    "Nov 24 01:02:00 mail pop3d: LOGIN, user=u1, "
	    "ip=[::ffff:203.0.113.5]\n"
	    "Nov 24 01:02:00 mail pop3d: LOGOUT, user=u1, "
	    "ip=[::ffff:203.0.113.5], top=0, retr=0\n"
	    "Nov 24 01:02:30 mail last message repeated 2 times\n"
	    "Nov 24 01:03:00 mail pop3d: message repeated 2 times: [LOGIN, "
	    "user=u2, ip=[::ffff:203.0.113.5]]\n");
	ck_assert_int_eq(fclose(f), 0);
	start(&got, 3);
	run(&got, &window, LOGWINDOW_ALL);
	ck_assert_uint_eq(got.times[0], 5);
	ck_assert_uint_eq(got.times[1], 1);
	ck_assert_uint_eq(got.times[2], 2);
	free(got.times);
	clean();
}
END_TEST

/* Line i is of minute i: each number is given its minute. */
static void
take_minute(void *arg, const struct maillog *log, const int64_t *utc)
{
	struct got *got = arg;
	unsigned long number = strtoul(log->user + 1, NULL, 10);

	if (log->kind != MAILLOG_LOGIN)
		return;
	ck_assert_uint_lt(number, got->size);
	ck_assert_ptr_nonnull(utc);
	got->times[number] = (unsigned int)(*utc / 60);
	got->total++;
}

/* The hour that comes twice in autumn, in a log that begins within it: what
 * the end of the file says must not be taken for what came before. */
START_TEST(autumn)
{
	const int64_t begin = 1792886400 + 300;	/* 2026-10-25T00:05Z */
	struct logwindow window;
	struct got got;
	struct log_reader reader = { take_minute, &got, CLOCK_NEVER };
	FILE *f;

	folder();
	ck_assert_int_eq(setenv("TZ", "Europe/Berlin", 1), 0);
	f = create(LOG_FILE, "w");
	for (int i = 0; i < 180; i++) {
		time_t t = begin + i * 60;
		char stamp[32];

		ck_assert_uint_gt(strftime(stamp, sizeof(stamp),
		    "%b %e %H:%M:%S", localtime(&t)), 0);
		fprintf(f, "%s mail pop3d: LOGIN, user=u%d, "
		    "ip=[::ffff:203.0.113.5]\n", stamp, i);
	}
	ck_assert_int_eq(fclose(f), 0);
	start(&got, 180);
	ck_assert(logwindow_read(&window, LOG_FILE, begin, &reader));
	ck_assert_uint_eq(got.total, 180);
	for (unsigned int i = 0; i < 180; i++)
		ck_assert_uint_eq(got.times[i],
		    (unsigned int)(begin / 60) + i);
	free(got.times);
	setenv("TZ", "UTC", 1);
	clean();
}
END_TEST

START_TEST(refusals)
{
	struct logwindow window;
	struct got got;
	struct log_reader reader = { take, &got, CLOCK_NEVER };

	folder();
	start(&got, 1);
	ck_assert(!logwindow_read(&window, LOG_FILE, 0, &reader));
	ck_assert_str_eq(window.error, "mail.log: No such file or "
	    "directory; with a journal only, pipe journalctl -o short-iso "
	    "into --log -");
	ck_assert(!logwindow_read(&window, ".", 0, &reader));
	ck_assert_str_eq(window.error, ".: Is a directory");
	/* no stamp, nothing */
	fclose(create(LOG_FILE, "w"));
	ck_assert(logwindow_read(&window, LOG_FILE, 0, &reader));
	ck_assert(!window.stamped);
	ck_assert_str_eq(window.error, "");
	free(got.times);
	clean();
}
END_TEST

/* Reads as somebody who is not root; gives what is said. */
static void
refused_to_nobody(struct logwindow *window)
{
	struct log_reader reader = { take, NULL, CLOCK_NEVER };
	gid_t groups[64], group = getegid();
	int count = getgroups(64, groups);

	ck_assert_int_eq(setgroups(0, NULL), 0);
	ck_assert_int_eq(setegid(65534), 0);
	ck_assert_int_eq(seteuid(65534), 0);
	ck_assert(!logwindow_read(window, LOG_FILE, 0, &reader));
	ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(setegid(group), 0);
	ck_assert_int_eq(setgroups((size_t)count, groups), 0);
}

/* Only root can become somebody else; others are refused as they are. */
START_TEST(permission)
{
	struct logwindow window;
	struct log_reader reader = { take, NULL, CLOCK_NEVER };

	folder();
	fclose(create(LOG_FILE, "w"));
	ck_assert_int_eq(chmod(LOG_FILE, 0), 0);
	if (geteuid() == 0) {
		ck_assert_int_eq(chmod(".", 0755), 0);
		ck_assert_int_eq(chmod(LOG_FILE, 0640), 0);
		ck_assert_int_eq(chown(LOG_FILE, 0, 1), 0);
		refused_to_nobody(&window);
		ck_assert_str_eq(window.error, "mail.log: permission denied; "
		    "group daemon may read it: add the user of the monitoring "
		    "system to that group, or use sudo");
		ck_assert_int_eq(chown(LOG_FILE, 0, 0), 0);
		refused_to_nobody(&window);
		ck_assert_str_eq(window.error, "mail.log: permission denied; "
		    "only root may read it: let a group of the monitoring "
		    "system read it (chgrp, chmod g+r), or use sudo");
		ck_assert_int_eq(chmod(LOG_FILE, 0600), 0);
		refused_to_nobody(&window);
	} else {
		ck_assert(!logwindow_read(&window, LOG_FILE, 0, &reader));
	}
	ck_assert_ptr_nonnull(strstr(window.error, "permission denied; only "));
	clean();
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { whole, bisect, odd_lines, linear,
	    linear_lines, repeated, autumn, refusals, permission };

	setenv("TZ", "UTC", 1);
	return unit_run("logwindow", tests, UNIT_COUNT(tests));
}
