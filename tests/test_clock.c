/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <limits.h>
#include <time.h>

#include "clock.h"
#include "unit.h"

START_TEST(test_now)
{
	const struct timespec pause = { 0, 20000000 };
	int64_t before = clock_now();

	nanosleep(&pause, NULL);
	ck_assert(clock_now() >= before + 20);
	ck_assert(clock_wall() > 1700000000);
}
END_TEST

START_TEST(test_left)
{
	int64_t now = clock_now();

	ck_assert_int_eq(clock_left(CLOCK_NEVER), -1);
	ck_assert_int_eq(clock_left(now), 0);
	ck_assert_int_eq(clock_left(now - 5000), 0);
	ck_assert_int_eq(clock_left(0), 0);
	ck_assert_int_eq(clock_left(INT64_MIN), 0);
	ck_assert_int_gt(clock_left(now + 3600000), 3000000);
	ck_assert_int_le(clock_left(now + 3600000), 3600000);
	ck_assert_int_eq(clock_left(CLOCK_NEVER - 1), INT_MAX);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { test_now, test_left };

	return (unit_run("clock", tests, UNIT_COUNT(tests)));
}
