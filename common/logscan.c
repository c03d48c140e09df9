/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "logscan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* 16 octets at once; the compilers make the machine's vector code of it. */
#define LANES 16
typedef uint8_t lanes __attribute__((vector_size(LANES)));
typedef uint64_t halves __attribute__((vector_size(LANES)));

static bool
anchor(const char *p)
{
	if ((p[0] | 0x20) == 'l')
		return (p[1] | 0x20) == 'o' && (p[2] | 0x20) == 'g';
	return p[0] == 'A' && ((p[1] == 'u' && p[2] == 't') ||
	    (p[1] == 'P' && p[2] == 'O'));
}

static inline lanes
load(const char *p)
{
	lanes v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/*
 * All bits set in the lanes where an anchor may begin: by its first and third
 * octet, which is nearly always enough.  "l" and "L" differ in the bit 0x20.
 */
static inline lanes
matches(const char *p)
{
	const lanes fold = { 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
	    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20 };
	lanes a = load(p), c = load(p + 2);

	return (lanes)(((a | fold) == 'l') & ((c | fold) == 'g')) |
	    (lanes)((a == 'A') & ((c == 't') | (c == 'O')));
}

static inline bool
any(lanes v)
{
	halves h = (halves)v;

	return (h[0] | h[1]) != 0;
}

static const char *
scan_slowly(const char *p, const char *end)
{
	for (; end - p >= 3; p++)
		if (anchor(p))
			return p;
	return end;
}

/* An anchor that begins in four vectors; NULL: it only looked like one. */
static const char *
scan_vectors(const char *p)
{
	for (int i = 0; i < 4; i++, p += LANES) {
		if (!any(matches(p)))
			continue;
		for (int j = 0; j < LANES; j++)
			if (anchor(p + j))
				return p + j;
	}
	return NULL;
}

const char *
logscan_next(const char *p, const char *end)
{
	const char *found;

	/* Four vectors a turn; the last one looks two octets further. */
	for (; end - p >= 4 * LANES + 2; p += 4 * LANES) {
		lanes v = matches(p) | matches(p + LANES) |
		    matches(p + 2 * LANES) | matches(p + 3 * LANES);

		if (any(v) && (found = scan_vectors(p)) != NULL)
			return found;
	}
	return scan_slowly(p, end);
}
