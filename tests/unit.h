/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * unit.h - what several unit tests need beside the Check library.
 */
#ifndef WEBLIFE_TESTS_UNIT_H
#define WEBLIFE_TESTS_UNIT_H

#include <check.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNIT_COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* Runs the tests in one suite; gives the exit code for main(). */
__attribute__((unused)) static int
unit_run(const char *name, const TTest *const *tests, size_t count)
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	SRunner *runner = srunner_create(suite);
	size_t i;
	int failed;

	/* generous: the machine may be busy and the build sanitized */
	tcase_set_timeout(tcase, 120);
	for (i = 0; i < count; i++)
		tcase_add_test(tcase, tests[i]);
	suite_add_tcase(suite, tcase);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return (failed == 0 ? 0 : 1);
}

/* The character set of the test is UTF-8 from here on. */
__attribute__((unused)) static void
unit_utf8(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

__attribute__((unused)) static void
unit_read_all(int fd, char *text, size_t size)
{
	size_t n = 0;
	ssize_t got;

	while (n < size - 1 && (got = read(fd, text + n, size - 1 - n)) > 0)
		n += (size_t)got;
	text[n] = '\0';
	close(fd);
}

/*
 * Runs fn(arg) in a process of its own and gives its exit code (128 + the
 * signal that ended it; 255 when fn returned), and what it wrote on stdout.
 */
__attribute__((unused)) static int
unit_capture(char *text, size_t size, void (*fn)(void *), void *arg)
{
	int fds[2], status = 0;
	pid_t pid;

	ck_assert_int_eq(pipe(fds), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		dup2(fds[1], STDOUT_FILENO);
		close(fds[0]);
		close(fds[1]);
		fn(arg);
		_exit(255);
	}
	close(fds[1]);
	unit_read_all(fds[0], text, size);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
}

#endif
