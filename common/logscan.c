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
	return p[0] == 'A' && p[1] == 'u' && p[2] == 't';
}

static lanes
load(const char *p)
{
	lanes v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Where the octets from p on are an anchor's first, second and third: all
 * bits set in that lane.  "l" and "L" differ in the bit 0x20. */
static lanes
matches(const char *p)
{
	const lanes fold = { 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20,
	    0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20, 0x20 };
	lanes a = load(p), b = load(p + 1), c = load(p + 2);

	return (lanes)(((a | fold) == 'l') & ((b | fold) == 'o') &
	    ((c | fold) == 'g')) |
	    (lanes)((a == 'A') & (b == 'u') & (c == 't'));
}

static bool
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

/* The anchor that is known to begin in four vectors. */
static const char *
scan_vectors(const char *p)
{
	while (!any(matches(p)))
		p += LANES;
	while (!anchor(p))
		p++;
	return p;
}

const char *
logscan_next(const char *p, const char *end)
{
	/* Four vectors a turn; the last one looks two octets further. */
	for (; end - p >= 4 * LANES + 2; p += 4 * LANES) {
		lanes v = matches(p) | matches(p + LANES) |
		    matches(p + 2 * LANES) | matches(p + 3 * LANES);

		if (any(v))
			return scan_vectors(p);
	}
	return scan_slowly(p, end);
}
