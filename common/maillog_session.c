/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

#include <string.h>

static int
base64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* 16 or 32 characters, a suffix passed over, into 12 or 24 octets. */
static size_t
decode(struct span session, uint8_t octets[24])
{
	size_t n = 0, characters = 0;
	uint32_t bits = 0;

	for (; session.p < session.end && characters < 33; session.p++) {
		int value = base64(*session.p);

		if (value < 0)
			break;
		bits = bits << 6 | (uint32_t)value;
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
