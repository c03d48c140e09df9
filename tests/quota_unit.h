/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * quota_unit.h - what the two unit tests of quota share.
 */
#ifndef WEBLIFE_TESTS_QUOTA_UNIT_H
#define WEBLIFE_TESTS_QUOTA_UNIT_H

#include <stdio.h>

#include "quota.h"
#include "unit.h"

#define Q "IMAP QUOTA "

__attribute__((unused)) static struct quota_config
config_of(void)
{
	struct quota_config config = {
		.host = "imap.example.jp", .user = "a@example.jp",
		.warning = { 0, 80, false, true },
		.critical = { 0, 90, false, true },
		.certificate_warning = 14, .certificate_critical = 7,
		.no_quota = STATE_UNKNOWN,
	};

	return config;
}

/* Room for the facts of one test. */
static struct quota_facts facts;

__attribute__((unused)) static const char *
judged(const struct quota_config *config, int verbose)
{
	static char text[REPORT_TEXT_MAX];
	struct report *report = report_new("IMAP QUOTA");

	quota_judge(report, config, &facts);
	report_text(report, verbose, text, sizeof(text));
	report_free(report);
	quota_facts_free(&facts);
	return text;
}

__attribute__((unused)) static void
expect(const char *text, const char *wanted)
{
	ck_assert_msg(strncmp(text, wanted, strlen(wanted)) == 0,
	    "wanted: %s\ngot:    %s", wanted, text);
}

#endif
