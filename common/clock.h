/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * clock.h - the two clocks.  Durations and deadlines are milliseconds on the
 * monotonic clock, int64_t; a deadline is passed on, never a duration.
 */
#ifndef WEBLIFE_CLOCK_H
#define WEBLIFE_CLOCK_H

#include <stdint.h>

#define CLOCK_NEVER INT64_MAX		/* a deadline that does not come */

/* Milliseconds on the monotonic clock. */
int64_t	clock_now(void);

/* Seconds since 1970 (UTC) on the wall clock. */
int64_t	clock_wall(void);

/* For poll(2): milliseconds from now to the deadline, 0 when it has passed,
 * -1 for CLOCK_NEVER. */
int	clock_left(int64_t deadline);

#endif
