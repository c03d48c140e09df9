/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap_session.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "sasl.h"
#include "text.h"

enum mechanism {
	NO_MECHANISM,
	SASL_PLAIN,
	SASL_CRAM_MD5,
	SASL_LOGIN,
	LOGIN_COMMAND,
};

static const char *const names[] = {
	NULL, "PLAIN", "CRAM-MD5", "AUTHENTICATE LOGIN", "LOGIN",
};

static bool
is_allowed(const struct imap_session *session, enum mechanism mechanism)
{
	unsigned int can = session->capabilities;

	switch (mechanism) {
	case SASL_PLAIN:
		return can & IMAP_CAN_PLAIN;
	case SASL_CRAM_MD5:
		return can & IMAP_CAN_CRAM_MD5;
	case SASL_LOGIN:
		return can & IMAP_CAN_SASL_LOGIN;
	case LOGIN_COMMAND:
		return !(can & IMAP_LOGINDISABLED);
	default:
		return false;
	}
}

/* Sets login->end when there is no way. */
static enum mechanism
choose(const struct imap_session *session, bool clear,
    struct mail_login *login)
{
	static const enum mechanism order[] = {
		SASL_PLAIN, SASL_CRAM_MD5, SASL_LOGIN, LOGIN_COMMAND,
	};
	bool tls = stream_is_tls(session->stream), seen = false;
	size_t i;

	if (!tls && is_allowed(session, SASL_CRAM_MD5))
		return SASL_CRAM_MD5;
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (!is_allowed(session, order[i]))
			continue;
		if (tls || clear)
			return order[i];
		seen = true;
	}
	login->end = seen ? MAIL_LOGIN_CLEAR :
	    session->capabilities & IMAP_LOGINDISABLED ?
	    MAIL_LOGIN_DISABLED : MAIL_LOGIN_NO_WAY;
	return NO_MECHANISM;
}

/* Whether the server asks for the next message; else the command is done, or
 * the stream has failed. */
static bool
asked(struct imap_session *session)
{
	while (imap_next(session)) {
		if (session->response.kind == IMAP_CONTINUE)
			return true;
		if (session->response.kind == IMAP_DONE)
			return false;
	}
	return false;
}

static void
say(struct imap_session *session, const char *message)
{
	stream_puts(session->stream, message);
	stream_puts(session->stream, "\r\n");
	transcript_add(session->transcript, "C", "...", 3);
}

static void
sasl_plain_dialogue(struct imap_session *session, const char *user,
    const struct secret *secret)
{
	char *message = sasl_plain(user, secret);

	if (session->capabilities & IMAP_CAN_SASL_IR) {
		imap_open_command(session, "AUTHENTICATE PLAIN ");
		imap_add_hidden(session, message);
		imap_close_command(session);
	} else {
		imap_send(session, "AUTHENTICATE PLAIN");
		if (asked(session))
			say(session, message);
	}
	sasl_free(message);
}

static void
sasl_cram_dialogue(struct imap_session *session, const char *user,
    const struct secret *secret)
{
	char *message;

	imap_send(session, "AUTHENTICATE CRAM-MD5");
	if (!asked(session))
		return;
	message = sasl_cram_md5(user, secret, session->response.text);
	if (message == NULL)
		stream_fail(session->stream, STREAM_PROTOCOL,
		    _("the challenge of the server for CRAM-MD5 cannot be "
		    "answered"));
	else
		say(session, message);
	sasl_free(message);
}

static void
sasl_login_dialogue(struct imap_session *session, const char *user,
    const struct secret *secret)
{
	char *name = sasl_base64(user, strlen(user));
	char *word = sasl_base64(secret->text, secret->length);

	imap_send(session, "AUTHENTICATE LOGIN");
	if (asked(session)) {
		say(session, name);
		if (asked(session))
			say(session, word);
	}
	sasl_free(name);
	sasl_free(word);
}

static void
login_command(struct imap_session *session, const char *user,
    const struct secret *secret)
{
	unsigned int number;

	imap_open_command(session, "LOGIN");
	number = session->tag;
	imap_add_astring(session, user, false);
	if (imap_is_open(session, number))
		imap_add_astring(session, secret->text, true);
	if (imap_is_open(session, number))
		imap_close_command(session);
}

static void
note_result(struct imap_session *session, struct mail_login *login)
{
	const struct imap_response *response = &session->response;

	login->end = response->condition == IMAP_OK ? MAIL_LOGIN_OK :
	    MAIL_LOGIN_REFUSED;
	text_clean_string(login->code, sizeof(login->code), response->code);
	transcript_clean(session->transcript, login->text,
	    sizeof(login->text), response->text, response->text_length);
}

/* The number of the login command, whose end is waited for unless it came
 * early: a server may refuse before all is said. */
static void
finish(struct imap_session *session, struct mail_login *login)
{
	if (imap_is_open(session, session->tag) &&
	    imap_wait(session, session->tag) == IMAP_NONE)
		return;
	if (stream_fault(session->stream) == STREAM_WELL)
		note_result(session, login);
}

void
imap_login(struct imap_session *session, const char *user,
    const struct secret *secret, bool clear, struct mail_login *login)
{
	enum mechanism mechanism;

	*login = (struct mail_login){ 0 };
	if (stream_fault(session->stream) != STREAM_WELL)
		return;
	mechanism = choose(session, clear, login);
	if (mechanism == NO_MECHANISM)
		return;
	stream_stage(session->stream, _("the answer to the login"));
	login->mechanism = names[mechanism];
	/* What a login changes, the server says with it or has to be asked. */
	session->capabilities_known = false;
	if (mechanism == SASL_PLAIN)
		sasl_plain_dialogue(session, user, secret);
	else if (mechanism == SASL_CRAM_MD5)
		sasl_cram_dialogue(session, user, secret);
	else if (mechanism == SASL_LOGIN)
		sasl_login_dialogue(session, user, secret);
	else
		login_command(session, user, secret);
	finish(session, login);
}
