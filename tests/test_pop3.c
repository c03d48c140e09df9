/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "pop3.h"
#include "unit.h"

#define OCTETS(s) s, sizeof(s) - 1

static const struct {
	const char *line;
	size_t n;
	bool ok;
	const char *code;
	const char *text;
} cases[] = {
	{ OCTETS("+OK"), true, "", "" },
	{ OCTETS("+OK "), true, "", "" },
	{ OCTETS("+ok ready"), true, "", "ready" },
	{ OCTETS("+OK Dovecot ready."), true, "", "Dovecot ready." },
	{ OCTETS("-ERR no"), false, "", "no" },
	{ OCTETS("-ERR"), false, "", "" },
	{ OCTETS("-ERR [AUTH] wrong"), false, "AUTH", "wrong" },
	{ OCTETS("-ERR [SYS/TEMP]"), false, "SYS/TEMP", "" },
	{ OCTETS("-ERR [IN-USE]  busy"), false, "IN-USE", "busy" },
	{ OCTETS("-ERR [no end"), false, "", "[no end" },
	{ OCTETS("-ERR [a|b] x"), false, "a/b", "x" },
};

START_TEST(parse)
{
	struct pop3_reply reply;
	char text[64];

	ck_assert(pop3_parse(&reply, cases[_i].line, cases[_i].n));
	ck_assert_int_eq(reply.ok, cases[_i].ok);
	ck_assert_str_eq(reply.code, cases[_i].code);
	snprintf(text, sizeof(text), "%.*s", (int)reply.length, reply.text);
	ck_assert_str_eq(text, cases[_i].text);
}
END_TEST

static const struct {
	const char *line;
	size_t n;
} refused[] = {
	{ OCTETS("") },
	{ OCTETS("+") },
	{ OCTETS("OK") },
	{ OCTETS("+OKAY") },
	{ OCTETS("-ERROR") },
	{ OCTETS("* OK IMAP ready") },
	{ OCTETS("+OK a\0b") },
	{ OCTETS(" +OK") },
};

START_TEST(refuse)
{
	struct pop3_reply reply;

	ck_assert(!pop3_parse(&reply, refused[_i].line, refused[_i].n));
}
END_TEST

static const struct {
	const char *line;
	bool well;
	uint64_t messages;
	uint64_t octets;
} stats[] = {
	{ "+OK 2 320", true, 2, 320 },
	{ "+OK 0 0", true, 0, 0 },
	{ "+OK 2 320 and more", true, 2, 320 },
	{ "+OK 2  320", true, 2, 320 },
	{ "+OK 1 99999999999999999999999", true, 1, UINT64_MAX },
	{ "+OK", false, 0, 0 },
	{ "+OK 2", false, 0, 0 },
	{ "+OK 2 ", false, 0, 0 },
	{ "+OK two 320", false, 0, 0 },
	{ "+OK 2 320K", false, 0, 0 },
	{ "+OK -2 320", false, 0, 0 },
	{ "-ERR 2 320", false, 0, 0 },
};

START_TEST(stat_reply)
{
	struct pop3_reply reply;
	uint64_t messages = 0, octets = 0;

	ck_assert(pop3_parse(&reply, stats[_i].line,
	    strlen(stats[_i].line)));
	ck_assert_int_eq(pop3_parse_stat(&reply, &messages, &octets),
	    stats[_i].well);
	if (!stats[_i].well)
		return;
	ck_assert_uint_eq(messages, stats[_i].messages);
	ck_assert_uint_eq(octets, stats[_i].octets);
}
END_TEST

static const struct {
	const char *line;
	unsigned int bits;
} capabilities[] = {
	{ "USER", POP3_CAN_USER },
	{ "stls", POP3_CAN_STLS },
	{ "PIPELINING", POP3_CAN_PIPELINE },
	{ "SASL PLAIN LOGIN", POP3_CAN_PLAIN },
	{ "SASL LOGIN CRAM-MD5  plain", POP3_CAN_PLAIN },
	{ "SASL LOGIN", 0 },
	{ "SASL", 0 },
	{ "SASL ", 0 },
	{ "SASL PLAINPLAINPLAINPLAIN", 0 },
	{ "SASLPLAIN", 0 },
	{ "USERS", 0 },
	{ "", 0 },
};

START_TEST(capability)
{
	ck_assert_uint_eq(pop3_capability(capabilities[_i].line),
	    capabilities[_i].bits);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pop3");
	TCase *tc = tcase_create("pop3");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tc, parse, 0, (int)UNIT_COUNT(cases));
	tcase_add_loop_test(tc, refuse, 0, (int)UNIT_COUNT(refused));
	tcase_add_loop_test(tc, stat_reply, 0, (int)UNIT_COUNT(stats));
	tcase_add_loop_test(tc, capability, 0,
	    (int)UNIT_COUNT(capabilities));
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
