/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables under logins.c beyond their first size. */
#include "config.h"

#include <stdio.h>

#include "loginset.h"
#include "unit.h"

#define MANY 5000		/* the slots grow four times */
#define BLOCK 65536

static size_t
text_of(size_t i, char text[40])
{
	return (size_t)snprintf(text, 40, "user%zu@example.jp", i);
}

START_TEST(names_stay)
{
	static const char *added[MANY];
	static char large[2 * BLOCK];
	struct names names = { 0 };
	const char *place;
	char text[40];

	for (size_t i = 0; i < MANY; i++)
		added[i] = names_add(&names, text, text_of(i, text));
	ck_assert_uint_gt(names.count, 1);
	/* one that is larger than a block, and one behind it */
	memset(large, 'x', sizeof(large));
	place = names_add(&names, large, sizeof(large));
	ck_assert_mem_eq(place, large, sizeof(large));
	ck_assert_str_eq(names_add(&names, "small", 5), "small");
	ck_assert_int_eq(place[sizeof(large)], '\0');
	/* none has moved or was written over */
	for (size_t i = 0; i < MANY; i++) {
		text_of(i, text);
		ck_assert_str_eq(added[i], text);
	}
	names_free(&names);
}
END_TEST

/* The slot that holds value, or the free one that ends the walk. */
static struct slot *
find(const struct slots *slots, uint32_t hash, uint32_t value)
{
	struct slot *slot = slots_first(slots, hash);

	while (slot->value != 0 && slot->value != value)
		slot = slots_next(slots, slot);
	return slot;
}

/* Hashes that spread, that are all the same, and that begin at the end. */
START_TEST(slots_grow)
{
	static const uint32_t masks[] = { UINT32_MAX, 0, 7 };

	for (size_t m = 0; m < UNIT_COUNT(masks); m++) {
		struct slots slots = { 0 };
		uint32_t n = m == 0 ? MANY : MANY / 5;

		for (uint32_t i = 1; i <= n; i++) {
			uint32_t hash = (uint32_t)hash_octets(&i, sizeof(i),
			    0) | ~masks[m];

			slots_reserve(&slots);
			ck_assert_uint_eq(find(&slots, hash, i)->value, 0);
			slots_fill(&slots, find(&slots, hash, i), hash, i);
		}
		ck_assert_uint_eq(slots.used, n);
		ck_assert_uint_ge(slots.size, 2 * slots.used - 1);
		for (uint32_t i = 1; i <= n; i++) {
			uint32_t hash = (uint32_t)hash_octets(&i, sizeof(i),
			    0) | ~masks[m];

			ck_assert_uint_eq(find(&slots, hash, i)->hash, hash);
			ck_assert_uint_eq(find(&slots, hash, i)->value, i);
		}
		slots_free(&slots);
	}
}
END_TEST

START_TEST(sessions_grow)
{
	struct sessions sessions = { 0 };
	char text[40];

	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < MANY; i++) {
			uint64_t print = hash_octets(text, text_of(i, text),
			    0);

			ck_assert(sessions_add(&sessions, print) ==
			    (again == 1));
		}
	ck_assert_uint_eq(sessions.used, MANY);
	/* 0 stands for a free slot, and is a print nevertheless */
	ck_assert(!sessions_add(&sessions, 0));
	ck_assert(sessions_add(&sessions, 0));
	ck_assert_uint_eq(sessions.used, MANY + 1);
	sessions_free(&sessions);
}
END_TEST

/* Prints that all begin at the last slot go on at the first. */
START_TEST(sessions_wrap)
{
	struct sessions sessions = { 0 };

	for (int again = 0; again < 2; again++)
		for (uint64_t i = 0; i < 400; i++)
			ck_assert(sessions_add(&sessions, i << 32 | 1023) ==
			    (again == 1));
	ck_assert_uint_eq(sessions.used, 400);
	sessions_free(&sessions);
}
END_TEST

/* Every octet counts, wherever it stands, and so does the length. */
START_TEST(hashes)
{
	unsigned char octets[24] = { 0 };

	for (size_t n = 0; n < sizeof(octets); n++) {
		uint64_t hash = hash_octets(octets, n, 0);

		ck_assert_uint_eq(hash_octets(octets, n, 0), hash);
		ck_assert_uint_ne(hash_octets(octets, n + 1, 0), hash);
		ck_assert_uint_ne(hash_octets(octets, n, 1), hash);
		for (size_t i = 0; i < n; i++) {
			octets[i] = 1;
			ck_assert_uint_ne(hash_octets(octets, n, 0), hash);
			octets[i] = 0;
		}
	}
}
END_TEST

int
main(void)
{
	const TTest *tests[] = { names_stay, slots_grow, sessions_grow,
	    sessions_wrap, hashes };

	return unit_run("loginset", tests, UNIT_COUNT(tests));
}
