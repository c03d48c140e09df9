/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "sweep_int.h"

static const struct cause no_cause = { "other", N_("other findings") };

/* Keeps the names with the lowest numbers, whatever the order they come in:
 * the result does not depend on timing. */
static void
keep_name(struct sweep_name names[SWEEP_NAMES], unsigned long number,
    const char *text)
{
	size_t i;

	for (i = 0; i < SWEEP_NAMES; i++)
		if (!names[i].text || number < names[i].number)
			break;
	if (i == SWEEP_NAMES)
		return;
	free(names[SWEEP_NAMES - 1].text);
	memmove(&names[i + 1], &names[i],
	    (SWEEP_NAMES - 1 - i) * sizeof(names[0]));
	names[i].number = number;
	names[i].text = xstrdup(text);
}

static struct sweep_group *
group_of(struct sweep_total *total, enum state state,
    const struct cause *cause)
{
	struct sweep_group *group;
	size_t i;

	for (i = 0; i < total->group_count; i++) {
		group = &total->groups[i];
		if (group->state == state && group->cause == cause)
			return group;
	}
	if (total->group_count == SWEEP_GROUPS)
		return &total->groups[SWEEP_GROUPS - 1];
	group = &total->groups[total->group_count++];
	group->state = state;
	group->cause = cause;
	return group;
}

struct summing {
	const struct sweep_program *program;
	double *sums;
};

static void
sum_one(void *arg, const char *label, const char *value)
{
	struct summing *summing = arg;
	size_t i;

	for (i = 0; i < SWEEP_SUMS && summing->program->sums[i]; i++)
		if (strcmp(summing->program->sums[i], label) == 0)
			summing->sums[i] += strtod(value, NULL);
}

void
sweep_total_add(struct sweep_total *total,
    const struct sweep_program *program, unsigned long number,
    const char *name, const struct report *report)
{
	const struct cause *cause = report_headline_cause(report);
	struct summing summing = { program, total->sums };
	enum state state = report_state(report);
	struct sweep_group *group;

	total->subjects++;
	total->states[state]++;
	if (program->sums)
		report_each_metric(report, sum_one, &summing);
	if (state == STATE_OK)
		return;
	group = group_of(total, state, cause ? cause : &no_cause);
	group->count++;
	keep_name(group->names, number, name);
	keep_name(state == STATE_UNKNOWN ? total->unknown : total->wrong,
	    number, name);
}

static void
names_free(struct sweep_name names[SWEEP_NAMES])
{
	size_t i;

	for (i = 0; i < SWEEP_NAMES; i++)
		free(names[i].text);
}

void
sweep_total_free(struct sweep_total *total)
{
	size_t i;

	for (i = 0; i < total->group_count; i++)
		names_free(total->groups[i].names);
	names_free(total->wrong);
	names_free(total->unknown);
}

void
sweep_total_figures(const struct sweep_total *total,
    const struct sweep_program *program, struct report *report)
{
	const struct { const char *label; unsigned long value; } figures[] = {
		{ "subjects", total->subjects },
		{ "ok", total->states[STATE_OK] },
		{ "warning", total->states[STATE_WARNING] },
		{ "critical", total->states[STATE_CRITICAL] },
		{ "unknown", total->states[STATE_UNKNOWN] },
	};
	struct metric metric = { .min = "0" };
	size_t i;

	for (i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		metric.label = figures[i].label;
		metric.value = (double)figures[i].value;
		report_metric(report, &metric);
	}
	for (i = 0; program->sums && i < SWEEP_SUMS && program->sums[i]; i++) {
		metric.label = program->sums[i];
		metric.value = total->sums[i];
		report_metric(report, &metric);
	}
}

/* "a.jp, b.jp, c.jp and 17 more" */
static void
names_text(const struct sweep_name names[SWEEP_NAMES], unsigned long count,
    char *text, size_t size)
{
	unsigned long more;
	size_t i, used = 0;

	*text = '\0';
	for (i = 0; i < SWEEP_NAMES && names[i].text; i++) {
		snprintf(text + used, size - used, "%s%s",
		    i > 0 ? ", " : "", names[i].text);
		used += strlen(text + used);
	}
	more = count > i ? count - i : 0;
	if (more > 0 && used < size)
		snprintf(text + used, size - used,
		    ngettext(" and %lu more", " and %lu more", more), more);
}

static int
by_weight(const void *a, const void *b)
{
	const struct sweep_group *ga = a, *gb = b;

	if (ga->state != gb->state)
		return state_worse(ga->state, gb->state) ? -1 : 1;
	if (ga->count != gb->count)
		return ga->count > gb->count ? -1 : 1;
	return strcmp(ga->cause->token, gb->cause->token);
}

static void
headline(const struct sweep_total *total, const struct sweep_program *program,
    struct report *report)
{
	unsigned long wrong = total->states[STATE_CRITICAL] +
	    total->states[STATE_WARNING];
	unsigned long unknown = total->states[STATE_UNKNOWN];
	enum state worst = total->states[STATE_CRITICAL] > 0 ?
	    STATE_CRITICAL : STATE_WARNING;
	char names[900];

	if (wrong > 0) {
		names_text(total->wrong, wrong, names, sizeof(names));
		report_add(report, NULL, worst, program->mixed ?
		    _("%lu of %lu subjects wrong: %s") :
		    _("%lu of %lu domains wrong: %s"),
		    wrong, total->subjects, names);
	}
	if (unknown > 0 && wrong == 0) {
		names_text(total->unknown, unknown, names, sizeof(names));
		report_add(report, NULL, STATE_UNKNOWN, program->mixed ?
		    _("%lu of %lu subjects unknown: %s") :
		    _("%lu of %lu domains unknown: %s"),
		    unknown, total->subjects, names);
	}
	if (total->subjects == 0)
		report_add(report, NULL, STATE_UNKNOWN, "%s",
		    _("the list of subjects is empty"));
	else if (wrong + unknown == 0)
		report_add(report, NULL, STATE_OK, program->mixed ?
		    ngettext("%lu subject, nothing wrong",
		    "%lu subjects, nothing wrong", total->subjects) :
		    ngettext("%lu domain, nothing wrong",
		    "%lu domains, nothing wrong", total->subjects),
		    total->subjects);
}

void
sweep_total_report(const struct sweep_total *total,
    const struct sweep_program *program, struct report *report)
{
	struct sweep_group groups[SWEEP_GROUPS];
	char names[900];
	size_t i;

	headline(total, program, report);
	memcpy(groups, total->groups,
	    total->group_count * sizeof(groups[0]));
	qsort(groups, total->group_count, sizeof(groups[0]), by_weight);
	for (i = 0; i < total->group_count; i++) {
		names_text(groups[i].names, groups[i].count, names,
		    sizeof(names));
		report_add(report, NULL, groups[i].state, "%s (%lu): %s",
		    _(groups[i].cause->title), groups[i].count, names);
		report_cause(report, groups[i].cause);
	}
}
