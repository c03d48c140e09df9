/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quota: what the facts mean. */
#include <check.h>
#include <string.h>

#include "quota_judge.h"
#include "quota_unit.h"

#define DAY 86400
#define NOW 1700000000

static const struct {
	struct mail_login login;
	const char *line;
	const char *advice;	/* NULL: that of a wrong password is not given */
} logins[] = {
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "AUTHENTICATIONFAILED", "no" },
	    Q "CRITICAL - a@example.jp: user name or password is wrong: no",
	    "Compare password" },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "AUTH", "no" },
	    Q "CRITICAL - a@example.jp: user name or password is wrong: no",
	    "Compare password" },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "", "go away" },
	    Q "CRITICAL - a@example.jp: login refused: go away",
	    "the last 2 hours" },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "", "" },
	    Q "CRITICAL - a@example.jp: login refused: no reason given",
	    "Compare password" },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "EXPIRED", "old" },
	    Q "CRITICAL - a@example.jp: the password or the account has "
	    "expired: old", "Compare password" },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "AUTHORIZATIONFAILED", "x" },
	    Q "CRITICAL - a@example.jp: the user may not log in here: x",
	    "Compare password" },
	{ { MAIL_LOGIN_REFUSED, "LOGIN", "PRIVACYREQUIRED", "tls" },
	    Q "CRITICAL - a@example.jp: the server takes no login without "
	    "TLS: tls", "--tls implicit" },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "UNAVAILABLE", "later" },
	    Q "CRITICAL - a@example.jp: the server cannot check the password "
	    "now: later", NULL },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "SYS/TEMP", "later" },
	    Q "CRITICAL - a@example.jp: the server cannot check the password "
	    "now: later", NULL },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "INUSE", "x" },
	    Q "CRITICAL - a@example.jp: the mailbox is in use by another "
	    "program: x", NULL },
	{ { MAIL_LOGIN_REFUSED, "PASS", "IN-USE", "x" },
	    Q "CRITICAL - a@example.jp: the mailbox is in use by another "
	    "program: x", NULL },
	{ { MAIL_LOGIN_REFUSED, "PASS", "LOGIN-DELAY", "x" },
	    Q "CRITICAL - a@example.jp: the server limits logins", NULL },
	{ { MAIL_LOGIN_REFUSED, "PLAIN", "LIMIT", "x" },
	    Q "CRITICAL - a@example.jp: the server limits logins", NULL },
	{ { MAIL_LOGIN_DISABLED, NULL, "", "" },
	    Q "CRITICAL - a@example.jp: the server takes no login "
	    "(LOGINDISABLED); nothing was sent", NULL },
	{ { MAIL_LOGIN_NO_WAY, NULL, "", "" },
	    Q "CRITICAL - a@example.jp: the server offers no way to log in "
	    "with a password", NULL },
	{ { MAIL_LOGIN_CLEAR, NULL, "", "" },
	    Q "UNKNOWN - a@example.jp: not logged in: without TLS the "
	    "password would go over the network in clear",
	    "--clear-password" },
};

START_TEST(login)
{
	struct quota_config config = config_of();
	const char *text;

	facts = (struct quota_facts){ .login = logins[_i].login };
	text = judged(&config, 0);
	expect(text, logins[_i].line);
	if (logins[_i].advice != NULL)
		ck_assert_ptr_nonnull(strstr(text, logins[_i].advice));
	else
		ck_assert_ptr_null(strstr(text, "Compare password"));
}
END_TEST

static const struct {
	int64_t left;		/* seconds */
	const char *has;
} certificates[] = {
	{ 30 * DAY, "OK - a@example.jp: the certificate is valid for 30 more "
	    "days | certificate_days=30;14:;7:" },
	{ 14 * DAY, "OK - " },
	{ 14 * DAY - 1, "WARNING - a@example.jp: the certificate is valid "
	    "for 13 more days" },
	{ 7 * DAY, "WARNING - " },
	{ 7 * DAY - 1, "CRITICAL - a@example.jp: the certificate is valid "
	    "for 6 more days" },
	{ DAY, "CRITICAL - a@example.jp: the certificate is valid for 1 more "
	    "day |" },
	{ 1, "CRITICAL - a@example.jp: the certificate is valid for 0 more "
	    "days | certificate_days=0" },
	{ -1, "CRITICAL - a@example.jp: the certificate expired 0 days ago" },
	{ -DAY, "CRITICAL - a@example.jp: the certificate expired 1 day ago "
	    "| certificate_days=-1;" },
};

START_TEST(certificate)
{
	struct quota_config config = config_of();

	facts = (struct quota_facts){ .has_certificate = true, .tls = true,
	    .certificate_end = NOW + certificates[_i].left, .now = NOW };
	expect(judged(&config, 0) + strlen(Q), certificates[_i].has);
}
END_TEST

/* No quota hides neither the login nor the certificate. */
START_TEST(findings_stay)
{
	struct quota_config config = config_of();
	const char *text;

	config.no_quota = STATE_OK;
	facts = (struct quota_facts){ .has_certificate = true, .tls = true,
	    .certificate_end = NOW + 10 * DAY, .now = NOW,
	    .login = { MAIL_LOGIN_OK, "PLAIN", "", "" },
	    .offer = QUOTA_NO_CAPABILITY };
	text = judged(&config, 1);
	expect(text, Q "WARNING - a@example.jp: the certificate is valid for "
	    "10 more days");
	ck_assert_ptr_nonnull(strstr(text, "logged in over TLS (PLAIN)"));
	ck_assert_ptr_nonnull(strstr(text, "the server tells no quota"));
}
END_TEST

static const struct {
	enum stream_fault fault;
	const char *line;
} faults[] = {
	{ STREAM_LOCAL, Q "UNKNOWN - a@example.jp: why" },
	{ STREAM_NO_ROUTE, Q "UNKNOWN - a@example.jp: why" },
	{ STREAM_NO_NAME, Q "UNKNOWN - a@example.jp: no resolver" },
	{ STREAM_REFUSED, Q "CRITICAL - a@example.jp: why" },
	{ STREAM_TIMEOUT, Q "CRITICAL - a@example.jp: why" },
	{ STREAM_RESET, Q "CRITICAL - a@example.jp: why" },
	{ STREAM_CLOSED, Q "CRITICAL - a@example.jp: why" },
	{ STREAM_TOO_LONG, Q "CRITICAL - a@example.jp: why" },
	{ STREAM_INJECTED, Q "CRITICAL - a@example.jp: why" },
	{ STREAM_TLS, Q "CRITICAL - a@example.jp: why" },
	{ STREAM_CERTIFICATE, Q "CRITICAL - a@example.jp: why" },
	{ STREAM_PROTOCOL, Q "CRITICAL - a@example.jp: why" },
};

START_TEST(fault)
{
	struct quota_config config = config_of();

	facts = (struct quota_facts){ .fault = faults[_i].fault,
	    .error = "why" };
	expect(judged(&config, 0), faults[_i].line);
}
END_TEST

/* Whose failure is it that the name does not resolve? */
static const struct {
	enum dns_status status;
	enum dns_status health;
	const char *line;
} names[] = {
	{ DNS_NXDOMAIN, DNS_WELL, Q "CRITICAL - a@example.jp: why" },
	{ DNS_NODATA, DNS_WELL, Q "CRITICAL - a@example.jp: why" },
	{ DNS_SERVFAIL, DNS_WELL, Q "CRITICAL - a@example.jp: " },
	{ DNS_TIMEOUT, DNS_WELL, Q "CRITICAL - a@example.jp: " },
	{ DNS_SERVFAIL, DNS_SICK, Q "UNKNOWN - a@example.jp: our resolver" },
	{ DNS_REFUSED, DNS_REFUSES, Q "UNKNOWN - a@example.jp: our resolver" },
};

START_TEST(name)
{
	struct quota_config config = config_of();
	struct dns_answer answer = { .status = names[_i].status,
	    .type = DNS_A, .sent = 4, .name = "imap.example.jp",
	    .owner = "imap.example.jp" };
	struct dns_answer health = { .status = names[_i].health };

	facts = (struct quota_facts){ .fault = STREAM_NO_NAME, .error = "why",
	    .unresolved = &answer, .health = &health };
	expect(judged(&config, 0), names[_i].line);
}
END_TEST

START_TEST(preauth)
{
	struct quota_config config = config_of();

	facts = (struct quota_facts){ .preauth = true };
	expect(judged(&config, 0), Q "CRITICAL - a@example.jp: the server "
	    "lets everybody in without a password (PREAUTH)");
}
END_TEST

START_TEST(pop3)
{
	struct quota_config config = config_of();

	config.pop3 = true;
	facts = (struct quota_facts){ .login = { MAIL_LOGIN_OK, "PLAIN", "",
	    "" }, .size = { .known = true, .octets = 2048, .messages = 2 } };
	expect(judged(&config, 0), Q "UNKNOWN - a@example.jp: POP3 tells no "
	    "limit: name it with --limit | storage=2048B;;;0 messages=2");
	config.limit = 2000;
	facts = (struct quota_facts){ .login = { MAIL_LOGIN_OK, "PLAIN", "",
	    "" }, .size = { .known = true, .octets = 2048, .messages = 2 } };
	expect(judged(&config, 0), Q "CRITICAL - a@example.jp: 102.4 % full: "
	    "2.0 KB of 2.0 KB from --limit");
}
END_TEST

static const struct {
	double octets;
	const char *text;
} sizes[] = {
	{ 0, "0 bytes" },
	{ 1023, "1023 bytes" },
	{ 1024, "1.0 KB" },
	{ 102400, "100 KB" },
	{ 1024.0 * 1024 * 1.5, "1.5 MB" },
	{ 1024.0 * 1024 * 1024 * 12, "12.0 GB" },
	{ 9e18, "7994 PB" },
};

START_TEST(size)
{
	char text[QUOTA_SIZE_TEXT];

	ck_assert_str_eq(quota_size_text(sizes[_i].octets, text,
	    sizeof(text)), sizes[_i].text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("quota_judge");
	TCase *tc = tcase_create("quota_judge");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, login, 0, (int)UNIT_COUNT(logins));
	tcase_add_loop_test(tc, certificate, 0,
	    (int)UNIT_COUNT(certificates));
	tcase_add_test(tc, findings_stay);
	tcase_add_loop_test(tc, fault, 0, (int)UNIT_COUNT(faults));
	tcase_add_loop_test(tc, name, 0, (int)UNIT_COUNT(names));
	tcase_add_test(tc, preauth);
	tcase_add_test(tc, pop3);
	tcase_add_loop_test(tc, size, 0, (int)UNIT_COUNT(sizes));
	suite_add_tcase(suite, tc);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
