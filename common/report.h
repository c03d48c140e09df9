/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.h - the result of a plugin: findings, figures, advice; collected by
 * judge functions, printed once by main.
 *
 * All text passes text_filter() here; what came from outside has been through
 * text_clean() before.  Worst of many is CRITICAL, WARNING, UNKNOWN, OK.
 */
#ifndef WEBLIFE_REPORT_H
#define WEBLIFE_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "die.h"
#include "range.h"

struct report;

/* What is wrong, as a sweep groups its subjects and --report names it. */
struct cause {
	const char *token;	/* "mx_missing": [a-z0-9_], stable */
	const char *title;	/* N_("only one of the two MX records") */
};

/* A figure: the finding and the perfdata are made from the same value. */
struct metric {
	const char *label;	/* [a-z0-9_.-], stable; not copied */
	double value;
	int decimals;		/* digits behind the point in perfdata */
	const char *uom;	/* "s", "B", "%", "c"; NULL: none */
	const struct range *warning;	/* NULL: none */
	const struct range *critical;	/* NULL: none */
	const char *min;	/* "0"; NULL: none; not copied */
	const char *max;	/* "10"; NULL: none; not copied */
};

/* service stands first on line 1 ("MX"); it is not copied. */
struct report *report_new(const char *service);
void	report_free(struct report *report);

/* As new, its memory kept: for the next subject of a sweep. */
void	report_clear(struct report *report);

/*
 * A finding.  subject may be NULL or "".  The headline is the first finding
 * of the worst state.  The finding has no cause until report_cause() names
 * one; cause is not copied.
 */
void	report_add(struct report *report, const char *subject,
	    enum state state, const char *fmt, ...)
	    __attribute__((format(printf, 4, 5)));
void	report_cause(struct report *report, const struct cause *cause);

/*
 * A finding whose state comes from the metric's ranges (critical first), and
 * the metric's perfdata.  Gives the state.
 */
enum state report_measure(struct report *report, const char *subject,
	    const struct metric *metric, const char *fmt, ...)
	    __attribute__((format(printf, 4, 5)));

/* Perfdata only.  The same label again replaces the value. */
void	report_metric(struct report *report, const struct metric *metric);

/* What to type where.  The same text is kept once.  Never cut: up to 2,047
 * octets a piece and 3,000 in all; pieces beyond are counted. */
void	report_advice(struct report *report, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* A line of its own for every verbosity from `verbose` on (0: always, behind
 * the findings and before the advice; 2: what was asked and answered). */
void	report_note(struct report *report, int verbose, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* The worst state so far; OK when there is no finding. */
enum state report_state(const struct report *report);

/* The headline's text ("example.jp: MX 100 ... is missing"), subject and
 * cause ("" and NULL when there is none).  Valid until the next change. */
const char *report_headline(const struct report *report);
const struct cause *report_headline_cause(const struct report *report);

/* Whether a finding has a cause of this token. */
bool	report_has_cause(const struct report *report, const char *token);

/* Number of findings with this state. */
size_t	report_count(const struct report *report, enum state state);

/*
 * Appends the findings, advice and notes of `from` to report, and not its
 * figures: for several subjects in one run.
 */
void	report_merge(struct report *report, const struct report *from);

/* Calls fn for each figure in order ("label", "0.002"): for --report. */
void	report_each_metric(const struct report *report,
	    void (*fn)(void *arg, const char *label, const char *value),
	    void *arg);

/*
 * The whole output as one text of at most 4,095 octets, which is not ended by
 * a new line: line 1 "SERVICE STATE - subject: finding | perfdata" (at most
 * 255 octets before the bar), the other findings that are not OK, the worst
 * first, as "STATE - subject: finding", at most 20 and "... and 979 more"
 * (with verbose >= 1 those that are OK too, and as many as fit), notes,
 * advice.  The advice is never what is cut.  Gives the length; text has size
 * octets.
 */
size_t	report_text(const struct report *report, int verbose, char *text,
	    size_t size);

#define REPORT_TEXT_MAX 4096

/* "OK", "WARNING", "CRITICAL", "UNKNOWN": never translated. */
const char *state_name(enum state state);
/* Whether a is worse than b. */
bool	state_worse(enum state a, enum state b);

/* Prints report_text() on stdout, once, and gives the exit code: the worst
 * state, or 3 when stdout cannot be written. */
int	report_finish(struct report *report, int verbose);

/* Whether stdout is that file. */
bool	report_goes_to(const char *path);

/* The same on stderr, where stdout is not for a person; nothing when there is
 * no finding. */
void	report_finish_aside(const struct report *report);

/* One line on stderr, for what no result has a place for. */
void	report_aside(const char *fmt, ...)
	    __attribute__((format(printf, 1, 2)));

/* Whether stderr is a terminal; where it is not, nothing shows progress. */
bool	report_has_terminal(void);
/* A line on that terminal in place of the last one; NULL clears it. */
void	report_progress(const char *fmt, ...)
	    __attribute__((format(printf, 1, 2)));

#endif
