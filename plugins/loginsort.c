/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>

#include "logins.h"

/* How far back the same session is looked for. */
#define AGAIN_MAX 16
#define AGAIN_SECONDS 600

static int
by_time(const void *a, const void *b)
{
	const struct login *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->print < y->print ? -1 : x->print > y->print;
}

/* Whether one of the logins just before is the same session. */
static bool
is_again(const struct login *logins, size_t n, struct login login)
{
	for (size_t i = n; i > 0 && n - i < AGAIN_MAX &&
	    login.time - logins[i - 1].time <= AGAIN_SECONDS; i--)
		if (logins[i - 1].print == login.print)
			return true;
	return false;
}

size_t
logins_sort(struct login *logins, size_t count)
{
	size_t n = 0;

	for (size_t i = 1; i < count; i++)
		if (by_time(&logins[i - 1], &logins[i]) > 0) {
			qsort(logins, count, sizeof(*logins), by_time);
			break;
		}
	for (size_t i = 0; i < count; i++)
		if (logins[i].print == 0 || !is_again(logins, n, logins[i]))
			logins[n++] = logins[i];
	return n;
}
