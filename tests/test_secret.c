/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>

#include <check.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "secret.h"

#define OCTETS(s) s, sizeof(s) - 1

static const struct {
	const char *octets;
	size_t n;
	const char *text;
} taken[] = {
	{ OCTETS("geheim"), "geheim" },
	{ OCTETS("geheim\n"), "geheim" },
	{ OCTETS("geheim\r\n"), "geheim" },
	{ OCTETS(" with blanks \n"), " with blanks " },
	{ OCTETS("a\"b\\c'\xc3\xa4|\n"), "a\"b\\c'\xc3\xa4|" },
};

START_TEST(parse_takes)
{
	struct secret secret;
	char *wrong = secret_parse(&secret, taken[_i].octets, taken[_i].n);

	ck_assert_ptr_null(wrong);
	ck_assert_str_eq(secret.text, taken[_i].text);
	ck_assert_uint_eq(secret.length, strlen(taken[_i].text));
}
END_TEST

static const struct {
	const char *octets;
	size_t n;
	const char *reason;
} refused[] = {
	{ OCTETS(""), "empty" },
	{ OCTETS("\n"), "empty" },
	{ OCTETS("\r\n"), "empty" },
	{ OCTETS("hidden\n\n"), "line 1, column 7" },
	{ OCTETS("hidden\nmore"), "line 1, column 7" },
	{ OCTETS("hidden\rmore\n"), "line 1, column 7" },
	{ OCTETS("hidden\0more\n"), "line 1, column 7: a NUL" },
	{ OCTETS("hidden\n\r\n"), "line 1, column 7" },
};

START_TEST(parse_refuses)
{
	struct secret secret;
	char *wrong = secret_parse(&secret, refused[_i].octets, refused[_i].n);

	ck_assert_ptr_nonnull(wrong);
	ck_assert_ptr_nonnull(strstr(wrong, refused[_i].reason));
	ck_assert_ptr_null(strstr(wrong, "hidden"));
	free(wrong);
}
END_TEST

START_TEST(parse_knows_the_length)
{
	char octets[SECRET_MAX + 1];
	struct secret secret;
	char *wrong;

	memset(octets, 'x', sizeof(octets));
	ck_assert_ptr_null(secret_parse(&secret, octets, SECRET_MAX));
	ck_assert_uint_eq(secret.length, SECRET_MAX);
	wrong = secret_parse(&secret, octets, SECRET_MAX + 1);
	ck_assert_ptr_nonnull(strstr(wrong, "longer than 1024"));
	free(wrong);
}
END_TEST

#define ME 1000
#define OURS 50
#define THEIRS 60

static const struct {
	mode_t mode;
	uid_t owner;
	gid_t group;
	const char *reason;	/* NULL: it is fine */
} modes[] = {
	{ S_IFREG | 0600, ME, THEIRS, NULL },
	{ S_IFREG | 0400, ME, THEIRS, NULL },
	{ S_IFREG | 0600, 0, THEIRS, NULL },
	{ S_IFREG | 0640, 0, OURS, NULL },
	{ S_IFREG | 0440, 0, OURS, NULL },
	{ S_IFREG | 0640, ME, OURS, "a group may read" },
	{ S_IFREG | 0640, 0, THEIRS, "a group may read" },
	{ S_IFREG | 0660, 0, OURS, "its group may do more" },
	{ S_IFREG | 0650, 0, OURS, "its group may do more" },
	{ S_IFREG | 0604, ME, OURS, "other users" },
	{ S_IFREG | 0602, ME, OURS, "other users" },
	{ S_IFREG | 0601, ME, OURS, "other users" },
	{ S_IFREG | 0644, 0, OURS, "other users" },
	{ S_IFREG | 0600, ME + 1, OURS, "another user" },
	{ S_IFDIR | 0600, ME, OURS, "regular" },
	{ S_IFIFO | 0600, ME, OURS, "regular" },
	{ S_IFCHR | 0600, ME, OURS, "regular" },
};

START_TEST(judge)
{
	static const gid_t groups[] = { 1, OURS };
	struct stat st = { 0 };
	const char *wrong;

	st.st_mode = modes[_i].mode;
	st.st_uid = modes[_i].owner;
	st.st_gid = modes[_i].group;
	wrong = secret_judge(&st, ME, groups, 2);
	if (modes[_i].reason == NULL)
		ck_assert_ptr_null(wrong);
	else
		ck_assert_ptr_nonnull(strstr(wrong, modes[_i].reason));
}
END_TEST

static void
refuse_file(const char *path, const char *reason)
{
	struct secret secret;
	char *wrong = secret_read(&secret, path);

	ck_assert_ptr_nonnull(wrong);
	ck_assert_msg(strstr(wrong, reason) != NULL, "%s", wrong);
	free(wrong);
}

/* Only root can become somebody else; others are refused as they are. */
static void
refuse_to_nobody(const char *path, const char *reason)
{
	bool root = geteuid() == 0;

	if (root)
		ck_assert_int_eq(seteuid(65534), 0);
	refuse_file(path, reason);
	if (root)
		ck_assert_int_eq(seteuid(0), 0);
}

START_TEST(files)
{
	char dir[] = "secret.XXXXXX";
	struct secret secret;
	FILE *file;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chdir(dir), 0);
	file = fopen("word", "w");
	ck_assert_ptr_nonnull(file);
	fputs("geheim\n", file);
	fclose(file);
	ck_assert_int_eq(chmod("word", 0600), 0);
	ck_assert_ptr_null(secret_read(&secret, "word"));
	ck_assert_str_eq(secret.text, "geheim");
	secret_wipe(&secret);
	ck_assert_uint_eq(secret.length, 0);
	ck_assert_str_eq(secret.text, "");
	ck_assert_int_eq(chmod("word", 0644), 0);
	refuse_file("word", "other users");
	ck_assert_int_eq(symlink("word", "link"), 0);
	refuse_file("link", "symbolic link");
	ck_assert_int_eq(mkfifo("fifo", 0600), 0);
	refuse_file("fifo", "regular");
	refuse_file(".", "regular");
	refuse_file("missing", "No such file or directory: make it, chown it "
	    "to the user of the monitoring, chmod 600");
	/* a file is no folder */
	refuse_file("word/none", "Not a directory");
	ck_assert_int_eq(chmod("word", 0), 0);
	refuse_to_nobody("word", "Permission denied: chown it to the user of "
	    "the monitoring, and let that user into its folder");
	unlink("word");
	unlink("link");
	unlink("fifo");
	ck_assert_int_eq(chdir(".."), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("secret");
	TCase *tc = tcase_create("secret");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, parse_takes, 0,
	    (int)(sizeof(taken) / sizeof(taken[0])));
	tcase_add_loop_test(tc, parse_refuses, 0,
	    (int)(sizeof(refused) / sizeof(refused[0])));
	tcase_add_test(tc, parse_knows_the_length);
	tcase_add_loop_test(tc, judge, 0,
	    (int)(sizeof(modes) / sizeof(modes[0])));
	tcase_add_test(tc, files);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
