/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "range.h"
#include "unit.h"

START_TEST(test_accepted)
{
	static const struct {
		const char *text;
		double start, end;
		bool inside;
		const char *written;
	} cases[] = {
		{ "10", 0, 10, false, "10" },
		{ "010", 0, 10, false, "10" },
		{ "0", 0, 0, false, "0" },
		{ "-0", 0, 0, false, "0" },
		{ "+5", 0, 5, false, "5" },
		{ "10:", 10, INFINITY, false, "10:" },
		{ "0:", 0, INFINITY, false, "0:" },
		{ "~:10", -INFINITY, 10, false, "~:10" },
		{ "~:", -INFINITY, INFINITY, false, "~:" },
		{ "10:20", 10, 20, false, "10:20" },
		{ "0:20", 0, 20, false, "20" },
		{ "20:20", 20, 20, false, "20:20" },
		{ "-5:-1", -5, -1, false, "-5:-1" },
		{ "-0.5:0.50", -0.5, 0.5, false, "-0.5:0.5" },
		{ "@10:20", 10, 20, true, "@10:20" },
		{ "@10", 0, 10, true, "@10" },
		{ "@~:10", -INFINITY, 10, true, "@~:10" },
		{ "@10:", 10, INFINITY, true, "@10:" },
		{ "0.000000001", 0, 0.000000001, false, "0.000000001" },
		{ "1000000000000000", 0, 1e15, false, "1000000000000000" },
		{ "-1000000000000000:1000000000000000", -1e15, 1e15, false,
		    "-1000000000000000:1000000000000000" },
		{ "1048576.25:", 1048576.25, INFINITY, false,
		    "1048576.25:" },
	};
	char text[RANGE_TEXT_MAX];
	struct range range;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(range_parse(&range, cases[i].text), "%s",
		    cases[i].text);
		ck_assert_msg(range.set && range.start == cases[i].start &&
		    range.end == cases[i].end &&
		    range.inside == cases[i].inside, "%s", cases[i].text);
		ck_assert_str_eq(range_text(&range, text, sizeof(text)),
		    cases[i].written);
	}
}
END_TEST

START_TEST(test_refused)
{
	static const char *const cases[] = { "", "10abc", "20:10", "0x10",
		"1:2:3", "@", "@@1", "nan", "NaN", "inf", "-inf", "infinity",
		"1e3", "1E3", " 10", "10 ", "10\n", "1 0", ":", "~", "@~",
		"@:", ":10", "10:~", "~~:1", "~1:2", "~:~", "-5", "--5",
		"+-5", "-", "+", ".", ".5", "5.", "5.:6", "1.2.3", "1,5",
		"1,000", "10;20", "10%", "1:2@", "@1:2:", "1::2",
		"1000000000000001", "0:1e400", "\xef\xbc\x91", "1\x01",
		"~:-1000000000000001",
	};
	const struct range before = { 1, 2, true, true };
	struct range range = before;
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert_msg(!range_parse(&range, cases[i]), "<%s>",
		    cases[i]);
		ck_assert_msg(range.start == before.start &&
		    range.end == before.end &&
		    range.inside == before.inside &&
		    range.set == before.set, "<%s> changed it", cases[i]);
	}
}
END_TEST

START_TEST(test_refused_long)
{
	char text[5000];
	struct range range;

	memset(text, '9', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert(!range_parse(&range, text));
	memset(text, '0', sizeof(text) - 1);
	ck_assert(range_parse(&range, text));
	ck_assert(range.end == 0);
}
END_TEST

START_TEST(test_alerts)
{
	static const struct {
		const char *text;
		double value;
		bool alerts;
	} cases[] = {
		{ "10", -0.001, true }, { "10", 0, false },
		{ "10", 10, false }, { "10", 10.001, true },
		{ "10:", 9.999, true }, { "10:", 10, false },
		{ "10:", 1e300, false }, { "~:10", -1e300, false },
		{ "~:10", 10, false }, { "~:10", 10.5, true },
		{ "10:20", 9, true }, { "10:20", 10, false },
		{ "10:20", 20, false }, { "10:20", 21, true },
		{ "@10:20", 9.9, false }, { "@10:20", 10, true },
		{ "@10:20", 20, true }, { "@10:20", 20.1, false },
		{ "~:", 5, false }, { "@~:", 5, true },
		{ "10", NAN, true }, { "@10", NAN, true },
		{ "10", INFINITY, true }, { "~:", NAN, true },
	};
	const struct range unset = { 0 };
	struct range range;
	char text[RANGE_TEXT_MAX];
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		ck_assert(range_parse(&range, cases[i].text));
		ck_assert_msg(range_alerts(&range, cases[i].value) ==
		    cases[i].alerts, "%s for %g", cases[i].text,
		    cases[i].value);
	}
	ck_assert(!range_alerts(&unset, 5));
	ck_assert(!range_alerts(&unset, NAN));
	ck_assert_str_eq(range_text(&unset, text, sizeof(text)), "");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_accepted, test_refused,
		test_refused_long, test_alerts };

	return (unit_run("range", tests, UNIT_COUNT(tests)));
}
