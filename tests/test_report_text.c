/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits of the output, and what may never be in it. */
#include "config.h"

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

/* What every output keeps to, whatever went in: one bar at most, on line 1,
 * within its first 255 octets; nothing that is markup or a control. */
static void
assert_harmless(const char *text)
{
	size_t line = strcspn(text, "\n"), bar = strcspn(text, "|");

	if (bar < strlen(text)) {
		ck_assert_uint_lt(bar, line);
		ck_assert_uint_le(bar, 255);
		ck_assert_ptr_null(strchr(text + bar + 1, '|'));
	} else
		ck_assert_uint_le(line, 255);
	ck_assert_ptr_null(strpbrk(text, "<>&'\"`$\\"));
	for (; *text != '\0'; text++)
		ck_assert(*text == '\n' || (unsigned char)*text >= ' ');
}

START_TEST(test_many_findings)
{
	struct report *report = report_new("MX");
	const char *text;
	size_t lines = 0;
	int i;

	for (i = 0; i < 1000; i++)
		report_add(report, "example.jp", STATE_CRITICAL, "no %d", i);
	report_advice(report, "type this");
	text = text_of(report, 0);
	ck_assert_ptr_nonnull(strstr(text, "CRITICAL - example.jp: no 20\n"
	    "... and 979 more\ntype this"));
	ck_assert_ptr_null(strstr(text, "no 21"));
	/* with -v as many as fit, and the sum is right */
	text = text_of(report, 1);
	for (i = 0; text[i] != '\0'; i++)
		lines += text[i] == '\n';
	ck_assert_uint_gt(lines, 100);
	ck_assert_ptr_nonnull(strstr(text, "... and"));
	ck_assert_uint_eq(strtoul(strstr(text, "... and") + 8, NULL, 10),
	    1000 - (lines - 1));
	ck_assert_str_eq(text + strlen(text) - 9, "type this");
	ck_assert_uint_eq(report_count(report, STATE_CRITICAL), 1000);
	/* a late one that is worse, an early one that is not */
	report_clear(report);
	for (i = 0; i < 100000; i++)
		report_add(report, NULL, STATE_WARNING, "no %d", i);
	report_add(report, NULL, STATE_CRITICAL, "worse");
	text = text_of(report, 0);
	ck_assert_ptr_eq(strstr(text, "MX CRITICAL - worse\nWARNING - no 0"),
	    text);
	ck_assert_ptr_nonnull(strstr(text, "no 19\n... and 99980 more"));
	report_free(report);
}
END_TEST

START_TEST(test_ok_counted)
{
	struct report *report = report_new("MX");
	int i;

	for (i = 0; i < 30; i++)
		report_add(report, NULL, STATE_OK, "fine %d", i);
	ck_assert_str_eq(text_of(report, 0), "MX OK - fine 0");
	ck_assert_ptr_nonnull(strstr(text_of(report, 1), "OK - fine 29"));
	ck_assert_ptr_null(strstr(text_of(report, 1), "more"));
	report_add(report, NULL, STATE_WARNING, "w");
	ck_assert_str_eq(text_of(report, 0), "MX WARNING - w");
	report_free(report);
}
END_TEST

/* Every octet, in every text, long and often. */
START_TEST(test_hostile)
{
	struct report *report = report_new("MX");
	struct metric metric = { "n", 1, 0, NULL, NULL, NULL, NULL, NULL };
	char evil[3000];
	size_t i, verbose;

	for (i = 0; i < sizeof(evil) - 1; i++)
		evil[i] = (char)(i % 255 + 1);
	evil[sizeof(evil) - 1] = '\0';
	for (i = 0; i < 40; i++) {
		report_add(report, evil + i, (enum state)(i % 4), "%s",
		    evil + i);
		report_add(report, "a.jp", (enum state)(i % 4), "%s",
		    evil + 7 * i);
		report_note(report, (int)(i % 3), "%s", evil + 3 * i);
		report_advice(report, "%s", evil + 2000 + 11 * i);
	}
	report_metric(report, &metric);
	for (verbose = 0; verbose <= 2; verbose++) {
		assert_harmless(text_of(report, (int)verbose));
		ck_assert_ptr_nonnull(strstr(text_of(report, (int)verbose),
		    " | n=1\n"));
	}
	report_free(report);
}
END_TEST

START_TEST(test_line_1)
{
	struct metric metric = { "n", 1, 0, NULL, NULL, NULL, NULL, NULL };
	struct report *report = report_new("MX");
	char wide[1801] = "";
	const char *text;
	size_t line;
	int i;

	for (i = 0; i < 600; i++)
		memcpy(wide + 3 * i, "\xe6\x97\xa5", 4);
	unit_utf8();
	report_add(report, wide, STATE_CRITICAL, "is missing %s", wide);
	text = text_of(report, 0);
	line = strcspn(text, "\n");
	ck_assert_uint_le(line, 255);
	ck_assert_uint_gt(line, 250);
	/* a subject without end leaves room for the finding */
	ck_assert_ptr_nonnull(strstr(text, "\xe6\x97\xa5...: is missing"));
	ck_assert_int_eq(memcmp(text + line - 6, "\xe6\x97\xa5...", 6), 0);
	/* and all that a finding may hold follows */
	ck_assert_int_eq(memcmp(text + line, "\nCRITICAL - ", 12), 0);
	ck_assert_uint_gt(strlen(text + line), 500);
	report_metric(report, &metric);
	text = text_of(report, 0);
	assert_harmless(text);
	line = strcspn(text, "\n");
	ck_assert_int_eq(memcmp(text + line - 12,
	    "\xe6\x97\xa5... | n=1", 12), 0);
	report_free(report);
}
END_TEST

/* The advice is whole and the figures are there, whatever else there is. */
START_TEST(test_advice_first)
{
	struct metric metric = { "n", 1, 0, NULL, NULL, NULL, NULL, NULL };
	struct report *report = report_new("MX");
	char advice[1500], wide[600];
	const char *text;
	int i;

	memset(wide, 'w', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	memset(advice, 'a', sizeof(advice) - 1);
	advice[sizeof(advice) - 1] = '\0';
	report_advice(report, "%s", advice);
	advice[0] = 'b';
	report_advice(report, "%s", advice);
	for (i = 0; i < 100; i++) {
		report_add(report, "a.jp", STATE_CRITICAL, "%d %s", i, wide);
		report_note(report, 0, "note %d %s", i, wide);
	}
	report_metric(report, &metric);
	for (i = 0; i < 3; i++) {
		text = text_of(report, i);
		ck_assert_uint_lt(strlen(text), 4096);
		assert_harmless(text);
		ck_assert_ptr_nonnull(strstr(text, " | n=1\n"));
		advice[0] = 'a';
		ck_assert_ptr_nonnull(strstr(text, advice));
		advice[0] = 'b';
		ck_assert_str_eq(strstr(text, advice), advice);
		ck_assert_ptr_nonnull(strstr(text, "... and 99 more\n"));
		ck_assert_ptr_nonnull(strstr(text,
		    "... and 100 more lines\n"));
	}
	/* what goes beyond is told */
	advice[0] = 'c';
	report_advice(report, "%s", advice);
	text = text_of(report, 0);
	ck_assert_ptr_null(strstr(text, advice));
	ck_assert_ptr_nonnull(strstr(text, "\n... and 1 more piece of "
	    "advice: check one subject at a time"));
	report_free(report);
}
END_TEST

START_TEST(test_many_figures)
{
	static char labels[200][16];
	struct metric metric = { NULL, 123456789, 0, "B", NULL, NULL, "0",
		NULL };
	struct report *report = report_new("MX");
	const char *text;
	size_t i;

	for (i = 0; i < 200; i++) {
		snprintf(labels[i], sizeof(labels[i]), "label_%zu", i);
		metric.label = labels[i];
		report_metric(report, &metric);
	}
	report_advice(report, "type this");
	text = text_of(report, 0);
	ck_assert_uint_lt(strlen(text), 2100);
	ck_assert_ptr_nonnull(strstr(text, " label_60=123456789B;;;0 "));
	ck_assert_ptr_nonnull(strstr(text, "B;;;0\ntype this"));
	report_free(report);
}
END_TEST

START_TEST(test_small_buffers)
{
	struct report *report = report_new("MX");
	char text[64];
	size_t size;

	report_add(report, "a.jp", STATE_CRITICAL, "bad");
	report_advice(report, "type this");
	for (size = 0; size < sizeof(text); size++) {
		memset(text, 'X', sizeof(text));
		ck_assert_uint_le(report_text(report, 2, text, size), size);
		ck_assert_int_eq(text[size], 'X');
	}
	report_free(report);
}
END_TEST

static void
finish(void *arg)
{
	struct report *report = report_new("MX");
	int code;

	die_start("MX");
	report_add(report, "a.jp", *(enum state *)arg, "text");
	code = report_finish(report, 0);
	report_free(report);
	_exit(code);
}

static void
finish_full(void *arg)
{
	FILE *full = fopen("/dev/full", "w");

	dup2(fileno(full), STDOUT_FILENO);
	finish(arg);
}

START_TEST(test_finish)
{
	char text[256], wanted[256];
	enum state state;

	for (state = STATE_OK; state <= STATE_UNKNOWN; state++) {
		ck_assert_int_eq(unit_capture(text, sizeof(text), finish,
		    &state), state);
		snprintf(wanted, sizeof(wanted), "MX %s - a.jp: text\n",
		    state_name(state));
		ck_assert_str_eq(text, wanted);
		ck_assert_int_eq(unit_capture(text, sizeof(text),
		    finish_full, &state), 3);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_many_findings, test_ok_counted,
		test_hostile, test_line_1, test_advice_first,
		test_many_figures, test_small_buffers, test_finish };

	return (unit_run("report_text", tests, UNIT_COUNT(tests)));
}
