/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rotated logs, and logs that change while they are read. */
#include "config.h"

#include <fcntl.h>
#include <sys/stat.h>
#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "log_world.h"

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

int
main(void)
{
	const TTest *tests[] = { rotated, rotated_by_date, changes };

	setenv("TZ", "UTC", 1);
	return unit_run("logrotated", tests, UNIT_COUNT(tests));
}
