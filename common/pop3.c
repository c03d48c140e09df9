/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pop3.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "i18n.h"
#include "sasl.h"
#include "text.h"

#define AUTH_LINE_MAX 255	/* RFC 2449 4, with the line end */

/* --- the parser ------------------------------------------------------- */

static bool
begins(const char *line, size_t n, const char *word)
{
	size_t length = strlen(word);

	return n >= length && strncasecmp(line, word, length) == 0 &&
	    (n == length || line[length] == ' ');
}

/* "[IN-USE] text": the code goes to reply->code. */
static void
parse_code(struct pop3_reply *reply)
{
	const char *end;

	reply->code[0] = '\0';
	if (reply->length == 0 || reply->text[0] != '[')
		return;
	end = memchr(reply->text, ']', reply->length);
	if (end == NULL)
		return;
	text_clean(reply->code, sizeof(reply->code), reply->text + 1,
	    (size_t)(end - reply->text) - 1);
	end++;
	reply->length -= (size_t)(end - reply->text);
	reply->text = end;
	while (reply->length > 0 && *reply->text == ' ') {
		reply->text++;
		reply->length--;
	}
}

bool
pop3_parse(struct pop3_reply *reply, const char *line, size_t n)
{
	size_t skip;

	if (memchr(line, '\0', n) != NULL)
		return false;
	reply->ok = begins(line, n, "+OK");
	if (!reply->ok && !begins(line, n, "-ERR"))
		return false;
	skip = reply->ok ? 3 : 4;
	while (skip < n && line[skip] == ' ')
		skip++;
	reply->text = line + skip;
	reply->length = n - skip;
	parse_code(reply);
	return true;
}

/* Digits up to a blank or the end; beyond 64 bits it is UINT64_MAX. */
static bool
take_number(const char **at, const char *end, uint64_t *number)
{
	const char *start = *at;
	uint64_t n = 0, digit;

	for (; *at < end && **at >= '0' && **at <= '9'; (*at)++) {
		digit = (uint64_t)(**at - '0');
		n = n > (UINT64_MAX - digit) / 10 ? UINT64_MAX :
		    n * 10 + digit;
	}
	*number = n;
	return *at > start && (*at == end || **at == ' ');
}

bool
pop3_parse_stat(const struct pop3_reply *reply, uint64_t *messages,
    uint64_t *octets)
{
	const char *at = reply->text, *end = at + reply->length;

	if (!reply->ok || !take_number(&at, end, messages))
		return false;
	while (at < end && *at == ' ')
		at++;
	return take_number(&at, end, octets);
}

unsigned int
pop3_capability(const char *line)
{
	char word[16];
	size_t n;

	if (text_equal(line, "USER"))
		return POP3_CAN_USER;
	if (text_equal(line, "STLS"))
		return POP3_CAN_STLS;
	if (text_equal(line, "PIPELINING"))
		return POP3_CAN_PIPELINE;
	if (!begins(line, strlen(line), "SASL"))
		return 0;
	for (line += 4; *line != '\0'; line += n) {
		line += strspn(line, " ");
		n = strcspn(line, " ");
		snprintf(word, sizeof(word), "%.*s",
		    (int)(n < sizeof(word) ? n : sizeof(word)), line);
		if (text_equal(word, "PLAIN"))
			return POP3_CAN_PLAIN;
	}
	return 0;
}

/* --- the dialogue ----------------------------------------------------- */

/* Sends a line; what is shown of it. */
static void
say(struct pop3_session *session, const char *line, const char *shown)
{
	stream_puts(session->stream, line);
	stream_puts(session->stream, "\r\n");
	transcript_add(session->transcript, "C", shown, strlen(shown));
}

static bool
hear(struct pop3_session *session)
{
	char clean[120];
	const char *line;
	size_t n;

	line = stream_line(session->stream, &n);
	if (line == NULL)
		return false;
	transcript_add(session->transcript, "S", line, n);
	if (pop3_parse(&session->reply, line, n))
		return true;
	stream_fail(session->stream, STREAM_PROTOCOL,
	    _("the server sent what is no POP3 reply: %s"),
	    transcript_clean(session->transcript, clean, sizeof(clean), line,
	    n));
	return false;
}

bool
pop3_greeting(struct pop3_session *session)
{
	char clean[160];

	stream_stage(session->stream, _("the greeting"));
	if (!hear(session))
		return false;
	if (session->reply.ok)
		return true;
	stream_fail(session->stream, STREAM_CLOSED,
	    _("the server refuses service: %s"),
	    transcript_clean(session->transcript, clean, sizeof(clean),
	    session->reply.text, session->reply.length));
	return false;
}

void
pop3_capa(struct pop3_session *session)
{
	const char *line;
	size_t n, lines = 0;

	stream_stage(session->stream, _("the capabilities"));
	session->capabilities = 0;
	session->capabilities_known = false;
	say(session, "CAPA", "CAPA");
	if (!hear(session) || !session->reply.ok)
		return;
	session->capabilities_known = true;
	while ((line = stream_line(session->stream, &n)) != NULL &&
	    strcmp(line, ".") != 0) {
		transcript_add(session->transcript, "S", line, n);
		session->capabilities |= pop3_capability(line);
		if (lines++ == POP3_CAPA_MAX)
			stream_fail(session->stream, STREAM_PROTOCOL,
			    _("the list of capabilities does not "
			    "end"));
	}
}

void
pop3_stls(struct pop3_session *session, const struct stream_tls *tls)
{
	stream_stage(session->stream, _("the answer to STLS"));
	say(session, "STLS", "STLS");
	if (hear(session) && !session->reply.ok)
		stream_fail(session->stream, STREAM_TLS,
		    _("the server offers no STLS; nothing was sent in "
		    "clear"));
	stream_start_tls(session->stream, tls);
	if (stream_fault(session->stream) == STREAM_WELL)
		pop3_capa(session);
}

static void
auth_plain(struct pop3_session *session, const char *user,
    const struct secret *secret)
{
	char *message = sasl_plain(user, secret);
	bool at_once = strlen("AUTH PLAIN ") + strlen(message) + 2 <=
	    AUTH_LINE_MAX;

	stream_puts(session->stream, "AUTH PLAIN");
	if (at_once) {
		stream_puts(session->stream, " ");
		stream_puts(session->stream, message);
	}
	say(session, "", "AUTH PLAIN ...");
	if (!at_once && stream_begins(session->stream, "+") &&
	    !stream_begins(session->stream, "+OK") &&
	    stream_line(session->stream, NULL) != NULL)
		say(session, message, "...");
	sasl_free(message);
	hear(session);
}

static void
user_and_pass(struct pop3_session *session, const char *user,
    const struct secret *secret)
{
	bool pipeline = session->capabilities & POP3_CAN_PIPELINE;

	stream_puts(session->stream, "USER ");
	say(session, user, "USER ...");
	if (!pipeline && (!hear(session) || !session->reply.ok))
		return;
	stream_puts(session->stream, "PASS ");
	say(session, secret->text, "PASS ...");
	if (pipeline)
		hear(session);
	hear(session);
}

void
pop3_login(struct pop3_session *session, const char *user,
    const struct secret *secret, bool clear, struct mail_login *login)
{
	bool plain = session->capabilities & POP3_CAN_PLAIN;

	*login = (struct mail_login){ 0 };
	if (stream_fault(session->stream) != STREAM_WELL)
		return;
	if (!stream_is_tls(session->stream) && !clear) {
		login->end = MAIL_LOGIN_CLEAR;
		return;
	}
	if (!plain && session->capabilities_known &&
	    !(session->capabilities & POP3_CAN_USER)) {
		login->end = MAIL_LOGIN_NO_WAY;
		return;
	}
	stream_stage(session->stream, _("the answer to the login"));
	login->mechanism = plain ? "PLAIN" : "PASS";
	if (plain)
		auth_plain(session, user, secret);
	else
		user_and_pass(session, user, secret);
	if (stream_fault(session->stream) != STREAM_WELL)
		return;
	login->end = session->reply.ok ? MAIL_LOGIN_OK : MAIL_LOGIN_REFUSED;
	memcpy(login->code, session->reply.code, sizeof(login->code));
	transcript_clean(session->transcript, login->text,
	    sizeof(login->text), session->reply.text, session->reply.length);
}

bool
pop3_stat(struct pop3_session *session, uint64_t *messages, uint64_t *octets)
{
	char clean[120];

	stream_stage(session->stream, _("the answer to STAT"));
	say(session, "STAT", "STAT");
	if (session->capabilities & POP3_CAN_PIPELINE)
		say(session, "QUIT", "QUIT");
	if (!hear(session))
		return false;
	if (pop3_parse_stat(&session->reply, messages, octets)) {
		if (!(session->capabilities & POP3_CAN_PIPELINE))
			say(session, "QUIT", "QUIT");
		stream_flush(session->stream);
		return true;
	}
	stream_fail(session->stream, STREAM_PROTOCOL,
	    _("the answer to STAT cannot be read: %s"),
	    transcript_clean(session->transcript, clean, sizeof(clean),
	    session->reply.text, session->reply.length));
	return false;
}
