/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

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

static void
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

static void
start(struct got *got, size_t size)
{
	*got = (struct got){ .size = size };
	got->times = xcalloc(size, sizeof(*got->times));
}

static void
run(struct got *got, struct logwindow *window, int64_t from)
{
	struct log_reader reader = { take, got, CLOCK_NEVER };

	ck_assert_msg(logwindow_read(window, LOG_FILE, from, &reader), "%s",
	    window->error);
}

static void
each_once(const struct got *got, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		ck_assert_msg(got->times[i] == 1, "login %zu: %u times", i,
		    got->times[i]);
	for (size_t i = end; i < got->size; i++)
		ck_assert_uint_eq(got->times[i], 0);
}

static void
put_login(FILE *f, int64_t utc, size_t number)
{
	char text[LOGTIME_TEXT_MAX];

	fprintf(f, "%s mail dovecot: imap-login: Login: user=<u%zu>, "
	    "method=PLAIN, rip=203.0.113.5, lip=192.0.2.1, TLS\n",
	    logtime_text(utc, text), number);
}

static void
put_other(FILE *f, int64_t utc)
{
	char text[LOGTIME_TEXT_MAX];

	fprintf(f, "%s mail postfix/smtpd[1]: connect from unknown"
	    "[198.51.100.7]\n", logtime_text(utc, text));
}

static FILE *
create(const char *name, const char *mode)
{
	FILE *f = fopen(name, mode);

	ck_assert_ptr_nonnull(f);
	return f;
}

/* n logins, one a second, other lines between them. */
static void
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

static void
folder(void)
{
	char name[] = "/tmp/weblife-logwindow.XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(name));
	ck_assert_int_eq(chdir(name), 0);
}

static void
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

/* mail.log.1 is plain, mail.log.2.gz is compressed. */
static void
pack(const char *from, const char *to)
{
#ifdef HAVE_ZLIB
	static char buffer[1 << 20];
	FILE *f = create(from, "r");
	gzFile gz = gzopen(to, "wb");
	size_t n;

	while ((n = fread(buffer, 1, sizeof(buffer), f)) > 0)
		ck_assert_int_gt(gzwrite(gz, buffer, (unsigned int)n), 0);
	ck_assert_int_eq(gzclose(gz), Z_OK);
	fclose(f);
	unlink(from);
#else
	ck_assert_int_eq(rename(from, to), 0);
#endif
}

static void
set_time(const char *name, int64_t utc)
{
	struct timespec times[2] = { { .tv_sec = utc }, { .tv_sec = utc } };

	ck_assert_int_eq(utimensat(AT_FDCWD, name, times, 0), 0);
}

START_TEST(rotated)
{
	struct logwindow window;
	struct got got;

	folder();
	write_log("mail.log.x", 1795480000, 0, 1000);
	pack("mail.log.x", "mail.log.2.gz");
	set_time("mail.log.2.gz", 1795481000);
	write_log("mail.log.1", 1795481000, 1000, 1000);
	set_time("mail.log.1", 1795482000);
	write_log(LOG_FILE, 1795482000, 2000, 1000);
	set_time(LOG_FILE, 1795483000);
	/* the window is within the file, reaches .1, reaches .2.gz */
	start(&got, 3000);
	run(&got, &window, 1795482500);
	ck_assert_uint_eq(got.times[1999], 0);
	each_once(&got, 2500, 3000);
	free(got.times);
	start(&got, 3000);
	run(&got, &window, 1795481500);
	ck_assert_uint_eq(got.times[999], 0);
	each_once(&got, 1500, 3000);
	free(got.times);
	start(&got, 3000);
	run(&got, &window, 1795480500);
	each_once(&got, 500, 3000);
	free(got.times);
	/* just after rotation */
	ck_assert_int_eq(truncate(LOG_FILE, 0), 0);
	start(&got, 3000);
	run(&got, &window, 1795481900);
	ck_assert(window.stamped);
	ck_assert_int_eq(window.newest, 1795481999);
	each_once(&got, 1900, 2000);
	free(got.times);
	clean();
}
END_TEST

START_TEST(rotated_by_date)
{
	struct logwindow window;
	struct got got;

	folder();
	write_log("mail.log-20261123", 1795480000, 0, 1000);
	set_time("mail.log-20261123", 1795481000);
	write_log(LOG_FILE, 1795481000, 1000, 1000);
	start(&got, 2000);
	run(&got, &window, 1795480000);
	each_once(&got, 0, 2000);
	free(got.times);
	clean();
}
END_TEST

static void
append(const char *name, int64_t utc, size_t first, size_t n)
{
	FILE *f = create(name, "a");

	for (size_t i = 0; i < n; i++)
		put_login(f, utc + (int64_t)i, first + i);
	ck_assert_int_eq(fclose(f), 0);
}

static void
grow(void)
{
	append(LOG_FILE, 1795485000, 5000, 1000);
}

/* logrotate's create: the old file is written to a little longer. */
static void
rename_log(void)
{
	ck_assert_int_eq(rename(LOG_FILE, "mail.log.1"), 0);
	append("mail.log.1", 1795485000, 5000, 500);
	append(LOG_FILE, 1795485500, 5500, 500);
}

/* logrotate's copytruncate. */
static void
copy_log(void)
{
	static char buffer[4 << 20];
	FILE *f = create(LOG_FILE, "r");
	size_t n = fread(buffer, 1, sizeof(buffer), f);

	fclose(f);
	f = create("mail.log.1", "w");
	ck_assert_uint_eq(fwrite(buffer, 1, n, f), n);
	fclose(f);
	append("mail.log.1", 1795485000, 5000, 500);
	ck_assert_int_eq(truncate(LOG_FILE, 0), 0);
	append(LOG_FILE, 1795485500, 5500, 500);
}

static void
change_while_reading(void (*act)(void))
{
	for (size_t at = 1; at <= 5000; at += 1666) {
		struct logwindow window;
		struct got got;

		folder();
		write_log(LOG_FILE, 1795480000, 0, 5000);
		start(&got, 6000);
		got.act = act;
		got.act_at = at;
		run(&got, &window, 1795480000);
		each_once(&got, 0, 6000);
		free(got.times);
		clean();
	}
}

START_TEST(changes)
{
	change_while_reading(grow);
	change_while_reading(rename_log);
	change_while_reading(copy_log);
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

START_TEST(refusals)
{
	struct logwindow window;
	struct got got;
	struct log_reader reader = { take, &got, CLOCK_NEVER };

	folder();
	start(&got, 1);
	ck_assert(!logwindow_read(&window, LOG_FILE, 0, &reader));
	ck_assert_str_eq(window.error, "mail.log: No such file or directory");
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
		refused_to_nobody(&window);
		ck_assert_str_eq(window.error, "mail.log: permission denied; "
		    "group root may read it: add the user of the monitoring "
		    "system to that group, or use sudo");
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
	const TTest *tests[] = { whole, bisect, rotated, rotated_by_date,
	    changes, odd_lines, repeated, refusals, permission };

	setenv("TZ", "UTC", 1);
	return unit_run("logwindow", tests, UNIT_COUNT(tests));
}
