/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SASL messages, Base64, names of mailboxes, and what a transcript hides. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "mutf7.h"
#include "sasl.h"
#include "transcript.h"
#include "unit.h"

static const struct {
	const char *octets;
	const char *text;
} base64[] = {	/* RFC 4648 10 */
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
	{ "\xfb\xff\xfe", "+//+" },
};

START_TEST(base64_both_ways)
{
	char *text = sasl_base64(base64[_i].octets, strlen(base64[_i].octets));
	char octets[16];
	size_t n;

	ck_assert_str_eq(text, base64[_i].text);
	ck_assert(sasl_unbase64(octets, sizeof(octets), &n, text));
	ck_assert_uint_eq(n, strlen(base64[_i].octets));
	ck_assert_mem_eq(octets, base64[_i].octets, n);
	sasl_free(text);
}
END_TEST

static const char *const no_base64[] = {
	"Zg", "Zg=", "Zg===", "=Zg=", "Z===", "Zm9v\n", "Zm 9", "Zm9-",
	"Zg==Zg==", "====", "Zm9vYmFyZm9vYmFyZm9vYmFy",
};

START_TEST(base64_refuses)
{
	char octets[16];
	size_t n;

	ck_assert(!sasl_unbase64(octets, sizeof(octets), &n, no_base64[_i]));
}
END_TEST

static struct secret
secret_of(const char *text)
{
	struct secret secret = { .length = strlen(text) };

	memcpy(secret.text, text, secret.length);
	return secret;
}

START_TEST(plain)
{	/* RFC 4616 4: tim, tanstaaftanstaaf */
	struct secret secret = secret_of("tanstaaftanstaaf");
	char *text = sasl_plain("tim", &secret);

	ck_assert_str_eq(text, "AHRpbQB0YW5zdGFhZnRhbnN0YWFm");
	sasl_free(text);
}
END_TEST

START_TEST(cram_md5)
{	/* RFC 2195 2 */
	struct secret secret = secret_of("tanstaaftanstaaf");
	char *text = sasl_cram_md5("tim", &secret,
	    "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+");

	ck_assert_str_eq(text,
	    "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw");
	sasl_free(text);
	ck_assert_ptr_null(sasl_cram_md5("tim", &secret, "no Base64"));
}
END_TEST

static const struct {
	const char *name;
	const char *encoded;	/* NULL: refused */
} names[] = {
	{ "INBOX", "INBOX" },
	{ "a&b", "a&b" },
	{ "&AOQ-", "&AOQ-" },
	{ "\xc3\xa4", "&AOQ-" },
	{ "\xc3\xa4&b", "&AOQ-&-b" },
	/* RFC 3501 5.1.3 */
	{ "~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/"
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e",
	    "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
	{ "\xf0\x9f\x93\xac", "&2D3c7A-" },
	{ "\xc3", NULL },
	{ "\xc3(", NULL },
	{ "\xc0\xaf", NULL },
	{ "\xe0\x80\x80", NULL },
	{ "\xed\xa0\x80", NULL },
	{ "\xf4\x90\x80\x80", NULL },
	{ "\x80", NULL },
	{ "\xff", NULL },
};

START_TEST(mutf7)
{
	char *encoded = mutf7_from_utf8(names[_i].name);

	if (names[_i].encoded == NULL)
		ck_assert_ptr_null(encoded);
	else
		ck_assert_str_eq(encoded, names[_i].encoded);
	free(encoded);
}
END_TEST

static const struct {
	const char *secret;
	const char *said;
	const char *shown;
} hidden[] = {
	{ "se\"cret", "NO se\"cret is wrong", "NO (password) is wrong" },
	{ "se\"cret", "BAD LOGIN \"a\" \"se\\\"cret\"",
	    "BAD LOGIN ?a? ?(password)?" },
	{ "secret", "secretsecret", "(password)(password)" },
	{ "secret", "x c2VjcmV0 x", "x (password) x" },
	{ "secret", "AHRpbQBzZWNyZXQ=", "(password)" },
	{ "secret", "secre", "secre" },
	/* without padding */
	{ "secret12", "x c2VjcmV0MTI x c2VjcmV0MTI= x",
	    "x (password) x (password) x" },
	{ "secret12", "AHRpbQBzZWNyZXQxMg AHRpbQBzZWNyZXQxMg==",
	    "(password) (password)" },
	/* what the filter drops or changes is passed over */
	{ "secret", "s\001ec\177r\033et", "(password)" },
	{ "secret", "sec\xe2\x80\x8bret, sec\"ret", "(password), (password)" },
	{ "secret", "SECRET Secret C2VJCMV0",
	    "(password) (password) (password)" },
	{ "s\xc3\xa4" "cret", "s\xc3\xa4" "cret s?CRET scret",
	    "(password) (password) (password)" },
	{ "a <b| c", "a  (B/\t\001 C", "(password)" },
	{ "[OK] is it", "it is [OK] is it", "it is (password)" },
	{ " secret ", "it:secret.", "it:(password)." },
	/* a short one only as a word */
	{ "OK", "OK then", "(password) then" },
	{ "ab", "ab cab abc \"ab\" a\001b=ab 1ab ab1 ab",
	    "(password) cab abc ?(password)? (password)=(password) 1ab ab1 "
	    "(password)" },
	{ "a", "a YQ YQ== banana", "(password) (password) (password) banana" },
	/* the filter leaves nothing of it */
	{ "\xe3\x83\x91\xe3\x82\xb9", "\xe3\x83\x91\xe3\x82\xb9 x", "?? x" },
	{ "   ", "a   b", "a b" },
};

START_TEST(hides)
{
	static struct transcript transcript;
	struct secret secret = secret_of(hidden[_i].secret);
	char text[80];

	transcript = (struct transcript){ 0 };
	transcript_hide(&transcript, "tim", &secret);
	transcript_clean(&transcript, text, sizeof(text), hidden[_i].said,
	    strlen(hidden[_i].said));
	ck_assert_str_eq(text, hidden[_i].shown);
	transcript_add(&transcript, "S", hidden[_i].said,
	    strlen(hidden[_i].said));
	ck_assert_str_eq(transcript.line[0] + 3, hidden[_i].shown);
	transcript_seal(&transcript);
	ck_assert(transcript.needles == 0 || !transcript.needle[0].text);
	transcript_clean(&transcript, text, sizeof(text), hidden[_i].said,
	    strlen(hidden[_i].said));
	ck_assert_str_eq(text, hidden[_i].shown);
	transcript_forget(&transcript);
}
END_TEST

START_TEST(keeps_its_bounds)
{
	static struct transcript transcript;
	struct secret secret = secret_of("secret");
	static char wide[10000];
	char text[4000];
	int i;

	memset(wide, 'x', sizeof(wide));
	transcript = (struct transcript){ 0 };
	transcript_hide(&transcript, "tim", &secret);
	transcript_clean(&transcript, text, sizeof(text), wide, sizeof(wide));
	ck_assert_uint_lt(strlen(text), sizeof(text));
	for (i = 0; i < TRANSCRIPT_LINES + 3; i++)
		transcript_add(&transcript, "S", wide, sizeof(wide));
	ck_assert_uint_eq(transcript.count, TRANSCRIPT_LINES);
	ck_assert_uint_eq(transcript.more, 3);
	transcript_forget(&transcript);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sasl");
	TCase *tc = tcase_create("sasl");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, base64_both_ways, 0, (int)UNIT_COUNT(base64));
	tcase_add_loop_test(tc, base64_refuses, 0,
	    (int)UNIT_COUNT(no_base64));
	tcase_add_test(tc, plain);
	tcase_add_test(tc, cram_md5);
	tcase_add_loop_test(tc, mutf7, 0, (int)UNIT_COUNT(names));
	tcase_add_loop_test(tc, hides, 0, (int)UNIT_COUNT(hidden));
	tcase_add_test(tc, keeps_its_bounds);
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
