/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fetchmailrc.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "text.h"

#define WORD_MAX 256

struct word {
	char text[WORD_MAX];	/* cut */
	bool quoted;
};

struct parser {
	const char *p;
	const char *end;
	struct word word;
	struct fetchmailrc *rc;
	struct fetchmail_user defaults, server;
	bool in_server, in_defaults;
	bool no;		/* "no" stands before the word */
	size_t first;		/* of the server's users */
};

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0' ||
	    c == ',' || c == ';' || c == ':' || c == '=';
}

static void
put(struct word *word, size_t *n, char c)
{
	if (*n < WORD_MAX - 1)
		word->text[(*n)++] = c;
}

static void
take_quoted(struct parser *parser, size_t *n)
{
	char quote = *parser->p++;

	parser->word.quoted = true;
	while (parser->p < parser->end && *parser->p != quote) {
		if (*parser->p == '\\' && parser->end - parser->p > 1)
			parser->p++;
		put(&parser->word, n, *parser->p++);
	}
	if (parser->p < parser->end)
		parser->p++;
}

static void
skip_space(struct parser *parser)
{
	while (parser->p < parser->end) {
		if (*parser->p == '#')
			while (parser->p < parser->end && *parser->p != '\n')
				parser->p++;
		else if (is_space(*parser->p))
			parser->p++;
		else
			return;
	}
}

static bool
next(struct parser *parser)
{
	size_t n = 0;

	parser->word.quoted = false;
	skip_space(parser);
	if (parser->p == parser->end)
		return false;
	if (*parser->p == '"' || *parser->p == '\'')
		take_quoted(parser, &n);
	else
		while (parser->p < parser->end && !is_space(*parser->p))
			put(&parser->word, &n, *parser->p++);
	parser->word.text[n] = '\0';
	return true;
}

static bool
is(const struct parser *parser, const char *keyword)
{
	return !parser->word.quoted && text_equal(parser->word.text, keyword);
}

static bool
is_one_of(const struct parser *parser, const char *const *keywords)
{
	for (; *keywords != NULL; keywords++)
		if (is(parser, *keywords))
			return true;
	return false;
}

static long
take_number(struct parser *parser)
{
	unsigned long number;

	if (!next(parser) ||
	    !text_number(parser->word.text, 0, 100000000, &number))
		return -1;
	return (long)number;
}

/* What is set applies to the server, or to its last user. */
static struct fetchmail_user *
target(struct parser *parser)
{
	if (parser->in_defaults)
		return &parser->defaults;
	return parser->rc->count > parser->first ?
	    &parser->rc->users[parser->rc->count - 1] : &parser->server;
}

static void
add_user(struct parser *parser, const char *name)
{
	struct fetchmailrc *rc = parser->rc;

	if (rc->count == rc->size) {
		rc->size = rc->size == 0 ? 8 : rc->size * 2;
		rc->users = xreallocarray(rc->users, rc->size,
		    sizeof(*rc->users));
	}
	rc->users[rc->count] = parser->server;
	memcpy(rc->users[rc->count++].name, name, WORD_MAX);
}

/* A server without a user is polled for the user who runs fetchmail. */
static void
end_server(struct parser *parser)
{
	if (parser->in_server && parser->rc->count == parser->first)
		add_user(parser, (const char[WORD_MAX]){ "" });
	parser->in_server = parser->in_defaults = false;
	parser->first = parser->rc->count;
}

static void
begin_server(struct parser *parser, bool skipped)
{
	end_server(parser);
	if (!next(parser))
		return;
	parser->server = parser->defaults;
	parser->server.skipped = skipped;
	memcpy(parser->server.host, parser->word.text, WORD_MAX);
	parser->in_server = true;
}

static void
take_set(struct parser *parser)
{
	static const char *const valued[] = { "postmaster", "logfile",
	    "idfile", "pidfile", "properties", NULL };
	long number;

	if (!next(parser))
		return;
	if (is(parser, "daemon")) {
		number = take_number(parser);
		parser->rc->daemon = number > 0 ? number : 0;
	} else if (is(parser, "no")) {
		next(parser);
	} else if (is_one_of(parser, valued)) {
		next(parser);
	}
}

static void
take_protocol(struct parser *parser)
{
	static const char *const pop3[] = { "pop2", "pop3", "apop", "rpop",
	    "kpop", "sdps", NULL };
	struct fetchmail_user *user = target(parser);

	if (!next(parser))
		return;
	parser->word.quoted = false;
	user->imap = is(parser, "imap");
	user->pop3 = is_one_of(parser, pop3);
}

static void
take_interval(struct parser *parser)
{
	long number = take_number(parser);

	if (number > 0)
		target(parser)->interval = number;
}

/* Keywords with one word behind them, which is passed over. */
static const char *const valued[] = {
	"port", "service", "timeout", "qvirtual", "auth",
	"authenticate", "interface", "monitor", "plugin", "plugout",
	"principal", "esmtpname", "esmtppassword", "badheader",
	"retrieve-error", "pass", "password", "smtpaddress", "smtpname",
	"antispam", "mda", "bsmtp", "preconnect", "postconnect", "limit",
	"warnings", "batchlimit", "fetchlimit", "fetchsizelimit", "fastuidl",
	"expunge", "properties", "sslcert", "sslkey", "sslproto",
	"sslcertpath", "sslcertfile", "sslfingerprint", "sslcommonname",
	"is", "to", "folder", "remotefolder", "smtphost", "fetchdomains",
	"local", "localdomains", "aka", "envelope", NULL
};

static void
take_flag(struct parser *parser)
{
	struct fetchmail_user *user = target(parser);

	if (is(parser, "keep"))
		user->keep = !parser->no;
	else if (is(parser, "nokeep"))
		user->keep = false;
	else if (is(parser, "idle"))
		user->idle = !parser->no;
}

/* "poll LABEL via HOST" */
static void
take_via(struct parser *parser)
{
	if (next(parser))
		memcpy(target(parser)->host, parser->word.text, WORD_MAX);
}

static void
statement(struct parser *parser)
{
	if (is(parser, "set"))
		take_set(parser);
	else if (is(parser, "poll") || is(parser, "server"))
		begin_server(parser, false);
	else if (is(parser, "skip"))
		begin_server(parser, true);
	else if (is(parser, "defaults")) {
		end_server(parser);
		parser->in_defaults = true;
	} else if (is(parser, "proto") || is(parser, "protocol"))
		take_protocol(parser);
	else if (is(parser, "via"))
		take_via(parser);
	else if (is(parser, "interval"))
		take_interval(parser);
	else if ((is(parser, "user") || is(parser, "username")) &&
	    next(parser)) {
		if (parser->in_server)
			add_user(parser, parser->word.text);
	} else if (!parser->no && is_one_of(parser, valued))
		next(parser);
	else
		take_flag(parser);
}

/* What a statement begins with. */
static const char *const openings[] = { "set", "poll", "server", "skip",
    "defaults", NULL };

void
fetchmailrc_parse(struct fetchmailrc *rc, const char *text, size_t length)
{
	struct parser *parser = xcalloc(1, sizeof(*parser));

	*rc = (struct fetchmailrc){ 0 };
	parser->p = text;
	parser->end = text + length;
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		parser->p += 3;
	parser->rc = rc;
	parser->defaults.interval = 1;
	while (next(parser)) {
		bool no = is(parser, "no");

		rc->known = rc->known || is_one_of(parser, openings);
		if (!rc->known)
			break;
		if (!no)
			statement(parser);
		parser->no = no;
	}
	end_server(parser);
	free(parser);
}

void
fetchmailrc_clear(struct fetchmailrc *rc)
{
	free(rc->users);
	*rc = (struct fetchmailrc){ 0 };
}
