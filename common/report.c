/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_data.h"
#include "text.h"

#define SUBJECT_MAX 128		/* a long name must leave room on line 1 */
#define FINDING_MAX 512
#define NOTE_MAX 1024
#define ADVICE_MAX 2048		/* one piece */
#define ADVICE_ALL 3000		/* all of them: line 1 must fit beside it */
#define KEPT_MAX 500		/* findings of a state: no output has more */

struct report *
report_new(const char *service)
{
	struct report *report = xcalloc(1, sizeof(*report));

	report->service = service;
	return (report);
}

void
report_free(struct report *report)
{
	if (report == NULL)
		return;
	free(report->pool);
	free(report->findings);
	free(report->notes);
	free(report->advice);
	free(report->figures);
	free(report);
}

void
report_clear(struct report *report)
{
	report->pool_used = 0;
	report->findings_used = 0;
	report->notes_used = 0;
	report->advice_used = 0;
	report->advice_octets = 0;
	report->advice_left_out = 0;
	report->figures_used = 0;
	memset(report->counts, 0, sizeof(report->counts));
	report->headline = 0;
	report->last_kept = false;
}

const char *
state_name(enum state state)
{
	switch (state) {
	case STATE_OK:
		return ("OK");
	case STATE_WARNING:
		return ("WARNING");
	case STATE_CRITICAL:
		return ("CRITICAL");
	case STATE_UNKNOWN:
		break;
	}
	return ("UNKNOWN");
}

static int
badness(enum state state)
{
	switch (state) {
	case STATE_OK:
		return (0);
	case STATE_WARNING:
		return (2);
	case STATE_CRITICAL:
		return (3);
	case STATE_UNKNOWN:
		break;
	}
	return (1);
}

bool
state_worse(enum state a, enum state b)
{
	return (badness(a) > badness(b));
}

void *
report_grow(void *list, size_t used, size_t *size, size_t item)
{
	if (used < *size)
		return (list);
	*size = *size == 0 ? 8 : 2 * *size;
	return (xreallocarray(list, *size, item));
}

/* Where size octets are free in the pool. */
static char *
pool_room(struct report *report, size_t size)
{
	while (report->pool_size - report->pool_used < size) {
		report->pool_size = 2 * report->pool_size + size;
		report->pool = xrealloc(report->pool, report->pool_size);
	}
	return (report->pool + report->pool_used);
}

/* Takes text of at most size - 1 octets in; gives its place. */
static size_t
pool_print(struct report *report, size_t size, const char *prefix,
    const char *fmt, va_list ap)
{
	char *text = pool_room(report, size);
	size_t place = report->pool_used, n = strlen(prefix);
	int printed;

	memcpy(text, prefix, n);
	printed = vsnprintf(text + n, size - n, fmt, ap);
	text_filter(text);
	if (printed < 0 || n + (size_t)printed >= size)
		text_cut(text, strlen(text));
	report->pool_used += strlen(text) + 1;
	return (place);
}

static size_t
pool_copy(struct report *report, const char *text)
{
	size_t place = report->pool_used, n = strlen(text) + 1;

	memcpy(pool_room(report, n), text, n);
	report->pool_used += n;
	return (place);
}

/*
 * Counts a finding and gives its entry, or NULL where as many of its state
 * are kept as any output could have.
 */
static struct finding *
new_finding(struct report *report, enum state state,
    const struct cause *cause)
{
	bool worse = report->findings_used == 0 ||
	    state_worse(state, report_state(report));
	struct finding *finding;

	report->last_kept = report->counts[state]++ < KEPT_MAX;
	if (!report->last_kept)
		return (NULL);
	report->findings = report_grow(report->findings, report->findings_used,
	    &report->findings_size, sizeof(*report->findings));
	if (worse)
		report->headline = report->findings_used;
	finding = &report->findings[report->findings_used++];
	finding->state = state;
	finding->cause = cause;
	return (finding);
}

/* "example.jp: ", or nothing. */
static void
subject_prefix(char prefix[SUBJECT_MAX + 2], const char *subject)
{
	char text[SUBJECT_MAX * 8];

	if (subject == NULL || *subject == '\0') {
		prefix[0] = '\0';
		return;
	}
	snprintf(text, sizeof(text), "%s", subject);
	text_filter(text);
	text_cut(text, SUBJECT_MAX);
	snprintf(prefix, SUBJECT_MAX + 2, "%.*s: ", SUBJECT_MAX - 1, text);
}

static void
add_finding(struct report *report, const char *subject, enum state state,
    const char *fmt, va_list ap)
{
	struct finding *finding = new_finding(report, state, NULL);
	char prefix[SUBJECT_MAX + 2];

	if (finding == NULL)
		return;
	subject_prefix(prefix, subject);
	finding->text = pool_print(report, FINDING_MAX, prefix, fmt, ap);
}

void
report_add(struct report *report, const char *subject, enum state state,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_finding(report, subject, state, fmt, ap);
	va_end(ap);
}

void
report_cause(struct report *report, const struct cause *cause)
{
	if (report->last_kept)
		report->findings[report->findings_used - 1].cause = cause;
}

enum state
report_measure(struct report *report, const char *subject,
    const struct metric *metric, const char *fmt, ...)
{
	enum state state = STATE_OK;
	va_list ap;

	if (metric->critical != NULL &&
	    range_alerts(metric->critical, metric->value))
		state = STATE_CRITICAL;
	else if (metric->warning != NULL &&
	    range_alerts(metric->warning, metric->value))
		state = STATE_WARNING;
	va_start(ap, fmt);
	add_finding(report, subject, state, fmt, ap);
	va_end(ap);
	report_metric(report, metric);
	return (state);
}

/* Keeps the text at this place of the pool, the last one, if it is new. */
static void
keep_advice(struct report *report, size_t place)
{
	const char *text = report->pool + place;
	size_t i, n = strlen(text) + 1;

	for (i = 0; i < report->advice_used; i++)
		if (strcmp(report->pool + report->advice[i], text) == 0)
			break;
	if (i == report->advice_used &&
	    report->advice_octets + n <= ADVICE_ALL) {
		report->advice = report_grow(report->advice, report->advice_used,
		    &report->advice_size, sizeof(*report->advice));
		report->advice[report->advice_used++] = place;
		report->advice_octets += n;
		return;
	}
	if (i == report->advice_used)
		report->advice_left_out++;
	report->pool_used = place;
}

void
report_advice(struct report *report, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	keep_advice(report, pool_print(report, ADVICE_MAX, "", fmt, ap));
	va_end(ap);
}

static void
keep_note(struct report *report, int verbose, size_t place)
{
	report->notes = report_grow(report->notes, report->notes_used,
	    &report->notes_size, sizeof(*report->notes));
	report->notes[report->notes_used].verbose = verbose;
	report->notes[report->notes_used++].text = place;
}

void
report_note(struct report *report, int verbose, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	keep_note(report, verbose,
	    pool_print(report, NOTE_MAX, "", fmt, ap));
	va_end(ap);
}

enum state
report_state(const struct report *report)
{
	if (report->findings_used == 0)
		return (STATE_OK);
	return (report->findings[report->headline].state);
}

const char *
report_headline(const struct report *report)
{
	if (report->findings_used == 0)
		return ("");
	return (report->pool + report->findings[report->headline].text);
}

const struct cause *
report_headline_cause(const struct report *report)
{
	if (report->findings_used == 0)
		return (NULL);
	return (report->findings[report->headline].cause);
}

bool
report_has_cause(const struct report *report, const char *token)
{
	const struct cause *cause;
	size_t i;

	for (i = 0; i < report->findings_used; i++) {
		cause = report->findings[i].cause;
		if (cause != NULL && strcmp(cause->token, token) == 0)
			return (true);
	}
	return (false);
}

size_t
report_count(const struct report *report, enum state state)
{
	return (report->counts[state]);
}

void
report_merge(struct report *report, const struct report *from)
{
	size_t i, counts[REPORT_STATES];
	const struct finding *f;
	struct finding *finding;

	for (i = 0; i < REPORT_STATES; i++)
		counts[i] = report->counts[i] + from->counts[i];
	for (i = 0; i < from->findings_used; i++) {
		f = &from->findings[i];
		finding = new_finding(report, f->state, f->cause);
		if (finding != NULL)
			finding->text = pool_copy(report,
			    from->pool + f->text);
	}
	/* with those that were only counted */
	memcpy(report->counts, counts, sizeof(counts));
	for (i = 0; i < from->advice_used; i++)
		keep_advice(report, pool_copy(report,
		    from->pool + from->advice[i]));
	for (i = 0; i < from->notes_used; i++)
		keep_note(report, from->notes[i].verbose,
		    pool_copy(report, from->pool + from->notes[i].text));
	report->advice_left_out += from->advice_left_out;
}
