/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap_session.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "i18n.h"
#include "text.h"

#define LITERAL_MAX (1024 * 1024)
#define RESPONSE_MAX (2 * LITERAL_MAX)
#define LITERAL_MINUS_MAX 4096

void
imap_begin(struct imap_session *session, struct stream *stream,
    struct transcript *transcript)
{
	*session = (struct imap_session){ 0 };
	session->stream = stream;
	session->transcript = transcript;
}

void
imap_end(struct imap_session *session)
{
	imap_response_free(&session->response);
	free(session->octets);
	session->octets = NULL;
}

static void
fail_protocol(struct imap_session *session, const char *what,
    const char *text, size_t length)
{
	char clean[120];

	stream_fail(session->stream, STREAM_PROTOCOL, "%s: %s", what,
	    transcript_clean(session->transcript, clean, sizeof(clean), text,
	    length));
}

/* --- commands --------------------------------------------------------- */

void
imap_open_command(struct imap_session *session, const char *text)
{
	char tag[16];

	session->tag++;
	session->open[session->tag % IMAP_OPEN_MAX] = true;
	snprintf(tag, sizeof(tag), "a%u ", session->tag);
	stream_puts(session->stream, tag);
	session->shown[0] = '\0';
	imap_add(session, text);
}

static void
show(struct imap_session *session, const char *text)
{
	size_t n = strlen(session->shown);

	/* Before it is cut: a mailbox may have the password's name. */
	transcript_clean(session->transcript, session->shown + n,
	    sizeof(session->shown) - n, text, strlen(text));
}

void
imap_add(struct imap_session *session, const char *text)
{
	stream_puts(session->stream, text);
	show(session, text);
}

void
imap_add_hidden(struct imap_session *session, const char *text)
{
	stream_puts(session->stream, text);
	show(session, "...");
}

/* A quoted string has no octet above 127 and no CR, LF or NUL. */
static bool
fits_quoted(const char *text)
{
	const char *c;

	for (c = text; *c != '\0'; c++)
		if ((unsigned char)*c > 126 || *c == '\r' || *c == '\n')
			return false;
	return true;
}

static void
add_quoted(struct imap_session *session, const char *text)
{
	const char *c;

	stream_puts(session->stream, "\"");
	for (c = text; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			stream_puts(session->stream, "\\");
		stream_write(session->stream, c, 1);
	}
	stream_puts(session->stream, "\"");
}

static void
add_literal(struct imap_session *session, const char *text)
{
	bool at_once = (session->capabilities & IMAP_CAN_LITERAL_PLUS) &&
	    strlen(text) <= LITERAL_MINUS_MAX;
	char head[32];

	snprintf(head, sizeof(head), "{%zu%s}\r\n", strlen(text),
	    at_once ? "+" : "");
	stream_puts(session->stream, head);
	if (!at_once) {
		while (imap_next(session) &&
		    session->response.kind != IMAP_CONTINUE)
			if (!imap_is_open(session, session->tag))
				return;
	}
	stream_puts(session->stream, text);
}

void
imap_add_astring(struct imap_session *session, const char *text,
    bool is_secret)
{
	imap_add(session, " ");
	if (fits_quoted(text))
		add_quoted(session, text);
	else
		add_literal(session, text);
	show(session, is_secret ? "..." : text);
}

unsigned int
imap_close_command(struct imap_session *session)
{
	stream_puts(session->stream, "\r\n");
	transcript_add(session->transcript, "C", session->shown,
	    strlen(session->shown));
	return session->tag;
}

unsigned int
imap_send(struct imap_session *session, const char *fmt, ...)
{
	char text[8192];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	imap_open_command(session, text);
	return imap_close_command(session);
}

/* --- responses -------------------------------------------------------- */

static void
append(struct imap_session *session, const char *octets, size_t n)
{
	if (session->length + n + 2 > session->size) {
		session->size = 2 * session->size + n + 2;
		session->octets = xrealloc(session->octets, session->size);
	}
	memcpy(session->octets + session->length, octets, n);
	session->length += n;
}

/* Only data has literals: the text of a status response may end in "{5}". */
static bool
may_hold_literal(const char *line, size_t length)
{
	static const char *const words[] = {
		"OK", "NO", "BAD", "BYE", "PREAUTH",
	};
	size_t i, n;

	if (length < 2 || line[0] != '*' || line[1] != ' ')
		return false;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		n = strlen(words[i]);
		if (length >= n + 2 && strncasecmp(line + 2, words[i], n) ==
		    0 && (length == n + 2 || line[n + 2] == ' '))
			return false;
	}
	return true;
}

/* The octets of one whole response, for imap_parse(). */
static bool
collect(struct imap_session *session)
{
	const char *line, *octets;
	size_t length;
	uint64_t n;
	bool data;

	session->length = 0;
	line = stream_line(session->stream, &length);
	data = line != NULL && may_hold_literal(line, length);
	while (line != NULL) {
		append(session, line, length);
		if (!data || !imap_literal(line, length, &n))
			return true;
		if (n > LITERAL_MAX || session->length + n > RESPONSE_MAX) {
			stream_fail(session->stream, STREAM_TOO_LONG,
			    _("the server announces a literal of %llu bytes, "
			    "more than %d"), (unsigned long long)n,
			    LITERAL_MAX);
			return false;
		}
		append(session, "\r\n", 2);
		octets = stream_octets(session->stream, (size_t)n);
		if (octets == NULL)
			return false;
		append(session, octets, (size_t)n);
		line = stream_line(session->stream, &length);
	}
	return false;
}

static unsigned int
capability_of(const char *word)
{
	static const struct {
		const char *word;
		unsigned int bit;
	} table[] = {
		{ "STARTTLS", IMAP_CAN_STARTTLS },
		{ "LOGINDISABLED", IMAP_LOGINDISABLED },
		{ "AUTH=PLAIN", IMAP_CAN_PLAIN },
		{ "AUTH=CRAM-MD5", IMAP_CAN_CRAM_MD5 },
		{ "AUTH=LOGIN", IMAP_CAN_SASL_LOGIN },
		{ "SASL-IR", IMAP_CAN_SASL_IR },
		{ "LITERAL+", IMAP_CAN_LITERAL_PLUS },
		{ "LITERAL-", IMAP_CAN_LITERAL_PLUS },
		{ "QUOTA", IMAP_CAN_QUOTA },
		{ "STATUS=SIZE", IMAP_CAN_STATUS_SIZE },
		{ "ESEARCH", IMAP_CAN_ESEARCH },
		{ "IMAP4rev2", IMAP_CAN_ESEARCH | IMAP_CAN_SASL_IR |
		    IMAP_CAN_NAMESPACE | IMAP_CAN_STATUS_SIZE },
		{ "NAMESPACE", IMAP_CAN_NAMESPACE },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(word, table[i].word))
			return table[i].bit;
	/* A server may name only the resources (RFC 9208 3.1). */
	return strncasecmp(word, "QUOTA=RES-", 10) == 0 ? IMAP_CAN_QUOTA : 0;
}

static void
note_capabilities(struct imap_session *session)
{
	const struct imap_value *value;

	session->capabilities = 0;
	session->capabilities_known = true;
	for (value = imap_first(&session->response); value != NULL;
	    value = imap_next_value(&session->response, value))
		if (imap_is_text(value))
			session->capabilities |= capability_of(value->text);
}

/* Whether the tag is that of a command under way. */
static bool
close_tag(struct imap_session *session, const char *tag)
{
	unsigned long number;

	if (tag[0] != 'a' || !text_number(tag + 1, 1, session->tag, &number) ||
	    number + IMAP_OPEN_MAX <= session->tag ||
	    !session->open[number % IMAP_OPEN_MAX])
		return false;
	session->open[number % IMAP_OPEN_MAX] = false;
	session->done = (unsigned int)number;
	session->ended[number % IMAP_OPEN_MAX] = session->response.condition;
	return true;
}

static bool
understand(struct imap_session *session)
{
	const struct imap_response *response = &session->response;
	char clean[200];

	if (text_equal(response->name, "CAPABILITY") ||
	    text_equal(response->code, "CAPABILITY"))
		note_capabilities(session);
	if (text_equal(response->code, "ALERT"))
		transcript_clean(session->transcript, session->alert,
		    sizeof(session->alert), response->text,
		    response->text_length);
	if (response->kind == IMAP_STATUS &&
	    response->condition == IMAP_BYE) {
		transcript_clean(session->transcript, clean, sizeof(clean),
		    response->text, response->text_length);
		stream_fail(session->stream, STREAM_CLOSED,
		    _("the server ended the session: %s"), clean);
		return false;
	}
	if (response->kind == IMAP_DONE &&
	    !close_tag(session, response->tag)) {
		fail_protocol(session, _("the server answered a command that "
		    "was not sent"), response->tag, strlen(response->tag));
		return false;
	}
	return true;
}

bool
imap_next(struct imap_session *session)
{
	if (!collect(session))
		return false;
	transcript_add(session->transcript, "S", session->octets,
	    session->length);
	if (session->responses++ == IMAP_RESPONSES_MAX) {
		stream_fail(session->stream, STREAM_PROTOCOL,
		    _("the server sent more than %d responses"),
		    IMAP_RESPONSES_MAX);
		return false;
	}
	if (!imap_parse(&session->response, session->octets,
	    session->length)) {
		fail_protocol(session, _("the server sent what is no IMAP "
		    "response"), session->octets, session->length);
		return false;
	}
	return understand(session);
}

bool
imap_next_data(struct imap_session *session)
{
	if (!imap_next(session))
		return false;
	if (session->response.kind != IMAP_CONTINUE)
		return true;
	stream_fail(session->stream, STREAM_PROTOCOL,
	    _("the server asks for more where nothing is to be said"));
	return false;
}

bool
imap_peek(struct imap_session *session, const char *text)
{
	return stream_begins(session->stream, text);
}

bool
imap_is_open(const struct imap_session *session, unsigned int number)
{
	return session->open[number % IMAP_OPEN_MAX];
}

enum imap_condition
imap_wait(struct imap_session *session, unsigned int number)
{
	while (imap_is_open(session, number))
		if (!imap_next_data(session))
			return IMAP_NONE;
	return session->ended[number % IMAP_OPEN_MAX];
}

enum imap_condition
imap_greeting(struct imap_session *session)
{
	stream_stage(session->stream, _("the greeting"));
	if (!imap_next(session))
		return IMAP_NONE;
	if (session->response.kind == IMAP_STATUS &&
	    (session->response.condition == IMAP_OK ||
	    session->response.condition == IMAP_PREAUTH))
		return session->response.condition;
	fail_protocol(session, _("the greeting is not that of IMAP"),
	    session->octets, session->length);
	return IMAP_NONE;
}

void
imap_capability(struct imap_session *session)
{
	if (session->capabilities_known)
		return;
	stream_stage(session->stream, _("the capabilities"));
	imap_wait(session, imap_send(session, "CAPABILITY"));
}

/* What was said before TLS may have been said by anybody (RFC 9051 6.2.1). */
void
imap_starttls(struct imap_session *session, const struct stream_tls *tls)
{
	stream_stage(session->stream, _("the answer to STARTTLS"));
	if ((session->capabilities_known &&
	    !(session->capabilities & IMAP_CAN_STARTTLS)) ||
	    imap_wait(session, imap_send(session, "STARTTLS")) != IMAP_OK) {
		stream_fail(session->stream, STREAM_TLS,
		    _("the server offers no STARTTLS; nothing was sent in "
		    "clear"));
		return;
	}
	stream_start_tls(session->stream, tls);
	session->capabilities = 0;
	session->capabilities_known = false;
	session->alert[0] = '\0';
	imap_capability(session);
}
