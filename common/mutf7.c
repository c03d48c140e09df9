/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mutf7.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"

struct shift {
	char *out;
	size_t n;
	uint32_t bits;		/* not written yet, `count` of them */
	unsigned int count;
	bool open;		/* behind "&" */
};

static void
put_sextet(struct shift *shift, uint32_t sextet)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+,";

	shift->out[shift->n++] = alphabet[sextet & 63];
}

static void
put_unit(struct shift *shift, uint32_t unit)
{
	shift->bits = shift->bits << 16 | unit;
	shift->count += 16;
	while (shift->count >= 6) {
		shift->count -= 6;
		put_sextet(shift, shift->bits >> shift->count);
	}
}

static void
put_wide(struct shift *shift, uint32_t code)
{
	if (!shift->open) {
		shift->out[shift->n++] = '&';
		shift->open = true;
		shift->bits = shift->count = 0;
	}
	if (code < 0x10000) {
		put_unit(shift, code);
	} else {
		code -= 0x10000;
		put_unit(shift, 0xd800 + (code >> 10));
		put_unit(shift, 0xdc00 + (code & 0x3ff));
	}
}

static void
end_shift(struct shift *shift)
{
	if (!shift->open)
		return;
	if (shift->count > 0)
		put_sextet(shift, shift->bits << (6 - shift->count));
	shift->out[shift->n++] = '-';
	shift->open = false;
}

/* One character of two octets or more; its length, 0 for ill-formed UTF-8
 * (RFC 3629 4: no surrogates, nothing overlong). */
static size_t
decode(const unsigned char *at, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n, i;

	n = at[0] >= 0xc2 && at[0] <= 0xdf ? 2 :
	    (at[0] & 0xf0) == 0xe0 ? 3 :
	    at[0] >= 0xf0 && at[0] <= 0xf4 ? 4 : 0;
	if (n == 0)
		return 0;
	*code = at[0] & (0xffU >> (n + 1));
	for (i = 1; i < n; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (at[i] & 0x3f);
	}
	if (*code < least[n] || *code > 0x10ffff ||
	    (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return n;
}

static bool
is_ascii(const char *name)
{
	for (; *name != '\0'; name++)
		if ((unsigned char)*name > 126)
			return false;
	return true;
}

char *
mutf7_from_utf8(const char *name)
{
	const unsigned char *at = (const unsigned char *)name;
	struct shift shift = { 0 };
	uint32_t code;
	size_t n;

	if (is_ascii(name))
		return xstrdup(name);
	/* A character of 2 octets alone: "&AOQ-". */
	shift.out = xcalloc(3, strlen(name) + 1);
	for (; *at != '\0'; at += n) {
		n = 1;
		if (*at < 0x7f) {
			end_shift(&shift);
			shift.out[shift.n++] = (char)*at;
			if (*at == '&')
				shift.out[shift.n++] = '-';
			continue;
		}
		n = decode(at, &code);
		if (n == 0) {
			free(shift.out);
			return NULL;
		}
		put_wide(&shift, code);
	}
	end_shift(&shift);
	return shift.out;
}
