/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report_data.h"

#define DECIMALS_MAX 9

static struct figure *
find_figure(struct report *report, const char *label)
{
	struct figure *figure;
	size_t i;

	for (i = 0; i < report->figures_used; i++)
		if (strcmp(report->figures[i].metric.label, label) == 0)
			return (&report->figures[i]);
	report->figures = report_grow(report->figures, report->figures_used,
	    &report->figures_size, sizeof(*report->figures));
	figure = &report->figures[report->figures_used++];
	return (figure);
}

bool
figure_value(const struct figure *figure, char text[REPORT_VALUE_MAX])
{
	int n, decimals = figure->metric.decimals;
	double value = figure->metric.value;

	if (decimals < 0)
		decimals = 0;
	if (decimals > DECIMALS_MAX)
		decimals = DECIMALS_MAX;
	n = snprintf(text, REPORT_VALUE_MAX, "%.*f", decimals, value);
	if (text[0] == '-' && text[strspn(text, "-0.")] == '\0')
		memmove(text, text + 1, strlen(text));
	return (isfinite(value) && n > 0 && n < REPORT_VALUE_MAX);
}

char *
figure_rest(const struct figure *figure, char text[REPORT_REST_MAX])
{
	const struct metric *metric = &figure->metric;
	char warning[RANGE_TEXT_MAX], critical[RANGE_TEXT_MAX];
	size_t n;

	snprintf(text, REPORT_REST_MAX, "%s;%s;%s;%s;%s",
	    metric->uom == NULL ? "" : metric->uom,
	    range_text(&figure->warning, warning, sizeof(warning)),
	    range_text(&figure->critical, critical, sizeof(critical)),
	    metric->min == NULL ? "" : metric->min,
	    metric->max == NULL ? "" : metric->max);
	n = strlen(text);
	while (n > 0 && text[n - 1] == ';')
		text[--n] = '\0';
	return (text);
}

void
report_metric(struct report *report, const struct metric *metric)
{
	struct figure *figure = find_figure(report, metric->label);
	static const struct range none;

	figure->metric = *metric;
	figure->warning = metric->warning != NULL ? *metric->warning : none;
	figure->critical = metric->critical != NULL ?
	    *metric->critical : none;
}

void
report_each_metric(const struct report *report,
    void (*fn)(void *arg, const char *label, const char *value), void *arg)
{
	const struct figure *figure;
	char value[REPORT_VALUE_MAX];
	size_t i;

	for (i = 0; i < report->figures_used; i++) {
		figure = &report->figures[i];
		if (figure_value(figure, value))
			fn(arg, figure->metric.label, value);
	}
}
