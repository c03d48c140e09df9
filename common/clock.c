/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <limits.h>
#include <time.h>

#include "clock.h"

int64_t
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return ((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

int64_t
clock_wall(void)
{
	return ((int64_t)time(NULL));
}

int
clock_left(int64_t deadline)
{
	int64_t now;

	if (deadline == CLOCK_NEVER)
		return (-1);
	now = clock_now();
	if (deadline <= now)
		return (0);
	return (deadline - now > INT_MAX ? INT_MAX : (int)(deadline - now));
}
