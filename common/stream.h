/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stream.h - a connection to a server: lines and octets over TCP or TLS, with
 * one deadline for everything.
 *
 * The first error sticks: from then on every read gives nothing and every
 * write does nothing, so that a dialogue is straight-line code which looks at
 * stream_fault() once, at its end.
 *
 * A host is an address, or a name in /etc/hosts, or one that has A or AAAA
 * records.  Its addresses are tried IPv6 first, the next one 250 ms after the
 * one before or as soon as all before have failed; the first to answer wins.
 */
#ifndef WEBLIFE_STREAM_H
#define WEBLIFE_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dns.h"
#include "ip.h"
#include "sandbox.h"

enum stream_fault {
	STREAM_WELL,
	STREAM_NO_NAME,		/* see stream_unresolved() */
	STREAM_NO_ROUTE,	/* our side: no route, no such family here */
	STREAM_REFUSED,		/* nobody listens on the port */
	STREAM_TIMEOUT,
	STREAM_RESET,
	STREAM_CLOSED,
	STREAM_TOO_LONG,	/* a line or a literal over its limit */
	STREAM_INJECTED,	/* plain text waited where TLS began */
	STREAM_TLS,		/* the handshake failed */
	STREAM_CERTIFICATE,	/* not valid, or not for this host */
	STREAM_LOCAL,		/* our side: CA file, system limits */
	STREAM_PROTOCOL,	/* stream_fail(): not what was to be said */
};

struct stream_tls {
	const char *ca_file;	/* NULL: none */
	const char *ca_dir;	/* hashed; NULL: STREAM_CA_DIR if no ca_file */
	bool insecure;		/* the certificate is read, not verified */
};

#define STREAM_CA_DIR "/etc/ssl/certs"
#define STREAM_MARK_SIZE 32
#define STREAM_LINE_MAX 8192	/* until stream_limit() says otherwise */

struct stream;

/*
 * Connects; never NULL.  port is a number as text.  dns may be NULL: then
 * names other than those of /etc/hosts are STREAM_NO_NAME.  deadline is that
 * of the whole dialogue.
 */
struct stream *stream_connect(const char *host, const char *port,
	    struct dns *dns, int64_t deadline);

/* For tests: a stream over an open socket, which it will close. */
struct stream *stream_from(int fd, const char *host, int64_t deadline);

/* Ends TLS in order where it can without waiting, and closes. */
void	stream_free(struct stream *stream);

/* The TLS handshake, 1.2 or newer, with SNI and, unless insecure, the chain
 * and the host's name verified.  Plain text that was received and not read
 * yet is STREAM_INJECTED. */
void	stream_start_tls(struct stream *stream, const struct stream_tls *tls);
bool	stream_is_tls(const struct stream *stream);

/* From here on a line may have this many octets. */
void	stream_limit(struct stream *stream, size_t line_max);

/* What the dialogue waits for, for the sentence about a time-out or a lost
 * connection ("the greeting"), translated; not copied. */
void	stream_stage(struct stream *stream, const char *stage);

/*
 * The next line without its LF or CRLF, ended by NUL (it may hold other NULs:
 * see length).  Valid until the next read.  NULL after an error.  length may
 * be NULL.
 */
const char *stream_line(struct stream *stream, size_t *length);

/* The next n octets, which are not ended by NUL.  Valid until the next read;
 * NULL after an error. */
const char *stream_octets(struct stream *stream, size_t n);

/* The next octet, or -1 after an error. */
int	stream_octet(struct stream *stream);

/* Whether what comes next begins with this text, without case; the octets
 * stay to be read.  Waits only until that is certain. */
bool	stream_begins(struct stream *stream, const char *text);

/* Notes octets for sending. */
void	stream_write(struct stream *stream, const void *octets, size_t n);
void	stream_puts(struct stream *stream, const char *text);
/* Sends what was noted, and wipes it.  Reading does this by itself. */
void	stream_flush(struct stream *stream);

/* Fails the stream, with a sentence (translated, cleaned) of the dialogue's
 * own.  A stream that has failed keeps its first error. */
void	stream_fail(struct stream *stream, enum stream_fault fault,
	    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Lets the sandbox read what stream_start_tls() will open. */
void	stream_allow_tls(struct sandbox *sandbox,
	    const struct stream_tls *tls);

enum stream_fault stream_fault(const struct stream *stream);
/* A sentence for an administrator, cleaned; "" when all is well. */
const char *stream_error(const struct stream *stream);
/* STREAM_NO_NAME: the DNS answer that tells why, of the stream's dns; NULL
 * when the DNS was not asked. */
const struct dns_answer *stream_unresolved(const struct stream *stream);

/* Until when the server's certificate is valid, seconds since 1970; false
 * when there is none (no TLS, no handshake). */
bool	stream_certificate_end(const struct stream *stream, int64_t *end);

/* The address that answered; version 0 before. */
const struct ip *stream_peer(const struct stream *stream);

/* Round trips waited for so far: the connection, the TLS handshake (2 with
 * TLS 1.2), and each time that something was sent and then read. */
unsigned int stream_rounds(const struct stream *stream);

/* HMAC-MD5 (RFC 2104) for CRAM-MD5; false when the library refuses MD5. */
bool	stream_hmac_md5(uint8_t digest[16], const void *key, size_t key_length,
	    const void *text, size_t length);

/* A keyed mark (HMAC-SHA256) by which text is known again, but cannot be had
 * from it; false when the library refuses. */
bool	stream_mark(uint8_t mark[STREAM_MARK_SIZE], const void *key,
	    size_t key_length, const void *text, size_t length);

#endif
