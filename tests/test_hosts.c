/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "hosts.h"

static const struct {
	const char *text;
	const char *name;
	const char *addresses;	/* in order, a blank behind each */
} cases[] = {
	{ "192.0.2.1 imap.example.jp\n", "imap.example.jp", "192.0.2.1 " },
	{ "192.0.2.1\timap.example.jp", "imap.example.jp", "192.0.2.1 " },
	{ "  192.0.2.1   a b\tImap.Example.JP # c\r\n", "imap.example.jp",
	    "192.0.2.1 " },
	{ "192.0.2.1 imap\r\n", "imap", "192.0.2.1 " },
	{ "::1 imap\n127.0.0.1 imap\n", "imap", "::1 127.0.0.1 " },
	{ "127.0.0.1 imap\n127.0.0.1 imap x\n", "imap", "127.0.0.1 " },
	{ "192.0.2.1 a imap a imap\n", "imap", "192.0.2.1 " },
	{ "192.0.2.1 imap.example.jp.\n", "imap.example.jp", "192.0.2.1 " },
	{ "192.0.2.1 imap.example.jp\n", "imap.example.jp.", "192.0.2.1 " },
	/* not this name, or no line at all */
	{ "", "imap", "" },
	{ "\n\n# 192.0.2.1 imap\n", "imap", "" },
	{ "192.0.2.1 #imap\n", "imap", "" },
	{ "192.0.2.1 imaps map\n", "imap", "" },
	{ "192.0.2.1\n", "imap", "" },
	{ "192.0.2 imap\n", "imap", "" },
	{ "fe80::1%eth0 imap\n", "imap", "" },
	{ "imap 192.0.2.1\n", "192.0.2.1", "" },
	{ "imap", "imap", "" },
};

static void
expect_addresses(const char *text, size_t n, const char *name,
    const char *wanted)
{
	struct ip addresses[HOSTS_ADDRESSES];
	char got[HOSTS_ADDRESSES * (IP_TEXT_MAX + 1)] = "";
	char one[IP_TEXT_MAX];
	size_t count, i;

	count = hosts_parse(addresses, text, n, name);
	for (i = 0; i < count; i++) {
		strncat(got, ip_text(&addresses[i], one), IP_TEXT_MAX);
		strncat(got, " ", 2);
	}
	ck_assert_str_eq(got, wanted);
}

START_TEST(parse)
{
	expect_addresses(cases[_i].text, strlen(cases[_i].text),
	    cases[_i].name, cases[_i].addresses);
}
END_TEST

START_TEST(octets)
{
	static const char nul[] = "192.0.2.1 im\0ap imap\n192.0.2.2 imap\0\n";
	char wide[600];

	expect_addresses(nul, sizeof(nul) - 1, "imap", "192.0.2.1 ");
	memset(wide, 'x', sizeof(wide));
	memcpy(wide, "192.0.2.1 ", 10);
	memcpy(wide + sizeof(wide) - 6, " imap", 5);
	expect_addresses(wide, sizeof(wide) - 1, "imap", "192.0.2.1 ");
}
END_TEST

START_TEST(many)
{
	struct ip addresses[HOSTS_ADDRESSES];
	char text[1024];
	size_t n = 0;
	int i;

	for (i = 0; i < 40; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
		    "192.0.2.%d imap\n", i);
	ck_assert_uint_eq(hosts_parse(addresses, text, n, "imap"),
	    HOSTS_ADDRESSES);
}
END_TEST

START_TEST(no_file)
{
	struct ip addresses[HOSTS_ADDRESSES];

	ck_assert_uint_eq(hosts_find(addresses, "no-such-file", "imap"), 0);
	ck_assert_uint_eq(hosts_find(addresses, ".", "imap"), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("hosts");
	TCase *tc = tcase_create("hosts");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, parse, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tc, octets);
	tcase_add_test(tc, many);
	tcase_add_test(tc, no_file);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
