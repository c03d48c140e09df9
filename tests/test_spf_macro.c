/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "spf_macro.h"
#include "spf_name.h"

static struct spf_values
values(const char *ip)
{
	struct spf_values v = { .local = "strong-bad", .origin =
	    "email.example.com", .domain = "email.example.com",
	    .helo = "mx.example.org", .receiver = "rx.example.net",
	    .time = 1700000000, .validated = "mx.example.org" };

	ck_assert(ip_parse(&v.ip, ip));
	return v;
}

#define V4 "192.0.2.3"
#define V6 "2001:db8::cb01"
#define NIBBLES "2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1"
#define REVERSE "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2"

/* as the official tests have them in an explanation */
#define CAPITALS "2.0.0.1.0.D.B.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.C.B.0.1"
#define CAPITAL_REVERSE \
	"1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2"

static const struct {
	const char *ip, *text, *expanded;
} rows[] = {
	/* RFC 7208 7.4 */
	{ V4, "%{s}", "strong-bad@email.example.com" },
	{ V4, "%{o}", "email.example.com" },
	{ V4, "%{d}", "email.example.com" },
	{ V4, "%{d4}", "email.example.com" },
	{ V4, "%{d3}", "email.example.com" },
	{ V4, "%{d2}", "example.com" },
	{ V4, "%{d1}", "com" },
	{ V4, "%{dr}", "com.example.email" },
	{ V4, "%{d2r}", "example.email" },
	{ V4, "%{l}", "strong-bad" },
	{ V4, "%{l-}", "strong.bad" },
	{ V4, "%{lr}", "strong-bad" },
	{ V4, "%{lr-}", "bad.strong" },
	{ V4, "%{l1r-}", "strong" },
	{ V4, "%{ir}.%{v}._spf.%{d2}",
	    "3.2.0.192.in-addr._spf.example.com" },
	{ V4, "%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com" },
	{ V4, "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}",
	    "bad.strong.lp.3.2.0.192.in-addr._spf.example.com" },
	{ V4, "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}",
	    "3.2.0.192.in-addr.strong.lp._spf.example.com" },
	{ V4, "%{d2}.trusted-domains.example.net",
	    "example.com.trusted-domains.example.net" },
	{ V6, "%{ir}.%{v}._spf.%{d2}", CAPITAL_REVERSE
	    ".ip6._spf.example.com" },
	{ V6, "%{i}", CAPITALS },
	{ V6, "%{c}", "2001:db8::cb01" },
	{ V4, "%{c}", "192.0.2.3" },
	{ V4, "%{h}", "mx.example.org" },
	{ V4, "%{p}", "mx.example.org" },
	{ V4, "%{r}", "rx.example.net" },
	{ V4, "%{t}", "1700000000" },
	{ V4, "%%%_%-", "% %20" },
	/* capital letters escape */
	{ V4, "%{S}", "strong-bad%40email.example.com" },
	{ V4, "%{D}", "email.example.com" },
	/* every delimiter splits, and dots join */
	{ V4, "%{s@}", NULL },
	{ V4, "%{l+-}", "strong.bad" },
	{ V4, "%{d-}", "email.example.com" },
	{ V4, "%{d1-}", "email.example.com" },
	{ V4, "%{d999999999999999999999999}", "email.example.com" },
	{ V4, "%{DR2}", NULL },
	{ V4, "%{D2R}", "example.email" },
	{ V4, "", "" },
	{ V4, "%{x}", NULL },
	{ V4, "%", NULL },
	{ V4, "a%", NULL },
	{ V4, "a\377", NULL },
	{ V4, "a\nb", NULL },
	{ V4, "See http://%{d}/why.html?s=%{S}&i=%{I}",
	    "See http://email.example.com/why.html?s=strong-bad%40"
	    "email.example.com&i=192.0.2.3" },
};

START_TEST(test_expand)
{
	struct spf_values v = values(rows[_i].ip);
	size_t n;
	char *text;

	text = spf_macro_expand(&n, rows[_i].text, strlen(rows[_i].text), &v,
	    true);
	if (rows[_i].expanded == NULL)
		ck_assert_ptr_null(text);
	else {
		ck_assert_ptr_nonnull(text);
		ck_assert_str_eq(text, rows[_i].expanded);
		ck_assert_uint_eq(n, strlen(rows[_i].expanded));
	}
	free(text);
}
END_TEST

static char *
expand(const struct spf_values *v, const char *text)
{
	size_t n;

	return spf_macro_expand(&n, text, strlen(text), v, false);
}

START_TEST(test_values)
{
	struct spf_values v = values(V4);
	char *text;

	v.local = "jack&jill=up+x";
	text = expand(&v, "%{L}");
	ck_assert_str_eq(text, "jack%26jill%3Dup%2Bx");
	free(text);
	text = expand(&v, "%{l2r+-=}");
	ck_assert_str_eq(text, "up.jack&jill");
	free(text);
	v.validated = NULL;
	text = expand(&v, "%{p}.x.jp");
	ck_assert_str_eq(text, "unknown.x.jp");
	free(text);
	v.local = "";
	text = expand(&v, "%{l}%{lr}%{l2-}.x.jp");
	ck_assert_str_eq(text, ".x.jp");
	free(text);
	v.local = "..";
	text = expand(&v, "%{lr}|");
	ck_assert_str_eq(text, "..|");
	free(text);
	/* names are DNS text inside and octets outside */
	v.domain = "a\\032b\\.c.example.jp";
	text = expand(&v, "%{d}");
	ck_assert_str_eq(text, "a b.c.example.jp");
	free(text);
	ck_assert_ptr_null(expand(&v, "%{c}"));
	ck_assert_ptr_null(expand(&v, "a b"));
	v = values(V6);
	text = expand(&v, "%{ir}.%{v}._spf.%{d2}");
	ck_assert_str_eq(text, REVERSE ".ip6._spf.example.com");
	free(text);
	text = expand(&v, "%{i}");
	ck_assert_str_eq(text, NIBBLES);
	free(text);
}
END_TEST

START_TEST(test_bounded)
{
	struct spf_values v = values(V4);
	char local[1024], text[4096] = "";
	int i;

	memset(local, '.', sizeof(local) - 1);
	local[sizeof(local) - 1] = '\0';
	v.local = local;
	for (i = 0; i < 600; i++)
		memcpy(text + i * 5, "%{Lr}", 6);
	ck_assert_ptr_null(expand(&v, text));
}
END_TEST

START_TEST(test_letters)
{
	static const char text[] = "%{d}%%{i}.%{L2r}.%_%{x";

	ck_assert_uint_eq(spf_macro_letters(text, sizeof(text) - 1),
	    SPF_LETTER('d') | SPF_LETTER('l'));
	ck_assert_uint_eq(spf_macro_letters("", 0), 0);
}
END_TEST

static const struct {
	const char *octets, *name;	/* NULL: none is left */
} names[] = {
	{ "example.jp", "example.jp" },
	{ "Example.JP.", "Example.JP" },
	{ "_spf.example.jp", "_spf.example.jp" },
	{ "a b.example.jp", "a\\032b.example.jp" },
	{ "a\\b.example.jp", "a\\092b.example.jp" },
	{ "\303\251.jp", "\\195\\169.jp" },
	{ "a@b.jp", "a\\064b.jp" },
	{ "o:d/d=x%.jp", "o:d/d=x%.jp" },
	{ "", NULL },
	{ ".", NULL },
};

START_TEST(test_name)
{
	char name[SPF_NAME_MAX];
	bool fine;

	fine = spf_name(name, names[_i].octets, strlen(names[_i].octets));
	ck_assert_int_eq(fine, names[_i].name != NULL);
	if (fine)
		ck_assert_str_eq(name, names[_i].name);
}
END_TEST

/* 7.3: labels go from the left side until 253 octets are left */
START_TEST(test_name_cut)
{
	char octets[600], name[SPF_NAME_MAX];
	size_t i;

	for (i = 0; i < 300; i++)
		octets[i] = i % 10 == 9 ? '.' : 'a';
	memcpy(octets + 300, "jp", 3);
	ck_assert(spf_name(name, octets, 302));
	ck_assert_uint_eq(strlen(name), 252);
	ck_assert_str_eq(name, octets + 50);
	memset(octets, 'a', 300);
	ck_assert(!spf_name(name, octets, 300));
}
END_TEST

static const struct {
	const char *name;
	bool valid;
} valid[] = {
	{ "example.jp", true },
	{ "a.b", true },
	{ "a\\032b.jp", true },
	{ "_dmarc.example.jp", true },
	{ "12345678901234567890123456789012345678901234567890123456789012"
	    "3.jp", true },
	{ "12345678901234567890123456789012345678901234567890123456789012"
	    "34.jp", false },
	{ "1234567890123456789012345678901234567890123456789012345678901"
	    "\\032\\.\\032.jp", false },
	{ "jp", false },
	{ "", false },
	{ ".jp", false },
	{ "a..jp", false },
	{ "a.", false },
	{ "[192.0.2.1]", false },
	{ "192.0.2.1", false },
};

START_TEST(test_valid)
{
	ck_assert_int_eq(spf_name_valid(valid[_i].name), valid[_i].valid);
}
END_TEST

START_TEST(test_reverse)
{
	char name[SPF_NAME_MAX];
	struct ip ip;

	ck_assert(ip_parse(&ip, V4));
	spf_reverse_name(name, &ip);
	ck_assert_str_eq(name, "3.2.0.192.in-addr.arpa");
	ck_assert(ip_parse(&ip, V6));
	spf_reverse_name(name, &ip);
	ck_assert_str_eq(name, REVERSE ".ip6.arpa");
}
END_TEST

#define ROWS(table) (int)(sizeof(table) / sizeof((table)[0]))

int
main(void)
{
	Suite *suite = suite_create("spf_macro");
	TCase *cases = tcase_create("macro");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(cases, test_expand, 0, ROWS(rows));
	tcase_add_test(cases, test_values);
	tcase_add_test(cases, test_bounded);
	tcase_add_test(cases, test_letters);
	tcase_add_loop_test(cases, test_name, 0, ROWS(names));
	tcase_add_test(cases, test_name_cut);
	tcase_add_loop_test(cases, test_valid, 0, ROWS(valid));
	tcase_add_test(cases, test_reverse);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
