/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "spf.h"

static const struct {
	const char *text;
	size_t length;
	bool is;
} versions[] = {
	{ "v=spf1", 6, true },
	{ "v=spf1 ", 7, true },
	{ "V=SpF1 -all", 11, true },
	{ "v=spf1 -all", 11, true },
	{ "v=spf10 -all", 12, false },
	{ "v=spf1-all", 10, false },
	{ "v=spf1\t-all", 11, false },
	{ " v=spf1 -all", 12, false },
	{ "v=spf", 5, false },
	{ "v=spf 1", 7, false },
	{ "spf2.0/pra -all", 15, false },
	{ "v=spf1\0 -all", 12, false },
	{ "", 0, false },
};

START_TEST(test_version)
{
	ck_assert_int_eq(spf_is_record(versions[_i].text,
	    versions[_i].length), versions[_i].is);
}
END_TEST

/* one term each, as read behind "v=spf1 " */
static const struct {
	const char *text;
	enum spf_kind kind;
	char qualifier;
	const char *spec;	/* NULL: none */
	int prefix4, prefix6;
} terms[] = {
	{ "all", SPF_ALL, '+', NULL, 32, 128 },
	{ "-all", SPF_ALL, '-', NULL, 32, 128 },
	{ "~ALL", SPF_ALL, '~', NULL, 32, 128 },
	{ "?all", SPF_ALL, '?', NULL, 32, 128 },
	{ "+all", SPF_ALL, '+', NULL, 32, 128 },
	{ "include:_spf.example.jp", SPF_INCLUDE, '+', "_spf.example.jp", 32,
	    128 },
	{ "?Include:%{d2}.example.jp.", SPF_INCLUDE, '?',
	    "%{d2}.example.jp.", 32, 128 },
	{ "a", SPF_A, '+', NULL, 32, 128 },
	{ "a/0", SPF_A, '+', NULL, 0, 128 },
	{ "a/24", SPF_A, '+', NULL, 24, 128 },
	{ "a//0", SPF_A, '+', NULL, 32, 0 },
	{ "a//64", SPF_A, '+', NULL, 32, 64 },
	{ "a/24//64", SPF_A, '+', NULL, 24, 64 },
	{ "a:mail.example.jp", SPF_A, '+', "mail.example.jp", 32, 128 },
	{ "a:mail.example.jp/24", SPF_A, '+', "mail.example.jp", 24, 128 },
	{ "A:mail.example.jp./24//128", SPF_A, '+', "mail.example.jp.", 24,
	    128 },
	{ "a:%{d}/8", SPF_A, '+', "%{d}", 8, 128 },
	/* visible characters may stand in a label */
	{ "a:odd:name/with=all.example.jp", SPF_A, '+',
	    "odd:name/with=all.example.jp", 32, 128 },
	{ "a:odd/24.example.jp/24", SPF_A, '+', "odd/24.example.jp", 24,
	    128 },
	{ "a:%%%_%-.example.jp", SPF_A, '+', "%%%_%-.example.jp", 32, 128 },
	{ "a:.jp", SPF_A, '+', ".jp", 32, 128 },
	{ "a:x.xn--wgv71a", SPF_A, '+', "x.xn--wgv71a", 32, 128 },
	{ "a:x.1-2", SPF_A, '+', "x.1-2", 32, 128 },
	{ "a:x.a1", SPF_A, '+', "x.a1", 32, 128 },
	{ "a:x%-", SPF_A, '+', "x%-", 32, 128 },
	{ "mx", SPF_MX, '+', NULL, 32, 128 },
	{ "-mx:example.jp/30//126", SPF_MX, '-', "example.jp", 30, 126 },
	{ "ptr", SPF_PTR, '+', NULL, 32, 128 },
	{ "ptr:example.jp", SPF_PTR, '+', "example.jp", 32, 128 },
	{ "ip4:192.0.2.1", SPF_IP4, '+', NULL, 32, 128 },
	{ "ip4:192.0.2.1/0", SPF_IP4, '+', NULL, 0, 128 },
	{ "ip4:192.0.2.1/32", SPF_IP4, '+', NULL, 32, 128 },
	{ "IP4:0.0.0.0/9", SPF_IP4, '+', NULL, 9, 128 },
	{ "ip6:2001:db8::1", SPF_IP6, '+', NULL, 32, 128 },
	{ "ip6:2001:DB8::/32", SPF_IP6, '+', NULL, 32, 32 },
	{ "ip6:::1/128", SPF_IP6, '+', NULL, 32, 128 },
	{ "ip6:::/0", SPF_IP6, '+', NULL, 32, 0 },
	{ "ip6:::ffff:192.0.2.1", SPF_IP6, '+', NULL, 32, 128 },
	{ "exists:%{ir}.%{v}._spf.%{d2}", SPF_EXISTS, '+',
	    "%{ir}.%{v}._spf.%{d2}", 32, 128 },
	{ "exists:%{L1r+-/_=,.}.example.jp", SPF_EXISTS, '+',
	    "%{L1r+-/_=,.}.example.jp", 32, 128 },
	{ "redirect=_spf.example.jp", SPF_REDIRECT, '+', "_spf.example.jp",
	    32, 128 },
	{ "REDIRECT=%{d}.example.jp", SPF_REDIRECT, '+', "%{d}.example.jp",
	    32, 128 },
	{ "exp=why.%{d}", SPF_EXP, '+', "why.%{d}", 32, 128 },
	{ "default=pass", SPF_UNKNOWN_MODIFIER, '+', NULL, 32, 128 },
	{ "cow.far_out-1=man:dog/cat", SPF_UNKNOWN_MODIFIER, '+', NULL, 32,
	    128 },
	{ "note=", SPF_UNKNOWN_MODIFIER, '+', NULL, 32, 128 },
	{ "ip4=192.0.2.1", SPF_UNKNOWN_MODIFIER, '+', NULL, 32, 128 },
	{ "note=%{c}", SPF_UNKNOWN_MODIFIER, '+', NULL, 32, 128 },
};

START_TEST(test_terms)
{
	char text[256] = "v=spf1  ";
	struct spf_reader reader;
	struct spf_term term;
	struct spf_fault fault;

	strncat(text, terms[_i].text, 200);
	spf_begin(&reader, text, strlen(text));
	ck_assert_msg(spf_next(&reader, &term), "%s", terms[_i].text);
	ck_assert_int_eq(term.kind, terms[_i].kind);
	ck_assert_int_eq(term.qualifier, terms[_i].qualifier);
	ck_assert_int_eq(term.prefix4, terms[_i].prefix4);
	ck_assert_int_eq(term.prefix6, terms[_i].prefix6);
	ck_assert_uint_eq(term.length, strlen(terms[_i].text));
	if (terms[_i].spec == NULL)
		ck_assert_ptr_null(term.spec);
	else {
		ck_assert_uint_eq(term.spec_length, strlen(terms[_i].spec));
		ck_assert(memcmp(term.spec, terms[_i].spec,
		    term.spec_length) == 0);
	}
	ck_assert(!spf_next(&reader, &term));
	ck_assert_int_eq(reader.error, SPF_FINE);
	ck_assert_uint_eq(reader.number, 1);
	ck_assert(spf_check(&fault, text, strlen(text)));
}
END_TEST

static const struct {
	const char *text;
	enum spf_error error;
} refusals[] = {
	{ "al", SPF_BAD_MECHANISM },
	{ "alll", SPF_BAD_MECHANISM },
	{ "-all.", SPF_BAD_MECHANISM },
	{ "all:example.jp", SPF_EXTRA },
	{ "all/8", SPF_EXTRA },
	{ "all:", SPF_EXTRA },
	{ "--all", SPF_BAD_MECHANISM },
	{ "-", SPF_BAD_MECHANISM },
	{ "=x", SPF_BAD_MECHANISM },
	{ "1x=y", SPF_BAD_MECHANISM },
	{ "x/y=z", SPF_BAD_MECHANISM },
	{ "x:y=z", SPF_BAD_MECHANISM },
	{ "+redirect=example.jp", SPF_BAD_MECHANISM },
	{ "-exp=example.jp", SPF_BAD_MECHANISM },
	{ "redirect:example.jp", SPF_BAD_MECHANISM },
	{ "ipv4:192.0.2.1", SPF_BAD_MECHANISM },
	{ "include", SPF_NO_VALUE },
	{ "include:", SPF_BAD_DOMAIN },
	{ "include/24", SPF_EXTRA },
	{ "include:example.jp/24", SPF_BAD_DOMAIN },
	{ "include:jp", SPF_BAD_DOMAIN },
	{ "include:example.jp..", SPF_BAD_DOMAIN },
	{ "include:_spf.example.jp~all", SPF_BAD_DOMAIN },
	{ "exists", SPF_NO_VALUE },
	{ "exists:", SPF_BAD_DOMAIN },
	{ "exists:%{i}.jp/24", SPF_BAD_DOMAIN },
	{ "a:", SPF_BAD_DOMAIN },
	{ "a:/24", SPF_BAD_DOMAIN },
	{ "a:museum", SPF_BAD_DOMAIN },
	{ "a:museum.", SPF_BAD_DOMAIN },
	{ "a:192.0.2.1", SPF_BAD_DOMAIN },
	{ "a:x.-jp", SPF_BAD_DOMAIN },
	{ "a:x.jp-", SPF_BAD_DOMAIN },
	{ "a:x.j_p", SPF_BAD_DOMAIN },
	{ "a:%{d}jp", SPF_BAD_DOMAIN },
	{ "a:%{d}.", SPF_BAD_DOMAIN },
	{ "a:x.%{d}.j/", SPF_BAD_DOMAIN },
	{ "a/", SPF_BAD_PREFIX },
	{ "a//", SPF_BAD_PREFIX },
	{ "a/33", SPF_BAD_PREFIX },
	{ "a/024", SPF_BAD_PREFIX },
	{ "a/00", SPF_BAD_PREFIX },
	{ "a/1234", SPF_BAD_PREFIX },
	{ "a//129", SPF_BAD_PREFIX },
	{ "a//01", SPF_BAD_PREFIX },
	{ "a/-1", SPF_BAD_PREFIX },
	{ "a///64", SPF_BAD_PREFIX },
	{ "a//64//64", SPF_BAD_PREFIX },
	{ "a:x.jp//64/24", SPF_BAD_DOMAIN },
	{ "a24", SPF_BAD_MECHANISM },
	{ "mx/33", SPF_BAD_PREFIX },
	{ "mx:x.jp//999", SPF_BAD_PREFIX },
	{ "mx.", SPF_BAD_MECHANISM },
	{ "ptr/24", SPF_EXTRA },
	{ "ptr:", SPF_BAD_DOMAIN },
	{ "ptr:x.jp/24", SPF_BAD_DOMAIN },
	{ "ip4", SPF_NO_VALUE },
	{ "ip4/24", SPF_EXTRA },
	{ "ip4:", SPF_BAD_ADDRESS },
	{ "ip4:192.0.2", SPF_BAD_ADDRESS },
	{ "ip4:192.0.2.256", SPF_BAD_ADDRESS },
	{ "ip4:192.0.2.01", SPF_BAD_ADDRESS },
	{ "ip4:192.0.2.1:25", SPF_BAD_ADDRESS },
	{ "ip4:192.0.2.1.", SPF_BAD_ADDRESS },
	{ "ip4:2001:db8::1", SPF_BAD_ADDRESS },
	{ "ip4:_spf.example.jp", SPF_BAD_ADDRESS },
	{ "ip4:192.0.2.1/", SPF_BAD_PREFIX },
	{ "ip4:192.0.2.1/33", SPF_BAD_PREFIX },
	{ "ip4:192.0.2.1/032", SPF_BAD_PREFIX },
	{ "ip4:192.0.2.1//32", SPF_BAD_PREFIX },
	{ "ip4:192.0.2.1/3x", SPF_BAD_PREFIX },
	{ "ip6:", SPF_BAD_ADDRESS },
	{ "ip6", SPF_NO_VALUE },
	{ "ip6:192.0.2.1", SPF_BAD_ADDRESS },
	{ "ip6:2001:db8::1::2", SPF_BAD_ADDRESS },
	{ "ip6:2001:db8::1/129", SPF_BAD_PREFIX },
	{ "ip6:2001:db8::1/064", SPF_BAD_PREFIX },
	{ "ip6:2001:db8::1//64", SPF_BAD_PREFIX },
	{ "ip6:2001:db8:0000:0000:0000:0000:0000:0000:0000:0000:0000",
	    SPF_BAD_ADDRESS },
	{ "redirect=", SPF_BAD_DOMAIN },
	{ "redirect=jp", SPF_BAD_DOMAIN },
	{ "redirect=x.jp/24", SPF_BAD_DOMAIN },
	{ "exp=", SPF_BAD_DOMAIN },
	/* 7.2: c, r and t only in the text that exp= leads to */
	{ "exp=%{r}.example.jp", SPF_BAD_MACRO },
	{ "exists:%{c}.example.jp", SPF_BAD_MACRO },
	{ "exists:%{t}.example.jp", SPF_BAD_MACRO },
	{ "exists:%(ir).example.jp", SPF_BAD_MACRO },
	{ "exists:x%.example.jp", SPF_BAD_MACRO },
	{ "exists:x%{ir.example.jp", SPF_BAD_MACRO },
	{ "exists:%{a}.example.jp", SPF_BAD_MACRO },
	{ "exists:%{}.example.jp", SPF_BAD_MACRO },
	{ "exists:%{d0}.example.jp", SPF_BAD_MACRO },
	{ "exists:%{dr2}.example.jp", SPF_BAD_MACRO },
	{ "exists:%{d*}.example.jp", SPF_BAD_MACRO },
	{ "exists:example.jp%", SPF_BAD_MACRO },
	{ "note=%abc", SPF_BAD_MACRO },
	{ "note=%{x", SPF_BAD_MACRO },
	{ "a:\303\251.example.jp", SPF_BAD_CHARACTER },
	{ "\357\275\201ll", SPF_BAD_CHARACTER },
	{ "a\tmx", SPF_BAD_CHARACTER },
	{ "note=\377", SPF_BAD_CHARACTER },
	{ "mx\177", SPF_BAD_CHARACTER },
};

START_TEST(test_refusals)
{
	char text[256] = "v=spf1 mx ";
	struct spf_fault fault;

	strncat(text, refusals[_i].text, 200);
	ck_assert_msg(!spf_check(&fault, text, strlen(text)), "%s", text);
	ck_assert_msg(fault.error == refusals[_i].error, "%s: %d", text,
	    (int)fault.error);
	ck_assert_uint_eq(fault.number, 2);
	ck_assert_uint_eq(fault.start, 10);
	ck_assert_uint_eq(fault.length, strlen(refusals[_i].text));
	ck_assert(strlen(spf_error_text(fault.error)) > 0);
}
END_TEST

START_TEST(test_twice)
{
	static const char *const texts[] = {
		"v=spf1 redirect=a.jp redirect=a.jp",
		"v=spf1 exp=a.jp EXP=b.jp -all",
	};
	struct spf_fault fault;
	size_t i;

	for (i = 0; i < 2; i++) {
		ck_assert(!spf_check(&fault, texts[i], strlen(texts[i])));
		ck_assert_int_eq(fault.error, SPF_TWICE);
		ck_assert_uint_eq(fault.number, 2);
	}
	/* of the others there may be any number */
	ck_assert(spf_check(&fault, "v=spf1 x=1 x=2 -all -all", 24));
}
END_TEST

START_TEST(test_blanks)
{
	static const char text[] = "v=spf1   mx  a    -all   ";
	struct spf_reader reader;
	struct spf_term term;

	spf_begin(&reader, text, sizeof(text) - 1);
	ck_assert(spf_next(&reader, &term));
	ck_assert_int_eq(term.kind, SPF_MX);
	ck_assert(spf_next(&reader, &term));
	ck_assert_int_eq(term.kind, SPF_A);
	ck_assert(spf_next(&reader, &term));
	ck_assert_int_eq(term.kind, SPF_ALL);
	ck_assert(!spf_next(&reader, &term));
	ck_assert_int_eq(reader.error, SPF_FINE);
	ck_assert_uint_eq(reader.number, 3);
}
END_TEST

/* a wrong term does not hide the one behind it */
START_TEST(test_goes_on)
{
	static const char text[] = "v=spf1 ipv4:192.0.2.1 mx";
	struct spf_reader reader;
	struct spf_term term;

	spf_begin(&reader, text, sizeof(text) - 1);
	ck_assert(!spf_next(&reader, &term));
	ck_assert_int_eq(reader.error, SPF_BAD_MECHANISM);
	ck_assert_uint_eq(term.length, 14);
	ck_assert(spf_next(&reader, &term));
	ck_assert_int_eq(term.kind, SPF_MX);
}
END_TEST

/* NUL inside is an octet like any other that is not printable */
START_TEST(test_nul)
{
	static const char text[] = "v=spf1 mx\0 -all";
	struct spf_fault fault;

	ck_assert(!spf_check(&fault, text, sizeof(text) - 1));
	ck_assert_int_eq(fault.error, SPF_BAD_CHARACTER);
	ck_assert_uint_eq(fault.length, 3);
}
END_TEST

START_TEST(test_counts)
{
	static const char text[] = "v=spf1 include:a.jp a mx ptr exists:a.jp "
	    "ip4:192.0.2.1 ip6:::1 all exp=a.jp x=y redirect=a.jp";
	struct spf_reader reader;
	struct spf_term term;
	int counted = 0, all = 0;

	spf_begin(&reader, text, sizeof(text) - 1);
	for (; spf_next(&reader, &term); all++)
		counted += spf_counts(&term);
	ck_assert_int_eq(all, 11);
	ck_assert_int_eq(counted, 6);
}
END_TEST

#define ROWS(table) (int)(sizeof(table) / sizeof((table)[0]))

int
main(void)
{
	Suite *suite = suite_create("spf");
	TCase *cases = tcase_create("record");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(cases, test_version, 0, ROWS(versions));
	tcase_add_loop_test(cases, test_terms, 0, ROWS(terms));
	tcase_add_loop_test(cases, test_refusals, 0, ROWS(refusals));
	tcase_add_test(cases, test_twice);
	tcase_add_test(cases, test_blanks);
	tcase_add_test(cases, test_goes_on);
	tcase_add_test(cases, test_nul);
	tcase_add_test(cases, test_counts);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
