/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sample.h"

#define MAX_TEXT 2048

/* The networks in text, one word each; the addresses as words. */
static double
take(char *out, const char *text, size_t max)
{
	struct network networks[64];
	struct sample sample;
	char copy[512], address[IP_TEXT_MAX], *word, *rest = copy;
	size_t n = 0;
	double of;

	(void)snprintf(copy, sizeof(copy), "%s", text);
	while ((word = strtok_r(rest, " ", &rest)) != NULL)
		ck_assert_msg(network_parse(&networks[n++], word), "%s", word);
	sample_take(&sample, networks, n, max);
	ck_assert_uint_le(sample.count, max);
	*out = '\0';
	for (size_t i = 0; i < sample.count; i++)
		(void)snprintf(out + strlen(out), MAX_TEXT - strlen(out),
		    "%s%s", i > 0 ? " " : "",
		    ip_text(&sample.addresses[i], address));
	of = sample.of;
	free(sample.addresses);
	return of;
}

static const struct {
	const char *networks;
	size_t max;
	double of;
	const char *addresses;
} cases[] = {
	{ "", 32, 0, "" },
	{ "192.0.2.1", 32, 1, "192.0.2.1" },
	{ "192.0.2.1 192.0.2.1/32", 32, 1, "192.0.2.1" },
	{ "192.0.2.0/30", 32, 4, "192.0.2.0 192.0.2.1 192.0.2.2 192.0.2.3" },
	{ "192.0.2.0/30", 2, 4, "192.0.2.1 192.0.2.3" },
	{ "192.0.2.0/24", 4, 256,
	    "192.0.2.32 192.0.2.96 192.0.2.160 192.0.2.224" },
	{ "10.0.0.0/8", 4, 16777216,
	    "10.32.0.0 10.96.0.0 10.160.0.0 10.224.0.0" },
	{ "192.0.2.0/30 192.0.2.0/31 192.0.2.3", 32, 4,
	    "192.0.2.0 192.0.2.1 192.0.2.2 192.0.2.3" },
	/* one address of the customer's is not lost beside a wide network */
	{ "198.51.100.0/24 192.0.2.9", 3, 257,
	    "192.0.2.9 198.51.100.64 198.51.100.192" },
	{ "192.0.2.0/30 198.51.100.0/24", 6, 260,
	    "192.0.2.0 192.0.2.2 192.0.2.3 198.51.100.42 198.51.100.128 "
	    "198.51.100.213" },
	/* more networks than addresses */
	{ "192.0.2.1 192.0.2.3 192.0.2.5 192.0.2.7", 2, 4,
	    "192.0.2.1 192.0.2.5" },
	{ "2001:db8::/126 192.0.2.1", 32, 5,
	    "192.0.2.1 2001:db8:: 2001:db8::1 2001:db8::2 2001:db8::3" },
	{ "2001:db8::/64", 2, 18446744073709551616.0,
	    "2001:db8:0:0:4000:: 2001:db8:0:0:c000::" },
	{ "2001:db8::/109", 2, 524288.0, "2001:db8::2:0 2001:db8::6:0" },
	{ "0.0.0.0/0", 2, 4294967296.0, "64.0.0.0 192.0.0.0" },
	{ "::/0", 2, 340282366920938463463374607431768211456.0,
	    "4000:: c000::" },
};

START_TEST(test_cases)
{
	char text[MAX_TEXT];
	double of = take(text, cases[_i].networks, cases[_i].max);

	ck_assert_str_eq(text, cases[_i].addresses);
	ck_assert(of >= cases[_i].of && of <= cases[_i].of);
}
END_TEST

START_TEST(test_whole_24)
{
	struct network network;
	struct sample sample;

	ck_assert(network_parse(&network, "192.0.2.0/24"));
	sample_take(&sample, &network, 1, 1000);
	ck_assert_uint_eq(sample.count, 256);
	for (unsigned int i = 0; i < 256; i++)
		ck_assert_uint_eq(sample.addresses[i].bytes[3], i);
	free(sample.addresses);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sample");
	TCase *tc = tcase_create("sample");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, test_cases, 0,
	    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tc, test_whole_24);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
