/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a process can still do in the sandbox.  Each attempt runs in a child
 * of its own, for which there is no way back.  On a kernel without Landlock
 * the attempts on files are not made: tests/e2e/sandbox.sh says so.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox.h"
#include "secret.h"
#include "unit.h"

static char base[] = "/tmp/test_sandbox.XXXXXX";

static bool
has_landlock(void)
{
	return syscall(444, NULL, (size_t)0, 1u) > 0;
}

static void
put(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT, 0600);

	if (fd < 0 || write(fd, "text\n", 5) != 5)
		abort();
	close(fd);
}

/* allowed/ with a file and a link out of it, report/ where the sandbox lets
 * files be replaced, and what is outside. */
static void
make_world(void)
{
	if (mkdtemp(base) == NULL || chdir(base) != 0)
		abort();
	mkdir("allowed", 0700);
	mkdir("report", 0700);
	mkdir("outside", 0700);
	put("allowed/file");
	put("outside/file");
	put("outside/linked");
	put("report/temporary");
	if (symlink("../outside/linked", "allowed/link") != 0 ||
	    symlink("../outside", "allowed/folder") != 0)
		abort();
}

static int
opens(const char *path, int flags)
{
	int fd = open(path, flags, 0600);

	return fd < 0 ? errno : 0;
}

static int read_allowed(void) { return opens("allowed/file", O_RDONLY); }
static int read_link(void) { return opens("allowed/link", O_RDONLY); }
static int read_outside(void) { return opens("outside/file", O_RDONLY); }
static int read_by_link(void)
{
	return opens("allowed/folder/file", O_RDONLY);
}
static int read_missing(void) { return opens("allowed/none", O_RDONLY); }
static int read_locale(void)
{
	return opens("/usr/lib/os-release", O_RDONLY);
}
static int read_shadow(void) { return opens("/etc/hostname", O_RDONLY); }
static int writes(void) { return opens("allowed/file", O_WRONLY); }
static int appends(void)
{
	return opens("allowed/file", O_RDWR | O_APPEND);
}
static int cuts(void)
{
	return opens("allowed/file", O_RDONLY | O_TRUNC);
}
static int makes(void) { return opens("allowed/new", O_WRONLY | O_CREAT); }
static int makes_in_report(void)
{
	return opens("report/new", O_WRONLY | O_CREAT);
}
static int reads_report(void) { return opens("report/temporary", O_RDONLY); }
static int makes_in_tmp(void)
{
	return opens("/tmp", O_RDWR | O_TMPFILE);
}

static int
lists(const char *path)
{
	return opendir(path) == NULL ? errno : 0;
}

static int lists_allowed(void) { return lists("allowed"); }
static int lists_outside(void) { return lists("outside"); }
static int lists_report(void) { return lists("report"); }

static int
of(int result)
{
	return result == 0 ? 0 : errno;
}

static int truncates(void) { return of(truncate("allowed/file", 0)); }
static int removes(void) { return of(unlink("allowed/file")); }
static int renames(void)
{
	return of(rename("allowed/file", "allowed/other"));
}
static int moves_out(void)
{
	return of(rename("report/temporary", "outside/file"));
}
static int replaces(void)
{
	return of(rename("report/temporary", "report/done"));
}
static int links(void) { return of(symlink("file", "allowed/l")); }
static int folders(void) { return of(mkdir("allowed/d", 0700)); }

static int
executes(void)
{
	char *argv[] = { (char *)"true", NULL };

	execv("/bin/true", argv);
	return errno;
}

static int
no_new_privileges(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0UL, 0UL, 0UL, 0UL) == 1 ? 0 : 1;
}

static int
no_core(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 &&
	    limit.rlim_max == 0 ? 0 : 1;
}

static const struct {
	const char *what;
	int (*attempt)(void);
	int wanted;		/* errno; 0: it works */
	bool always;		/* without Landlock, too */
} attempts[] = {
	{ "no new privileges", no_new_privileges, 0, true },
	{ "no core dump", no_core, 0, true },
	{ "read allowed", read_allowed, 0, false },
	{ "read what a link in an allowed folder leads to", read_link, 0,
	    false },
	{ "read by a link to a folder", read_by_link, EACCES, false },
	{ "read outside", read_outside, EACCES, false },
	{ "read /etc", read_shadow, EACCES, false },
	{ "read a library", read_locale, 0, false },
	{ "read what is not there", read_missing, ENOENT, false },
	{ "write", writes, EACCES, false },
	{ "append", appends, EACCES, false },
	{ "O_TRUNC", cuts, EACCES, false },
	{ "truncate", truncates, EACCES, false },
	{ "make", makes, EACCES, false },
	{ "make beside the report", makes_in_report, EACCES, false },
	{ "read beside the report", reads_report, EACCES, false },
	{ "make without a name", makes_in_tmp, EACCES, false },
	{ "list allowed", lists_allowed, 0, false },
	{ "list outside", lists_outside, EACCES, false },
	{ "list the report's folder", lists_report, EACCES, false },
	{ "remove", removes, EACCES, false },
	{ "rename", renames, EACCES, false },
	{ "move out of the report's folder", moves_out, EACCES, false },
	{ "rename in the report's folder", replaces, 0, false },
	{ "symbolic link", links, EACCES, false },
	{ "folder", folders, EACCES, false },
	{ "execute", executes, EACCES, false },
};

static void
enter(void)
{
	struct sandbox sandbox;

	sandbox_begin(&sandbox);
	sandbox_read(&sandbox, "allowed");
	sandbox_read(&sandbox, "not there");
	sandbox_read_links(&sandbox, "allowed", NULL);
	sandbox_read_links(&sandbox, "not there", NULL);
	sandbox_replace(&sandbox, "report/done");
	sandbox_enter(&sandbox);
}

/* What it comes to in a child: an errno, or 0. */
static int
in_child(int (*attempt)(void), bool confined)
{
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		if (confined)
			enter();
		_exit(attempt());
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

START_TEST(attempt)
{
	if (!SANDBOX || (!attempts[_i].always && !has_landlock()))
		return;
	ck_assert_msg(in_child(attempts[_i].attempt, true) ==
	    attempts[_i].wanted, "%s", attempts[_i].what);
}
END_TEST

/* The attempts can succeed: it is the sandbox that refuses them. */
START_TEST(without)
{
	ck_assert_int_eq(in_child(read_outside, false), 0);
	ck_assert_int_eq(in_child(writes, false), 0);
	ck_assert_int_eq(in_child(makes_in_tmp, false), 0);
	ck_assert_int_eq(in_child(executes, false), 0);
	ck_assert_int_eq(in_child(lists_outside, false), 0);
}
END_TEST

/* A secret guards the process from its reading to its wiping. */
START_TEST(guards)
{
	struct secret secret;
	char *wrong = secret_read(&secret, "outside/file");

	ck_assert_ptr_null(wrong);
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE), 0);
	secret_wipe(&secret);
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE), 1);
	secret_wipe(&secret);
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE), 1);
}
END_TEST

static void
remove_world(void)
{
	static const char *const names[] = { "allowed/file", "allowed/link",
		"allowed/folder", "outside/file", "outside/linked",
		"report/temporary", "report/new", "report/done", "allowed",
		"outside", "report", base };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		remove(names[i]);
}

int
main(void)
{
	Suite *suite = suite_create("sandbox");
	TCase *tc = tcase_create("sandbox");
	SRunner *runner = srunner_create(suite);
	int failed;

	make_world();
	tcase_add_loop_test(tc, attempt, 0, (int)UNIT_COUNT(attempts));
	tcase_add_test(tc, without);
	tcase_add_test(tc, guards);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	remove_world();
	return failed == 0 ? 0 : 1;
}
