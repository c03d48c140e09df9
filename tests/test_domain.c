/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>

#include "domain.h"
#include "unit.h"

#define LABEL_63 "abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0"

START_TEST(test_accepted)
{
	static const struct {
		const char *text, *name;
	} cases[] = {
		{ "example.jp", "example.jp" },
		{ "Example.JP.", "example.jp" },
		{ " \texample.jp \t", "example.jp" },
		{ "jp", "jp" },
		{ "_dmarc.example.jp", "_dmarc.example.jp" },
		{ "a--b.example.jp", "a--b.example.jp" },
		{ "123.example.jp", "123.example.jp" },
		{ "example.1a", "example.1a" },
		{ "1.2.3.4.in-addr.arpa", "1.2.3.4.in-addr.arpa" },
		{ "xn--wgv71a119e.jp", "xn--wgv71a119e.jp" },
		{ "XN--WGV71A119E.jp", "xn--wgv71a119e.jp" },
		{ LABEL_63 ".jp", LABEL_63 ".jp" },
		/* 日本語.jp, its dots, and blanks of its own kind */
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.jp",
		    "xn--wgv71a119e.jp" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x80\x82jp",
		    "xn--wgv71a119e.jp" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xef\xbc\x8ejp",
		    "xn--wgv71a119e.jp" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xef\xbd\xa1jp",
		    "xn--wgv71a119e.jp" },
		{ "example.jp\xe3\x80\x82", "example.jp" },
		{ "\xe3\x80\x80" "example.jp\xe3\x80\x80", "example.jp" },
		/* full-width letters */
		{ "\xef\xbc\xa5\xef\xbc\xb8\xef\xbc\xa1\xef\xbc\xad"
		    "\xef\xbc\xb0\xef\xbc\xac\xef\xbc\xa5.jp",
		    "example.jp" },
		/* labels are taken one by one: "_" beside a U-label */
		{ "_dmarc.\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.jp",
		    "_dmarc.xn--wgv71a119e.jp" },
		/* non-transitional: the sharp s stays one */
		{ "stra\xc3\x9f" "e.de", "xn--strae-oqa.de" },
		{ "B\xc3\xbc" "cher.de", "xn--bcher-kva.de" },
		/* the same, composed of two code points */
		{ "Bu\xcc\x88" "cher.de", "xn--bcher-kva.de" },
	};
	char name[DOMAIN_MAX];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(domain_parse(name, cases[i].text) == NULL,
		    "%s: %s", cases[i].text,
		    domain_parse(name, cases[i].text));
		ck_assert_str_eq(name, cases[i].name);
	}
}
END_TEST

/* More than a domain was typed or pasted: what to give is told. */
START_TEST(test_more)
{
	static const struct {
		const char *text, *problem;
	} cases[] = {
		{ "user@example.jp", "give only the domain, the part behind "
		    "the @" },
		{ "info@\xe6\x97\xa5\xe6\x9c\xac.jp", "the part behind the @" },
		{ "@example.jp", "the part behind the @" },
		{ "https://example.jp/", "without https:// and what" },
		{ " https://www.example.jp", "without https:// and what" },
		{ "http://example.jp", "without http:// and what" },
		{ "http://a@example.jp/", "without http:// and what" },
	};
	char name[DOMAIN_MAX] = "before";
	const char *problem;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		problem = domain_parse(name, cases[i].text);
		ck_assert_ptr_nonnull(problem);
		ck_assert_msg(strstr(problem, cases[i].problem) != NULL,
		    "<%s>: %s", cases[i].text, problem);
		ck_assert_str_eq(name, "before");
	}
}
END_TEST

START_TEST(test_refused)
{
	static const struct {
		const char *text, *problem;
	} cases[] = {
		{ "", "a domain name is wanted" },
		{ " ", "a domain name is wanted" },
		{ ".", "a domain name is wanted" },
		{ "\xe3\x80\x82", "a domain name is wanted" },
		{ "..", "empty label" },
		{ "a..jp", "empty label" },
		{ ".jp", "empty label" },
		{ "example.jp..", "empty label" },
		{ "\xe6\x97\xa5\xe3\x80\x82.jp", "empty label" },
		{ LABEL_63 "1.jp", "label is longer than 63" },
		{ "-example.jp", "hyphen" },
		{ "example-.jp", "hyphen" },
		{ "-", "hyphen" },
		{ "exa mple.jp", "only letters" },
		{ "example.jp\n", "only letters" },
		{ "exam\x01ple.jp", "only letters" },
		{ "example.jp\x7f", "only letters" },
		{ "example.jp/mail", "only letters" },
		{ "*.example.jp", "only letters" },
		{ "exa|mple.jp", "only letters" },
		{ "<b>.jp", "only letters" },
		{ "exa\\.mple.jp", "only letters" },
		{ "2001:db8::1", "only letters" },
		{ "example.123", "last label is a number" },
		{ "192.0.2.1", "last label is a number" },
		{ "192.0.2.1.", "last label is a number" },
		{ "123", "last label is a number" },
		/* full-width digits are digits */
		{ "example.\xef\xbc\x91\xef\xbc\x92",
		    "last label is a number" },
		{ "\xff.jp", "UTF-8" },
		{ "a\xc0\xae" "b.jp", "UTF-8" },
		{ "\xed\xa0\x80.jp", "UTF-8" },
		{ "\xe6\x97", "UTF-8" },
		/* what IDNA refuses: a symbol, a bidirectional override */
		{ "\xe2\x99\xa5.jp", "IDNA" },
		{ "a\xe2\x80\xae" "b.jp", "IDNA" },
	};
	char name[DOMAIN_MAX] = "before";
	const char *problem;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		problem = domain_parse(name, cases[i].text);
		ck_assert_msg(problem != NULL, "<%s> gave %s",
		    cases[i].text, name);
		ck_assert_msg(strstr(problem, cases[i].problem) != NULL,
		    "<%s>: %s", cases[i].text, problem);
		ck_assert_str_eq(name, "before");
	}
}
END_TEST

/* n labels of 9 letters, and "jp" */
static char *
long_name(char *text, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		memcpy(text + 10 * i, "aaaaaaaaa.", 10);
	memcpy(text + 10 * n, "jp", 3);
	return (text);
}

START_TEST(test_lengths)
{
	char name[DOMAIN_MAX], text[20000];

	ck_assert_ptr_null(domain_parse(name, long_name(text, 25)));
	ck_assert_uint_eq(strlen(name), 252);
	memcpy(text + 252, "p", 2);
	ck_assert_ptr_null(domain_parse(name, text));
	ck_assert_uint_eq(strlen(name), 253);
	memcpy(text + 253, ".", 2);
	ck_assert_ptr_null(domain_parse(name, text));
	text[strlen(text) - 1] = 'p';
	ck_assert_str_eq(domain_parse(name, text),
	    "the name is longer than 253 characters");
	ck_assert_str_eq(domain_parse(name, long_name(text, 30)),
	    "the name is longer than 253 characters");
	ck_assert_str_eq(domain_parse(name, long_name(text, 1900)),
	    "the name is longer than 253 characters");
	memset(text, 'a', 300);
	text[300] = '\0';
	ck_assert_str_eq(domain_parse(name, text),
	    "a label is longer than 63 characters");
}
END_TEST

/* U-labels that grow beyond 63 octets, or many of them beyond 253. */
START_TEST(test_unicode_lengths)
{
	char name[DOMAIN_MAX], text[2000] = "";
	int i;

	for (i = 0; i < 80; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "%s", i % 2 ? "\xe6\x97\xa5" : "\xe6\x9c\xac");
	ck_assert_str_eq(domain_parse(name, text),
	    "a label is longer than 63 characters");
	text[0] = '\0';
	for (i = 0; i < 24; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.");
	ck_assert_str_eq(domain_parse(name, text),
	    "the name is longer than 253 characters");
}
END_TEST

START_TEST(test_text)
{
	static const struct {
		const char *name, *c, *utf8;
	} cases[] = {
		{ "example.jp", "example.jp", "example.jp" },
		{ "", "", "" },
		{ "xn--wgv71a119e.jp", "xn--wgv71a119e.jp",
		    "xn--wgv71a119e.jp "
		    "(\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e.jp)" },
		{ "www.xn--bcher-kva.de", "www.xn--bcher-kva.de",
		    "www.xn--bcher-kva.de (www.b\xc3\xbc" "cher.de)" },
		/* what does not decode stays alone */
		{ "xn--0.jp", "xn--0.jp", "xn--0.jp" },
		{ "xn--.jp", "xn--.jp", "xn--.jp" },
		{ "xn---.jp", "xn---.jp", "xn---.jp" },
		{ "xn--99999999999.jp", "xn--99999999999.jp",
		    "xn--99999999999.jp" },
		/* as an answer may have it */
		{ "a|b<c>.jp", "a/b(c).jp", "a/b(c).jp" },
		{ "\\010.xn--wgv71a119e.jp", "/010.xn--wgv71a119e.jp",
		    "/010.xn--wgv71a119e.jp" },
		/* the bracket would end a state, "[UP)" */
		{ "xn--wgv71a119e.[UP", "xn--wgv71a119e.[UP",
		    "xn--wgv71a119e.[UP" },
	};
	char text[256];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++)
		ck_assert_str_eq(domain_text(text, sizeof(text),
		    cases[i].name), cases[i].c);
	unit_utf8();
	for (i = 0; i < UNIT_COUNT(cases); i++) {
		domain_text(text, sizeof(text), cases[i].name);
		ck_assert_str_eq(text, cases[i].utf8);
		ck_assert_ptr_null(strpbrk(text, "|<>\\\n"));
	}
	ck_assert_str_eq(domain_text(text, 20, "xn--wgv71a119e.jp"),
	    "xn--wgv71a119e.jp");
	ck_assert_str_eq(domain_text(text, 10, "xn--wgv71a119e.jp"),
	    "xn--wg...");
}
END_TEST

START_TEST(test_ends)
{
	ck_assert(domain_ends("example.jp", "example.jp"));
	ck_assert(domain_ends("www.example.jp", "Example.JP"));
	ck_assert(domain_ends("www.example.jp.", "example.jp"));
	ck_assert(domain_ends("www.example.jp", "example.jp."));
	ck_assert(domain_ends("example.jp", ""));
	ck_assert(domain_ends("", ""));
	ck_assert(!domain_ends("myexample.jp", "example.jp"));
	ck_assert(!domain_ends("jp", "example.jp"));
	ck_assert(!domain_ends("example.jp.evil.com", "example.jp"));
	ck_assert(!domain_ends("", "jp"));
}
END_TEST

START_TEST(test_top_and_equal)
{
	ck_assert_str_eq(domain_top("example.co.jp"), "jp");
	ck_assert_str_eq(domain_top("jp"), "jp");
	ck_assert_str_eq(domain_top(""), "");
	ck_assert(domain_equal("Example.jp", "example.JP."));
	ck_assert(domain_equal("", "."));
	ck_assert(!domain_equal("example.jp", "xample.jp"));
	ck_assert(!domain_equal("example.jp", "example.jp.."));
	ck_assert(!domain_equal("example.jp", "example.jq"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_accepted, test_more, test_refused,
		test_lengths, test_unicode_lengths, test_text, test_ends,
		test_top_and_equal };

	return (unit_run("domain", tests, UNIT_COUNT(tests)));
}
