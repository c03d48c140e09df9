/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * imap_session.h - the dialogue with an IMAP server over a stream: commands
 * with tags, responses, STARTTLS, login.  Errors stick to the stream.
 */
#ifndef WEBLIFE_IMAP_SESSION_H
#define WEBLIFE_IMAP_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "imap.h"
#include "mail_login.h"
#include "secret.h"
#include "stream.h"
#include "transcript.h"

#define IMAP_OPEN_MAX 256	/* commands under way at once */
#define IMAP_RESPONSES_MAX 400000	/* of one session */

/* Capabilities that decide what we send. */
enum {
	IMAP_CAN_STARTTLS = 1 << 0,
	IMAP_LOGINDISABLED = 1 << 1,
	IMAP_CAN_PLAIN = 1 << 2,
	IMAP_CAN_CRAM_MD5 = 1 << 3,
	IMAP_CAN_SASL_LOGIN = 1 << 4,
	IMAP_CAN_SASL_IR = 1 << 5,
	IMAP_CAN_LITERAL_PLUS = 1 << 6,	/* or LITERAL- */
	IMAP_CAN_QUOTA = 1 << 7,
	IMAP_CAN_STATUS_SIZE = 1 << 8,
	IMAP_CAN_ESEARCH = 1 << 9,
	IMAP_CAN_NAMESPACE = 1 << 10,
};

struct imap_session {
	struct stream *stream;
	struct transcript *transcript;
	struct imap_response response;	/* what imap_next() read last */
	unsigned int done;		/* DONE: the command's number */
	unsigned int capabilities;
	bool capabilities_known;
	char alert[160];		/* the last [ALERT], cleaned */

	char shown[TRANSCRIPT_LINE_MAX];	/* of the command */
	char *octets;			/* imap_session.c's own */
	size_t size;
	size_t length;
	unsigned int tag;
	bool open[IMAP_OPEN_MAX];	/* by number % IMAP_OPEN_MAX */
	enum imap_condition ended[IMAP_OPEN_MAX];
	unsigned long responses;
};

/* session is zero; stream and transcript are borrowed. */
void	imap_begin(struct imap_session *session, struct stream *stream,
	    struct transcript *transcript);
void	imap_end(struct imap_session *session);

/* Notes a command for sending (without its tag and line end); gives its
 * number. */
unsigned int imap_send(struct imap_session *session, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* The same in parts, for arguments that a server wants as they are: begins,
 * adds text, adds a text that stays hidden, adds an astring (quoted, or a
 * literal where it has to be), ends and gives the number. */
void	imap_open_command(struct imap_session *session, const char *text);
void	imap_add(struct imap_session *session, const char *text);
void	imap_add_hidden(struct imap_session *session, const char *text);
void	imap_add_astring(struct imap_session *session, const char *text,
	    bool is_secret);
unsigned int imap_close_command(struct imap_session *session);

/*
 * Reads one response into session->response; false when the stream has
 * failed.  BYE, a tag that is not under way and what cannot be read fail it.
 * Capabilities and alerts are noted here.
 */
bool	imap_next(struct imap_session *session);

/* The same where the server has nothing to ask for: "+" fails the stream. */
bool	imap_next_data(struct imap_session *session);

/* Whether the response that comes next begins with this text, which is then
 * to be read from the stream (a SEARCH of any length). */
bool	imap_peek(struct imap_session *session, const char *text);

/* Whether the command's end was not read yet. */
bool	imap_is_open(const struct imap_session *session, unsigned int number);

/* Reads until the command is done, if it is not yet; other responses are
 * passed over.  How it ended; IMAP_NONE when the stream has failed. */
enum imap_condition imap_wait(struct imap_session *session,
	    unsigned int number);

/* The greeting: IMAP_OK or IMAP_PREAUTH; IMAP_NONE when the stream failed. */
enum imap_condition imap_greeting(struct imap_session *session);

/* Asks for the capabilities unless they are known. */
void	imap_capability(struct imap_session *session);

/* STARTTLS, the handshake, and the capabilities behind it. */
void	imap_starttls(struct imap_session *session,
	    const struct stream_tls *tls);

/*
 * One attempt to log in: PLAIN, CRAM-MD5, LOGIN, the LOGIN command, the first
 * that the server allows; without TLS CRAM-MD5 comes first, and the others
 * are used only if `clear` allows to show the password to the network.
 */
void	imap_login(struct imap_session *session, const char *user,
	    const struct secret *secret, bool clear,
	    struct mail_login *login);

#endif
