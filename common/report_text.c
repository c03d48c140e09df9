/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "report_data.h"
#include "text.h"

#define LINE_1_MAX 255		/* before the bar: a database column */
#define PERFDATA_MAX 2000
#define FINDINGS_SHOWN 20	/* behind line 1, without -v */
#define MORE_MAX 128		/* room for "... and 979 more" */

/* Text that grows up to limit octets. */
struct page {
	char *text;
	size_t used;
	size_t limit;
};

/* Appends the parts if all of them fit. */
static bool
put(struct page *page, const char *a, const char *b, const char *c)
{
	size_t na = strlen(a), nb = strlen(b), nc = strlen(c);

	if (page->used + na + nb + nc > page->limit)
		return (false);
	memcpy(page->text + page->used, a, na);
	memcpy(page->text + page->used + na, b, nb);
	memcpy(page->text + page->used + na + nb, c, nc);
	page->used += na + nb + nc;
	return (true);
}

static bool
has_figures(const struct report *report)
{
	char value[REPORT_VALUE_MAX];
	size_t i;

	for (i = 0; i < report->figures_used; i++)
		if (figure_value(&report->figures[i], value))
			return (true);
	return (false);
}

/* Whether it had to be cut. */
static bool
put_headline(struct page *page, const struct report *report)
{
	const char *headline = report_headline(report);
	char line[1024];
	size_t whole;

	snprintf(line, sizeof(line), "%s %s%s%s", report->service,
	    state_name(report_state(report)), *headline == '\0' ? "" : " - ",
	    headline);
	whole = strlen(line);
	/* with figures, the blank before the bar counts */
	text_cut(line, has_figures(report) ? LINE_1_MAX : LINE_1_MAX + 1);
	put(page, line, "", "");
	return (strlen(line) < whole);
}

/* What line 1 had no room for is not lost. */
static void
put_whole_headline(struct page *page, const struct report *report)
{
	char before[32];

	snprintf(before, sizeof(before), "\n%s - ",
	    state_name(report_state(report)));
	put(page, before, report_headline(report), "");
}

static void
put_figures(struct page *page, const struct report *report)
{
	const char *before = " | ";
	const struct figure *figure;
	char value[REPORT_VALUE_MAX], rest[REPORT_REST_MAX];
	char all[sizeof(value) + sizeof(rest)];
	size_t i;

	for (i = 0; i < report->figures_used; i++) {
		figure = &report->figures[i];
		if (!figure_value(figure, value))
			continue;
		snprintf(all, sizeof(all), "=%s%s", value,
		    figure_rest(figure, rest));
		if (put(page, before, figure->metric.label, all))
			before = " ";
	}
}

static bool
is_shown(const struct report *report, size_t i, enum state state, int verbose)
{
	return (report->findings[i].state == state && i != report->headline &&
	    (state != STATE_OK || verbose > 0));
}

/* Findings that are to be printed behind line 1, with those not kept. */
static size_t
count_shown(const struct report *report, int verbose)
{
	size_t n, all;

	all = report->counts[STATE_CRITICAL] + report->counts[STATE_WARNING] +
	    report->counts[STATE_UNKNOWN];
	n = all + (verbose > 0 ? report->counts[STATE_OK] : 0);
	if (report->findings_used == 0 || (all == 0 && verbose == 0))
		return (0);
	return (n - 1);
}

/* The findings of one state; false when there is no room for more. */
static bool
put_findings_of(struct page *page, const struct report *report,
    enum state state, int verbose, size_t *shown)
{
	char before[32];
	size_t i;

	snprintf(before, sizeof(before), "\n%s - ", state_name(state));
	for (i = 0; i < report->findings_used; i++) {
		if (!is_shown(report, i, state, verbose))
			continue;
		if (verbose == 0 && *shown == FINDINGS_SHOWN)
			return (false);
		if (!put(page, before,
		    report->pool + report->findings[i].text, ""))
			return (false);
		(*shown)++;
	}
	return (true);
}

static void
put_more(struct page *page, const char *fmt, size_t n)
{
	char more[MORE_MAX];

	if (n == 0)
		return;
	snprintf(more, sizeof(more), fmt, n);
	text_filter(more);
	page->limit += MORE_MAX;
	put(page, "\n", more, "");
	page->limit -= MORE_MAX;
}

static void
put_findings(struct page *page, const struct report *report, int verbose)
{
	static const enum state order[] = { STATE_CRITICAL, STATE_WARNING,
		STATE_UNKNOWN, STATE_OK };
	size_t i, more, shown = 0;

	for (i = 0; i < REPORT_STATES; i++)
		if (!put_findings_of(page, report, order[i], verbose, &shown))
			break;
	more = count_shown(report, verbose) - shown;
	put_more(page, ngettext("... and %zu more", "... and %zu more", more),
	    more);
}

static void
put_notes(struct page *page, const struct report *report, int verbose)
{
	const struct note *note;
	size_t i, more = 0;

	for (i = 0; i < report->notes_used; i++) {
		note = &report->notes[i];
		if (note->verbose > verbose)
			continue;
		if (more > 0 ||
		    !put(page, "\n", report->pool + note->text, ""))
			more++;
	}
	put_more(page, ngettext("... and %zu more line",
	    "... and %zu more lines", more), more);
}

static void
put_advice(struct page *page, const struct report *report)
{
	size_t i, more = report->advice_left_out;

	for (i = 0; i < report->advice_used; i++)
		put(page, "\n", report->pool + report->advice[i], "");
	put_more(page, ngettext("... and %zu more piece of advice: check one "
	    "subject at a time", "... and %zu more pieces of advice: check "
	    "one subject at a time", more), more);
}

/* Room for the advice, and for what put_more() says behind it. */
static size_t
advice_room(const struct report *report)
{
	return (report->advice_octets + 3 * MORE_MAX);
}

size_t
report_text(const struct report *report, int verbose, char *text, size_t size)
{
	struct page page = { .text = text };
	size_t most = size < REPORT_TEXT_MAX ? size : REPORT_TEXT_MAX;
	size_t room = advice_room(report);
	bool cut;

	if (size == 0)
		return (0);
	most--;
	page.limit = most;
	cut = put_headline(&page, report);
	page.limit = most > room ? most - room : 0;
	if (page.limit > page.used + PERFDATA_MAX)
		page.limit = page.used + PERFDATA_MAX;
	put_figures(&page, report);
	page.limit = most > room ? most - room : 0;
	if (cut)
		put_whole_headline(&page, report);
	put_findings(&page, report, verbose);
	page.limit += MORE_MAX;
	put_notes(&page, report, verbose);
	page.limit = most > MORE_MAX ? most - MORE_MAX : most;
	put_advice(&page, report);
	text[page.used] = '\0';
	return (page.used);
}

int
report_finish(struct report *report, int verbose)
{
	char text[REPORT_TEXT_MAX + 1];
	size_t n = report_text(report, verbose, text, REPORT_TEXT_MAX);
	bool printed;

	text[n] = '\n';
	printed = die_print(text, n + 1);
	die_watchdog(0);
	return (printed ? (int)report_state(report) : STATE_UNKNOWN);
}
