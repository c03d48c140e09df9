/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pop3.h - as much of POP3 (RFC 1939, 2449, 2595, 5034) as tells whether an
 * account works and how much mail is in it.  Errors stick to the stream.
 */
#ifndef WEBLIFE_POP3_H
#define WEBLIFE_POP3_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "mail_login.h"
#include "secret.h"
#include "stream.h"
#include "transcript.h"

#define POP3_CAPA_MAX 100	/* lines of a capability list */

enum {
	POP3_CAN_USER = 1 << 0,
	POP3_CAN_PLAIN = 1 << 1,	/* SASL PLAIN */
	POP3_CAN_STLS = 1 << 2,
	POP3_CAN_PIPELINE = 1 << 3,
};

struct pop3_reply {
	bool ok;		/* +OK; else -ERR */
	char code[32];		/* in brackets (RFC 2449 8), "" none */
	const char *text;	/* behind it, in the line; not ended by NUL */
	size_t length;
};

/* Reads a status line without its line end; false for what is none. */
bool	pop3_parse(struct pop3_reply *reply, const char *line, size_t n);

/* "2 320": messages and octets of STAT; something else may follow. */
bool	pop3_parse_stat(const struct pop3_reply *reply, uint64_t *messages,
	    uint64_t *octets);

/* What a line of CAPA allows. */
unsigned int pop3_capability(const char *line);

struct pop3_session {
	struct stream *stream;
	struct transcript *transcript;
	struct pop3_reply reply;
	unsigned int capabilities;
	bool capabilities_known;	/* false: the server has no CAPA */
};

/* Reads the greeting; false when there is none, the stream has failed. */
bool	pop3_greeting(struct pop3_session *session);

void	pop3_capa(struct pop3_session *session);

/* STLS, the handshake, and the capabilities behind it. */
void	pop3_stls(struct pop3_session *session, const struct stream_tls *tls);

/* One attempt: AUTH PLAIN where it is offered, else USER and PASS; without
 * TLS only if `clear` allows to show the password to the network. */
void	pop3_login(struct pop3_session *session, const char *user,
	    const struct secret *secret, bool clear,
	    struct mail_login *login);

/* STAT, and QUIT behind it; false when the stream has failed. */
bool	pop3_stat(struct pop3_session *session, uint64_t *messages,
	    uint64_t *octets);

#endif
