/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "report.h"
#include "unit.h"

static const char *
text_of(const struct report *report, int verbose)
{
	static char text[REPORT_TEXT_MAX];
	size_t n = report_text(report, verbose, text, sizeof(text));

	ck_assert_uint_eq(n, strlen(text));
	ck_assert_uint_lt(n, REPORT_TEXT_MAX);
	return (text);
}

START_TEST(test_empty)
{
	struct report *report = report_new("MX");

	ck_assert_str_eq(text_of(report, 0), "MX OK");
	ck_assert_int_eq(report_state(report), STATE_OK);
	ck_assert_str_eq(report_headline(report), "");
	ck_assert_ptr_null(report_headline_cause(report));
	ck_assert_uint_eq(report_count(report, STATE_OK), 0);
	report_free(report);
	report_free(NULL);
}
END_TEST

START_TEST(test_order)
{
	struct report *report = report_new("MX");

	report_add(report, "a.jp", STATE_OK, "fine");
	report_add(report, "b.jp", STATE_UNKNOWN, "not known");
	report_add(report, NULL, STATE_WARNING, "untidy");
	report_add(report, "c.jp", STATE_CRITICAL, "bad %d", 1);
	report_add(report, "", STATE_CRITICAL, "bad %d", 2);
	report_note(report, 0, "always");
	report_note(report, 2, "asked");
	report_advice(report, "type this");
	report_advice(report, "type that");
	report_advice(report, "type this");
	ck_assert_str_eq(text_of(report, 0), "MX CRITICAL - c.jp: bad 1\n"
	    "CRITICAL - bad 2\nWARNING - untidy\n"
	    "UNKNOWN - b.jp: not known\nalways\ntype this\ntype that");
	ck_assert_str_eq(text_of(report, 1), "MX CRITICAL - c.jp: bad 1\n"
	    "CRITICAL - bad 2\nWARNING - untidy\n"
	    "UNKNOWN - b.jp: not known\nOK - a.jp: fine\nalways\n"
	    "type this\ntype that");
	ck_assert_ptr_nonnull(strstr(text_of(report, 2),
	    "\nalways\nasked\ntype this"));
	ck_assert_str_eq(report_headline(report), "c.jp: bad 1");
	ck_assert_uint_eq(report_count(report, STATE_CRITICAL), 2);
	ck_assert_uint_eq(report_count(report, STATE_OK), 1);
	report_clear(report);
	ck_assert_str_eq(text_of(report, 2), "MX OK");
	report_free(report);
}
END_TEST

/* The worst of two, as CRITICAL, WARNING, UNKNOWN, OK. */
START_TEST(test_worst)
{
	static const enum state order[] = { STATE_OK, STATE_UNKNOWN,
		STATE_WARNING, STATE_CRITICAL };
	struct report *report = report_new("MX");
	size_t i, j;

	for (i = 0; i < UNIT_COUNT(order); i++)
		for (j = 0; j < UNIT_COUNT(order); j++) {
			report_clear(report);
			report_add(report, NULL, order[i], "first");
			report_add(report, NULL, order[j], "second");
			ck_assert_int_eq(report_state(report),
			    order[i > j ? i : j]);
			ck_assert_str_eq(report_headline(report),
			    j > i ? "second" : "first");
			ck_assert_int_eq(state_worse(order[i], order[j]),
			    i > j);
		}
	ck_assert_str_eq(state_name(STATE_OK), "OK");
	ck_assert_str_eq(state_name(STATE_WARNING), "WARNING");
	ck_assert_str_eq(state_name(STATE_CRITICAL), "CRITICAL");
	ck_assert_str_eq(state_name(STATE_UNKNOWN), "UNKNOWN");
	report_free(report);
}
END_TEST

START_TEST(test_causes)
{
	static const struct cause a = { "a", "A" }, b = { "b", "B" };
	struct report *report = report_new("MX");

	report_cause(report, &a);	/* there is no finding */
	report_add(report, NULL, STATE_WARNING, "one");
	ck_assert_ptr_null(report_headline_cause(report));
	report_cause(report, &a);
	ck_assert_ptr_eq(report_headline_cause(report), &a);
	report_add(report, NULL, STATE_WARNING, "two");
	report_cause(report, &b);
	ck_assert_ptr_eq(report_headline_cause(report), &a);
	report_add(report, NULL, STATE_CRITICAL, "three");
	ck_assert_ptr_null(report_headline_cause(report));
	report_cause(report, &b);
	ck_assert_ptr_eq(report_headline_cause(report), &b);
	report_free(report);
}
END_TEST

START_TEST(test_figures)
{
	static const struct range ten = { 0, 10, false, true };
	static const struct range below = { -INFINITY, 5, false, true };
	static const struct range unset = { 0 };
	static const struct {
		struct metric metric;
		const char *text;
	} cases[] = {
		{ { "time", 0.0021, 3, "s", NULL, NULL, "0", NULL },
		    "MX OK | time=0.002s;;;0" },
		{ { "n", 3, 0, NULL, NULL, NULL, NULL, NULL },
		    "MX OK | n=3" },
		{ { "n", 3, 0, NULL, &ten, &ten, "0", "10" },
		    "MX OK | n=3;10;10;0;10" },
		{ { "n", 3, 0, NULL, &below, NULL, NULL, NULL },
		    "MX OK | n=3;~:5" },
		{ { "n", 3, 0, NULL, &unset, &ten, NULL, NULL },
		    "MX OK | n=3;;10" },
		{ { "n", 3, 0, "%", NULL, NULL, NULL, "100" },
		    "MX OK | n=3%;;;;100" },
		{ { "n", -0.0001, 3, NULL, NULL, NULL, NULL, NULL },
		    "MX OK | n=0.000" },
		{ { "n", -2.5, 1, NULL, NULL, NULL, NULL, NULL },
		    "MX OK | n=-2.5" },
		{ { "n", 123456789012345600.0, 0, "B", NULL, NULL, NULL,
		    NULL }, "MX OK | n=123456789012345600B" },
		{ { "n", 0.5, 99, NULL, NULL, NULL, NULL, NULL },
		    "MX OK | n=0.500000000" },
		{ { "n", 2.5, -1, NULL, NULL, NULL, NULL, NULL },
		    "MX OK | n=2" },
		/* left out */
		{ { "n", NAN, 0, NULL, &ten, NULL, "0", NULL }, "MX OK" },
		{ { "n", INFINITY, 0, NULL, NULL, NULL, NULL, NULL },
		    "MX OK" },
		{ { "n", 1e300, 0, NULL, NULL, NULL, NULL, NULL }, "MX OK" },
	};
	struct report *report = report_new("MX");
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		report_clear(report);
		report_metric(report, &cases[i].metric);
		ck_assert_str_eq(text_of(report, 0), cases[i].text);
	}
	report_free(report);
}
END_TEST

static void
gather(void *arg, const char *label, const char *value)
{
	char *all = arg;

	snprintf(all + strlen(all), 256 - strlen(all), "%s=%s ", label,
	    value);
}

START_TEST(test_figure_replaced)
{
	struct metric a = { "a", 1, 0, NULL, NULL, NULL, NULL, NULL };
	struct metric b = { "b", 2, 1, "s", NULL, NULL, NULL, NULL };
	struct report *report = report_new("MX");
	char all[256] = "";

	report_metric(report, &a);
	report_metric(report, &b);
	a.value = 7;
	report_metric(report, &a);
	ck_assert_str_eq(text_of(report, 0), "MX OK | a=7 b=2.0s");
	report_each_metric(report, gather, all);
	ck_assert_str_eq(all, "a=7 b=2.0 ");
	a.value = NAN;
	report_metric(report, &a);
	ck_assert_str_eq(text_of(report, 0), "MX OK | b=2.0s");
	all[0] = '\0';
	report_each_metric(report, gather, all);
	ck_assert_str_eq(all, "b=2.0 ");
	report_free(report);
}
END_TEST

START_TEST(test_measure)
{
	static const struct range warning = { 0, 8, false, true };
	static const struct range critical = { 0, 10, false, true };
	static const struct {
		double value;
		enum state state;
		const char *text;
	} cases[] = {
		{ 8, STATE_OK, "SPF OK - a.jp: 8 look-ups | n=8;8;10" },
		{ 9, STATE_WARNING,
		    "SPF WARNING - a.jp: 9 look-ups | n=9;8;10" },
		{ 11, STATE_CRITICAL,
		    "SPF CRITICAL - a.jp: 11 look-ups | n=11;8;10" },
		{ NAN, STATE_CRITICAL, "SPF CRITICAL - a.jp: nan look-ups" },
	};
	struct metric metric = { "n", 0, 0, NULL, &warning, &critical, NULL,
		NULL };
	struct report *report = report_new("SPF");
	size_t i;

	for (i = 0; i < UNIT_COUNT(cases); i++) {
		report_clear(report);
		metric.value = cases[i].value;
		ck_assert_int_eq(report_measure(report, "a.jp", &metric,
		    "%.0f look-ups", fabs(cases[i].value)), cases[i].state);
		ck_assert_str_eq(text_of(report, 0), cases[i].text);
	}
	metric.warning = metric.critical = NULL;
	ck_assert_int_eq(report_measure(report, NULL, &metric, "none"),
	    STATE_OK);
	report_free(report);
}
END_TEST

START_TEST(test_merge)
{
	static const struct cause cause = { "a", "A" };
	struct metric metric = { "n", 1, 0, NULL, NULL, NULL, NULL, NULL };
	struct report *all = report_new("MX"), *one = report_new("MX");
	int i;

	report_add(all, "a.jp", STATE_WARNING, "untidy");
	report_advice(all, "type this");
	report_add(one, "b.jp", STATE_CRITICAL, "bad 50%%");
	report_cause(one, &cause);
	report_advice(one, "type this");
	report_advice(one, "type that");
	report_note(one, 1, "asked");
	report_metric(one, &metric);
	report_merge(all, one);
	report_free(one);
	ck_assert_str_eq(text_of(all, 1), "MX CRITICAL - b.jp: bad 50%\n"
	    "WARNING - a.jp: untidy\nasked\ntype this\ntype that");
	ck_assert_ptr_eq(report_headline_cause(all), &cause);
	report_clear(all);
	one = report_new("MX");
	for (i = 0; i < 700; i++)
		report_add(one, NULL, STATE_CRITICAL, "bad");
	for (i = 0; i < 1000; i++)
		report_merge(all, one);
	ck_assert_uint_eq(report_count(all, STATE_CRITICAL), 700000);
	ck_assert_ptr_nonnull(strstr(text_of(all, 0),
	    "... and 699979 more"));
	report_free(one);
	report_free(all);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_empty, test_order, test_worst,
		test_causes, test_figures, test_figure_replaced,
		test_measure, test_merge };

	return (unit_run("report", tests, UNIT_COUNT(tests)));
}
