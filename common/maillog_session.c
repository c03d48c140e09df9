/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

#include <string.h>

/* Values of the characters from "+" to "z"; 64: none. */
static const uint8_t values[] = {
	62, 64, 64, 64, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 64, 64, 64,
	64, 64, 64, 64, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 64, 64, 64, 64, 64, 64, 26, 27,
	28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45,
	46, 47, 48, 49, 50, 51
};

static unsigned int
base64(char c)
{
	return c < '+' || c > 'z' ? 64 : values[c - '+'];
}

/* 16 or 32 characters, a suffix passed over, into 12 or 24 octets. */
static size_t
decode(struct span session, uint8_t octets[24])
{
	size_t n = 0, characters = 0;
	uint32_t bits = 0;

	for (; session.p < session.end && characters < 33; session.p++) {
		unsigned int value = base64(*session.p);

		if (value > 63)
			break;
		bits = bits << 6 | value;
		if (++characters % 4 == 0 && n <= 21) {
			octets[n++] = (uint8_t)(bits >> 16);
			octets[n++] = (uint8_t)(bits >> 8);
			octets[n++] = (uint8_t)bits;
		}
	}
	return characters == 16 || characters == 32 ? n : 0;
}

/* Dovecot's id: 48 bits of microseconds, the port, the address.  It counts
 * only if the address is the line's, so rip= has to stand before. */
static void
take_dovecot(struct maillog *log, struct span session)
{
	uint8_t octets[24];
	size_t n = decode(session, octets);
	struct ip ip = { .version = n == 12 ? 4 : 6 };
	int64_t usec = 0;

	if (n == 0)
		return;
	memcpy(ip.bytes, octets + 8, n - 8);
	ip_unmap(&ip);
	if (!ip_equal(&ip, &log->ip))
		return;
	for (int i = 5; i >= 0; i--)
		usec = usec << 8 | octets[i];
	log->timed = true;
	log->usec = usec;
	log->wrap = INT64_C(1) << 48;
}

void
maillog_session(struct maillog *log, struct span session)
{
	log->session = session.p;
	log->session_length = span_length(session);
	if (log->session_length >= 16)
		take_dovecot(log, session);
}

/* BASE-PID-EPOCH-COUNT or BASE-EPOCH-PID-COUNT: the field of ten digits. */
void
maillog_session_cyrus(struct maillog *log, struct span session)
{
	log->session = session.p;
	log->session_length = span_length(session);
	while (session.p < session.end) {
		struct span field = span_until(&session, '-');
		uint64_t seconds;

		if (span_length(field) == 10 &&
		    span_number(&field, &seconds) && field.p == field.end &&
		    seconds >= 1000000000) {
			log->timed = true;
			log->usec = (int64_t)seconds * 1000000;
			log->wrap = 0;
			return;
		}
	}
}
