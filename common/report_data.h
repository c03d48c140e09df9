/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report_data.h - what a report holds: report.c and report_figure.c fill it,
 * report_text.c sets it.  Texts are places in one pool, which stays when a
 * report is cleared.
 */
#ifndef WEBLIFE_REPORT_DATA_H
#define WEBLIFE_REPORT_DATA_H

#include "report.h"

#define REPORT_STATES 4
#define REPORT_VALUE_MAX 40	/* a value in perfdata, with its NUL */

struct finding {
	enum state state;
	const struct cause *cause;
	size_t text;
};

struct note {
	int verbose;
	size_t text;
};

/* Set as text only where it is printed: a sweep has millions of them. */
struct figure {
	struct metric metric;
	struct range warning, critical;
};

#define REPORT_REST_MAX 192	/* "s;8;10;0" */

/* The value as perfdata writes it; false where it is to be left out. */
bool	figure_value(const struct figure *figure, char text[REPORT_VALUE_MAX]);
/* What stands behind it; gives text. */
char	*figure_rest(const struct figure *figure, char text[REPORT_REST_MAX]);

struct report {
	const char *service;
	char *pool;
	size_t pool_used, pool_size;
	struct finding *findings;
	size_t findings_used, findings_size;
	struct note *notes;
	size_t notes_used, notes_size;
	size_t *advice;
	size_t advice_used, advice_size;
	size_t advice_octets;	/* with a new line each */
	size_t advice_left_out;
	struct figure *figures;
	size_t figures_used, figures_size;
	size_t counts[REPORT_STATES];
	size_t headline;	/* first finding of the worst state */
	bool last_kept;		/* the last finding is in findings */
};

/* Gives list with room for one more item of this many octets behind the used
 * ones; *size is how many it has room for. */
void	*report_grow(void *list, size_t used, size_t *size, size_t item);

#endif
