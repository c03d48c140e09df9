/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dnsbl_lists.h"

static void
parse(struct dnsbl_lists *lists, const char *text)
{
	struct dnsbl_lists_error error;

	if (!dnsbl_lists_parse(lists, text, strlen(text), &error))
		ck_abort_msg("line %zu, column %zu: %s", error.line,
		    error.column, error.reason);
}

START_TEST(test_words)
{
	struct dnsbl_lists lists;
	const struct dnsbl_list *l;

	parse(&lists, "# mine\r\n\r\n"
	    "BL.Example.JP. \r\n"
	    "all.example ip6 domain warning off loopback test=none "
	    "delist=https://all.example/\n"
	    "named.example domain info test=listed.example");
	ck_assert_uint_eq(lists.count, 3);
	l = dnsbl_lists_find(&lists, "bl.example.jp");
	ck_assert_str_eq(l->zone, "bl.example.jp");
	ck_assert_uint_eq(l->kinds, DNSBL_IP4);
	ck_assert_int_eq(l->weight, DNSBL_CRITICAL);
	ck_assert_int_eq(l->use, DNSBL_DEFAULT);
	ck_assert_str_eq(dnsbl_test(l), "127.0.0.2");
	ck_assert_ptr_null(l->codes);
	l = &lists.rows[1];
	ck_assert_uint_eq(l->kinds, DNSBL_IP6 | DNSBL_DOMAIN);
	ck_assert_int_eq(l->weight, DNSBL_WARNING);
	ck_assert_int_eq(l->use, DNSBL_NAMED);
	ck_assert(l->has_loopback);
	ck_assert_ptr_null(dnsbl_test(l));
	ck_assert_str_eq(l->delist, "https://all.example/");
	ck_assert_str_eq(dnsbl_test(&lists.rows[2]), "listed.example");
	ck_assert_ptr_null(dnsbl_lists_find(&lists, "other.example"));
	dnsbl_lists_clear(&lists);
	ck_assert_uint_eq(lists.count, 0);
}
END_TEST

START_TEST(test_codes)
{
	struct dnsbl_lists lists;
	struct dnsbl_meaning m[DNSBL_MEANINGS];
	struct ip ip;

	parse(&lists, "a.example warning\n"
	    "  127.0.0.2 blocked:critical  sends  spam \n"
	    "\t127.0.0.10-11\tpolicy\tan office line\n"
	    "b.example domain mask\n"
	    " 8 blocked phishing\n 1 refused\n"
	    "c.example\n");
	ck_assert(ip_parse(&ip, "127.0.0.2"));
	(void)dnsbl_meanings(&lists.rows[0], &ip, m);
	ck_assert_int_eq(m[0].class, DNSBL_BLOCKED);
	ck_assert_int_eq(m[0].weight, DNSBL_CRITICAL);
	ck_assert_str_eq(m[0].text, "sends  spam");
	ck_assert(ip_parse(&ip, "127.0.0.11"));
	(void)dnsbl_meanings(&lists.rows[0], &ip, m);
	ck_assert_int_eq(m[0].class, DNSBL_POLICY);
	ck_assert_int_eq(m[0].weight, DNSBL_WARNING);
	ck_assert(ip_parse(&ip, "127.0.0.9"));
	ck_assert_uint_eq(dnsbl_meanings(&lists.rows[1], &ip, m), 2);
	ck_assert_int_eq(m[1].class, DNSBL_REFUSED);
	ck_assert_str_eq(m[1].text, "listed");
	ck_assert_uint_eq(lists.rows[2].code_count, 0);
	dnsbl_lists_clear(&lists);
}
END_TEST

static const struct {
	const char *text;
	size_t line, column;
	const char *reason;
} refusals[] = {
	{ "a.example\n\n# x\nb..example\n", 4, 1, "empty" },
	{ "192.0.2.1\n", 1, 1, "" },
	{ "a.example ip5\n", 1, 11, "not a word" },
	{ "a.example\ta.example\n", 1, 11, "not a word" },
	{ "a.example test=\n", 1, 11, "" },
	{ "a.example test=b..c\n", 1, 11, "" },
	{ "a.example delist=javascript:x\n", 1, 11, "https" },
	{ "a.example\nb.example\nA.EXAMPLE\n", 3, 1, "twice" },
	{ "geheim.zen.dq.spamhaus.net\n", 1, 1, "key" },
	{ " 127.0.0.2 blocked\n", 1, 2, "before the first" },
	{ "a.example\n 127.0.0.256 blocked\n", 2, 2, "a code is" },
	{ "a.example\n 127.255.255.254 blocked\n", 2, 2, "a code is" },
	{ "a.example\n 10.0.0.2 blocked\n", 2, 2, "a code is" },
	{ "a.example\n ::1 blocked\n", 2, 2, "a code is" },
	{ "a.example\n 127.0.0.9-2 blocked\n", 2, 2, "hyphen" },
	{ "a.example\n 127.0.0.2-256 blocked\n", 2, 2, "hyphen" },
	{ "a.example\n 127.0.0.2-127.0.0.3 blocked\n", 2, 2, "hyphen" },
	{ "a.example\n 127.0.0.2\n", 2, 11, "one of" },
	{ "a.example\n 127.0.0.2 listed\n", 2, 12, "one of" },
	{ "a.example\n 127.0.0.2 blocked:bad\n", 2, 12, "colon" },
	{ "a.example mask\n", 1, 1, "mask" },
	{ "a.example mask\nb.example\n", 2, 1, "mask" },
	{ "a.example mask\n 3 blocked\n", 2, 2, "one of 1, 2" },
	{ "a.example mask\n 0 blocked\n", 2, 2, "one of 1, 2" },
	{ "a.example mask\n 256 blocked\n", 2, 2, "one of 1, 2" },
	{ "a.example mask\n 127.0.0.2 blocked\n", 2, 2, "one of 1, 2" },
	{ "a.example mask\n 8 blocked\n 8 info\n", 3, 2, "twice" },
	{ "a.example\x01\n", 1, 1, "control" },
	{ "a.example\n\x1b[31m\n", 2, 1, "control" },
};

START_TEST(test_refusals)
{
	struct dnsbl_lists lists;
	struct dnsbl_lists_error e;
	const char *text = refusals[_i].text;

	ck_assert(!dnsbl_lists_parse(&lists, text, strlen(text), &e));
	ck_assert_uint_eq(e.line, refusals[_i].line);
	ck_assert_uint_eq(e.column, refusals[_i].column);
	ck_assert_msg(strstr(e.reason, refusals[_i].reason) != NULL, "%s",
	    e.reason);
	ck_assert_ptr_null(lists.rows);
	ck_assert_ptr_null(lists.text);
}
END_TEST

START_TEST(test_nul)
{
	struct dnsbl_lists lists;
	struct dnsbl_lists_error e;

	ck_assert(!dnsbl_lists_parse(&lists, "a.example\nb\0c\n", 14, &e));
	ck_assert_uint_eq(e.line, 2);
	ck_assert(dnsbl_lists_parse(&lists, "", 0, &e));
	ck_assert_uint_eq(lists.count, 0);
	dnsbl_lists_clear(&lists);
}
END_TEST

START_TEST(test_limits)
{
	struct dnsbl_lists lists;
	struct dnsbl_lists_error e;
	char *text = calloc(DNSBL_LISTS_ROWS + 1, 16);
	size_t length = 0;

	for (int i = 0; i <= DNSBL_LISTS_ROWS; i++)
		length += (size_t)snprintf(text + length, 16, "l%d.example\n",
		    i);
	ck_assert(!dnsbl_lists_parse(&lists, text, length, &e));
	ck_assert_uint_eq(e.line, DNSBL_LISTS_ROWS + 1);
	free(text);
}
END_TEST

START_TEST(test_file)
{
	char path[] = "/tmp/weblife-lists.XXXXXX";
	struct dnsbl_lists lists;
	char *wrong;
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "a.example\n8\n", 12), 12);
	wrong = dnsbl_lists_read(&lists, path);
	ck_assert_ptr_nonnull(strstr(wrong, path));
	ck_assert_ptr_nonnull(strstr(wrong, "line 2, column 1"));
	free(wrong);
	ck_assert_int_eq(ftruncate(fd, 10), 0);
	ck_assert_ptr_null(dnsbl_lists_read(&lists, path));
	ck_assert_uint_eq(lists.count, 1);
	dnsbl_lists_clear(&lists);
	ck_assert_int_eq(ftruncate(fd, DNSBL_LISTS_MAX + 1), 0);
	wrong = dnsbl_lists_read(&lists, path);
	ck_assert_ptr_nonnull(strstr(wrong, "256 KiB"));
	free(wrong);
	(void)close(fd);
	(void)unlink(path);
	wrong = dnsbl_lists_read(&lists, path);
	ck_assert_ptr_nonnull(strstr(wrong, "No such file"));
	free(wrong);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	wrong = dnsbl_lists_read(&lists, path);
	ck_assert_ptr_nonnull(strstr(wrong, "regular"));
	free(wrong);
	(void)unlink(path);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("dnsbl_lists");
	TCase *tc = tcase_create("dnsbl_lists");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tc, test_words);
	tcase_add_test(tc, test_codes);
	tcase_add_loop_test(tc, test_refusals, 0,
	    (int)(sizeof(refusals) / sizeof(refusals[0])));
	tcase_add_test(tc, test_nul);
	tcase_add_test(tc, test_limits);
	tcase_add_test(tc, test_file);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
