/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "imap.h"
#include "unit.h"

#define OCTETS(s) s, sizeof(s) - 1

/*
 * A response as one line: kind, condition or number, name or tag, code,
 * values, text.  Strings stand in <>, lists in (), NIL is NIL.
 */
static void
put(char *out, size_t size, const char *a, const char *b, const char *c)
{
	size_t n = strlen(out);

	snprintf(out + n, size - n, "%s%s%s", a, b, c);
}

static void
put_value(char *out, size_t size, const struct imap_value *value)
{
	const struct imap_value *member, *end;

	switch (value->type) {
	case IMAP_ATOM:
		put(out, size, " ", value->text, "");
		break;
	case IMAP_STRING:
		put(out, size, " <", value->text, ">");
		break;
	case IMAP_NIL:
		put(out, size, " NIL", "", "");
		break;
	case IMAP_LIST:
		put(out, size, " (", "", "");
		for (member = imap_members(value, &end); member < end;
		    member += member->span)
			put_value(out, size, member);
		put(out, size, " )", "", "");
		break;
	}
}

static void
show(char *out, size_t size, const struct imap_response *r)
{
	static const char *const kinds[] = { "DATA", "STATUS", "DONE", "+" };
	static const char *const conditions[] = { "", " OK", " NO", " BAD",
	    " BYE", " PREAUTH" };
	const struct imap_value *value;
	char number[32] = "";

	out[0] = '\0';
	if (r->numbered)
		snprintf(number, sizeof(number), " %llu",
		    (unsigned long long)r->number);
	put(out, size, kinds[r->kind], conditions[r->condition], number);
	if (r->tag[0] != '\0')
		put(out, size, " tag=", r->tag, "");
	if (r->name[0] != '\0')
		put(out, size, " ", r->name, "");
	if (r->code[0] != '\0')
		put(out, size, " [", r->code, "]");
	for (value = imap_first(r); value != NULL;
	    value = imap_next_value(r, value))
		put_value(out, size, value);
	if (r->kind != IMAP_DATA)
		put(out, size, " '", r->text, "'");
}

static const struct {
	const char *octets;
	size_t n;
	const char *shown;
} cases[] = {
	{ OCTETS("* OK ready"), "STATUS OK 'ready'" },
	{ OCTETS("* ok ready"), "STATUS OK 'ready'" },
	{ OCTETS("* OK"), "STATUS OK ''" },
	{ OCTETS("* OK "), "STATUS OK ''" },
	{ OCTETS("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi"),
	    "STATUS OK [CAPABILITY] IMAP4rev1 AUTH=PLAIN 'hi'" },
	{ OCTETS("* OK [UNSEEN 12]"), "STATUS OK [UNSEEN] 12 ''" },
	{ OCTETS("* OK [PERMANENTFLAGS (\\Seen \\*)] x"),
	    "STATUS OK [PERMANENTFLAGS] ( \\Seen \\* ) 'x'" },
	{ OCTETS("* OK [ALERT] the disk is full"),
	    "STATUS OK [ALERT] 'the disk is full'" },
	{ OCTETS("* OK [a ( b] not a code"),
	    "STATUS OK '[a ( b] not a code'" },
	{ OCTETS("* OK [] x"), "STATUS OK '[] x'" },
	{ OCTETS("* OK [no end"), "STATUS OK '[no end'" },
	{ OCTETS("* OK ends in {5}"), "STATUS OK 'ends in {5}'" },
	{ OCTETS("* BYE see you"), "STATUS BYE 'see you'" },
	{ OCTETS("* PREAUTH hi"), "STATUS PREAUTH 'hi'" },
	{ OCTETS("a1 OK done"), "DONE OK tag=a1 'done'" },
	{ OCTETS("a1 NO [AUTHENTICATIONFAILED] no"),
	    "DONE NO tag=a1 [AUTHENTICATIONFAILED] 'no'" },
	{ OCTETS("a1 bad"), "DONE BAD tag=a1 ''" },
	{ OCTETS("+"), "+ ''" },
	{ OCTETS("+ "), "+ ''" },
	{ OCTETS("+ PDE4OTY="), "+ 'PDE4OTY='" },
	{ OCTETS("* CAPABILITY IMAP4rev1 QUOTA "),
	    "DATA CAPABILITY IMAP4rev1 QUOTA" },
	{ OCTETS("* 23 EXISTS"), "DATA 23 EXISTS" },
	{ OCTETS("* 5 FETCH (UID 17 RFC822.SIZE 44827 FLAGS (\\Seen))"),
	    "DATA 5 FETCH ( UID 17 RFC822.SIZE 44827 FLAGS ( \\Seen ) )" },
	{ OCTETS("* SEARCH"), "DATA SEARCH" },
	{ OCTETS("* QUOTA \"\" (STORAGE 10 512)"),
	    "DATA QUOTA <> ( STORAGE 10 512 )" },
	{ OCTETS("* QUOTA \"\" ()"), "DATA QUOTA <> ( )" },
	{ OCTETS("* QUOTA \"ROOT\""), "DATA QUOTA <ROOT>" },
	{ OCTETS("* QUOTA \"Domain \\\"x\\\\y\\\" quota\" (STORAGE 1 2)"),
	    "DATA QUOTA <Domain \"x\\y\" quota> ( STORAGE 1 2 )" },
	{ OCTETS("* QUOTA {9}\r\na (b) \"c\" (STORAGE 1 2)"),
	    "DATA QUOTA <a (b) \"c\"> ( STORAGE 1 2 )" },
	{ OCTETS("* QUOTA {9}\na (b) \"c\" (STORAGE 1 2)"),
	    "DATA QUOTA <a (b) \"c\"> ( STORAGE 1 2 )" },
	{ OCTETS("* QUOTA {0}\r\n (STORAGE 1 2)"),
	    "DATA QUOTA <> ( STORAGE 1 2 )" },
	{ OCTETS("* QUOTA {3+}\r\na\r\n ()"), "DATA QUOTA <a\r\n> ( )" },
	{ OCTETS("* QUOTA !partition/sda4 (STORAGE 104 10923847)"),
	    "DATA QUOTA !partition/sda4 ( STORAGE 104 10923847 )" },
	{ OCTETS("* QUOTAROOT INBOX"), "DATA QUOTAROOT INBOX" },
	{ OCTETS("* QUOTAROOT INBOX \"\" nil"),
	    "DATA QUOTAROOT INBOX <> NIL" },
	{ OCTETS("* QUOTAROOT INBOX  \"a\"  \"b\""),
	    "DATA QUOTAROOT INBOX <a> <b>" },
	{ OCTETS("* LIST (\\HasNoChildren) \"/\" \"a b\""),
	    "DATA LIST ( \\HasNoChildren ) </> <a b>" },
	{ OCTETS("* NAMESPACE ((\"\" \"/\")(\"x\" \"/\")) NIL NIL"),
	    "DATA NAMESPACE ( ( <> </> ) ( <x> </> ) ) NIL NIL" },
	{ OCTETS("* X \xc3\xa4 ( )"), "DATA X \xc3\xa4 ( )" },
};

START_TEST(parse)
{
	struct imap_response response = { 0 };
	char shown[512];

	ck_assert(imap_parse(&response, cases[_i].octets, cases[_i].n));
	show(shown, sizeof(shown), &response);
	ck_assert_str_eq(shown, cases[_i].shown);
	/* the same again: nothing is left of the first time */
	ck_assert(imap_parse(&response, cases[_i].octets, cases[_i].n));
	show(shown, sizeof(shown), &response);
	ck_assert_str_eq(shown, cases[_i].shown);
	imap_response_free(&response);
}
END_TEST

static const struct {
	const char *octets;
	size_t n;
} refused[] = {
	{ OCTETS("") },
	{ OCTETS("*") },
	{ OCTETS("* ") },
	{ OCTETS("*OK ready") },
	{ OCTETS("a1") },
	{ OCTETS("a1 ") },
	{ OCTETS("a1 DONE x") },
	{ OCTETS("a1 BYE x") },
	{ OCTETS("a1 PREAUTH x") },
	{ OCTETS("+x") },
	{ OCTETS("* 23") },
	{ OCTETS("* 23 ") },
	{ OCTETS("* OK a\0b") },
	{ OCTETS("+ a\0b") },
	{ OCTETS("* QUOTA \"a\0b\" ()") },
	{ OCTETS("* QUOTA a\0b ()") },
	{ OCTETS("* QUOTA {3}\r\na\0b ()") },
	{ OCTETS("* QUOTA \"a ()") },
	{ OCTETS("* QUOTA \"a\\") },
	{ OCTETS("* QUOTA \"a\r\n\" ()") },
	{ OCTETS("* QUOTA \"\" (") },
	{ OCTETS("* QUOTA \"\" (STORAGE 1 2") },
	{ OCTETS("* QUOTA \"\" STORAGE 1 2)") },
	{ OCTETS("* QUOTA \"\"(STORAGE 1 2)") },
	{ OCTETS("* QUOTA \"\" (STORAGE\"1\" 2)") },
	{ OCTETS("* QUOTA {9}\r\nshort") },
	{ OCTETS("* QUOTA {9} x") },
	{ OCTETS("* QUOTA {x}\r\nshort") },
	{ OCTETS("* QUOTA {5}x}\r\nabcde ()") },
	{ OCTETS("* QUOTA {99999999999999999999}\r\nshort") },
	{ OCTETS("* QUOTA a\tb ()") },
	{ OCTETS("* QUOTA ((((((((((((((((((x))))))))))))))))))") },
	{ OCTETS("GET / HTTP/1.0") },
	{ OCTETS("220 smtp.example.jp ESMTP") },
	{ OCTETS("\x16\x03\x01\x02") },
};

START_TEST(refuse)
{
	struct imap_response response = { 0 };

	ck_assert(!imap_parse(&response, refused[_i].octets, refused[_i].n));
	imap_response_free(&response);
}
END_TEST

START_TEST(many_values)
{
	struct imap_response response = { 0 };
	static char line[3 * IMAP_VALUES_MAX];
	size_t n = 3;

	memcpy(line, "* X", n);
	while (n < sizeof(line) - 2) {
		line[n++] = ' ';
		line[n++] = '1';
	}
	ck_assert(!imap_parse(&response, line, n));
	ck_assert(imap_parse(&response, line,
	    3 + 2 * (size_t)IMAP_VALUES_MAX));
	ck_assert_uint_eq(response.count, IMAP_VALUES_MAX);
	imap_response_free(&response);
}
END_TEST

static const struct {
	const char *line;
	bool literal;
	uint64_t n;
} literals[] = {
	{ "* QUOTA {12}", true, 12 },
	{ "* QUOTA {0}", true, 0 },
	{ "{7+}", true, 7 },
	{ "{999999999999999}", true, 999999999999999 },
	{ "{9999999999999999}", false, 0 },
	{ "* QUOTA {12} ", false, 0 },
	{ "* QUOTA 12}", false, 0 },
	{ "* QUOTA {}", false, 0 },
	{ "* QUOTA {+}", false, 0 },
	{ "* QUOTA {-1}", false, 0 },
	{ "}", false, 0 },
	{ "", false, 0 },
};

START_TEST(literal)
{
	uint64_t n = 0;

	ck_assert_int_eq(imap_literal(literals[_i].line,
	    strlen(literals[_i].line), &n), literals[_i].literal);
	if (literals[_i].literal)
		ck_assert_uint_eq(n, literals[_i].n);
}
END_TEST

static const struct {
	const char *text;
	bool number;
	uint64_t n;
} numbers[] = {
	{ "0", true, 0 },
	{ "007", true, 7 },
	{ "9223372036854775807", true, INT64_MAX },
	{ "18446744073709551615", true, UINT64_MAX },
	{ "18446744073709551616", true, UINT64_MAX },
	{ "99999999999999999999999999", true, UINT64_MAX },
	{ "-1", false, 0 },
	{ "+1", false, 0 },
	{ "1.5", false, 0 },
	{ "0x10", false, 0 },
	{ "", false, 0 },
	{ "1K", false, 0 },
};

START_TEST(number)
{
	struct imap_value value = { IMAP_ATOM, 1, numbers[_i].text,
	    strlen(numbers[_i].text) };
	uint64_t n = 0;

	ck_assert_int_eq(imap_number(&value, &n), numbers[_i].number);
	if (numbers[_i].number)
		ck_assert_uint_eq(n, numbers[_i].n);
	value.type = IMAP_LIST;
	ck_assert(!imap_number(&value, &n));
	ck_assert(!imap_number(NULL, &n));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("imap");
	TCase *tc = tcase_create("imap");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, parse, 0, (int)UNIT_COUNT(cases));
	tcase_add_loop_test(tc, refuse, 0, (int)UNIT_COUNT(refused));
	tcase_add_test(tc, many_values);
	tcase_add_loop_test(tc, literal, 0, (int)UNIT_COUNT(literals));
	tcase_add_loop_test(tc, number, 0, (int)UNIT_COUNT(numbers));
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
