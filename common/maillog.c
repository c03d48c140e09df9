/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "maillog_family.h"

#include <string.h>

#define WORDS_MAX 16		/* before the tag */
#define PLAIN_MAX 5		/* of them that are no ident: "mail_1 | host" */

/* What stands before a line's message. */
struct head {
	struct span rest;
	struct span tag;	/* "imap-login", without pid and colon */
	int words, plain, idents;
	bool stamp_only;
};

const char *
mail_protocol_name(enum mail_protocol protocol)
{
	return protocol == MAIL_POP3 ? "pop3" : "imap";
}

enum maillog_kind
maillog_login(struct maillog *log, struct span user)
{
	log->user = user.p;
	log->user_length = user.p == NULL ? 0 : span_length(user);
	return log->user_length > 0 && log->ip.version != 0 ?
	    MAILLOG_LOGIN : MAILLOG_UNCLEAR;
}

static void
clear(struct maillog *log)
{
	log->kind = MAILLOG_OTHER;
	log->stamp = (struct logtime){ LOGTIME_NONE, 0 };
	log->protocol = MAIL_IMAP;
	log->user = "";
	log->user_length = 0;
	log->ip = log->local = (struct ip){ 0 };
	log->repeated = 1;
	log->session = "";
	log->session_length = 0;
	log->timed = false;
	log->counted = log->empty = false;
}

/* "<22>", and "<22>1 " which begins RFC 5424. */
static bool
take_priority(struct span *rest)
{
	struct span r = *rest;
	uint64_t number;

	if (!span_take(&r, "<") || !span_number(&r, &number) ||
	    number > 191 || !span_take(&r, ">"))
		return false;
	*rest = r;
	return span_take(rest, "1 ");
}

/* RFC 5424 6.3: "-" or "[id name="value" ...][...]" */
static void
take_structured(struct span *rest)
{
	if (span_take(rest, "- "))
		return;
	while (rest->p < rest->end && *rest->p == '[') {
		bool quoted = false;

		while (rest->p < rest->end && (quoted || *rest->p != ']')) {
			if (*rest->p == '"')
				quoted = !quoted;
			else if (*rest->p == '\\' && rest->end - rest->p > 1)
				rest->p++;
			rest->p++;
		}
		span_take(rest, "]");
	}
	span_take(rest, " ");
}

/* VERSION is taken: TIMESTAMP HOSTNAME APP-NAME PROCID MSGID SD MSG */
static bool
head_rfc5424(struct head *head, struct maillog *log)
{
	struct span *rest = &head->rest;

	rest->p += logtime_parse(&log->stamp, rest->p, span_length(*rest));
	if (log->stamp.kind == LOGTIME_NONE && !span_take(rest, "-"))
		return false;
	if (!span_take(rest, " "))
		return false;
	span_until(rest, ' ');
	head->tag = span_until(rest, ' ');
	span_until(rest, ' ');
	span_until(rest, ' ');
	take_structured(rest);
	span_take(rest, "\xef\xbb\xbf");
	head->idents = 1;
	return true;
}

static bool
is_ident(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '-' && c <= '9') || c == '_' || c == '@';
}

/* "name", "name[123]", "cyrus/imap", "perdition.imaps": the name. */
static bool
ident_name(struct span *word)
{
	const char *p = word->p;

	while (p < word->end && is_ident(*p))
		p++;
	if (p == word->p || p - word->p > 64)
		return false;
	if (p < word->end && (*p != '[' || word->end[-1] != ']'))
		return false;
	word->end = p;
	return true;
}

/* "message repeated 2 times: [ imap-login: Login: ...]" */
static bool
take_repeated(struct maillog *log, struct span *rest)
{
	struct span r = *rest;
	uint64_t n;

	if (!span_take(&r, "message repeated ") || !span_number(&r, &n) ||
	    !span_take(&r, " times: [") || n == 0 || n > 1000000)
		return false;
	if (r.p < r.end && r.end[-1] == ']')
		r.end--;
	span_blanks(&r);
	log->repeated = (unsigned int)n;
	*rest = r;
	return true;
}

/* For words so short that memmem(3) has no time to win. */
static bool
contains(struct span tag, const char *text)
{
	for (; tag.p < tag.end; tag.p++) {
		struct span here = tag;

		if (*tag.p == *text && span_take(&here, text))
			return true;
	}
	return false;
}

static bool
is_login_tag(struct span tag)
{
	return span_equal(tag, "imap-login") || span_equal(tag, "pop3-login");
}

/* A tag whose messages are to be read. */
static bool
is_service(struct span tag)
{
	if (is_login_tag(tag))
		return true;
	return (contains(tag, "imap") || contains(tag, "pop3") ||
	    contains(tag, "perdition")) && !contains(tag, "sieve");
}

/* Dovecot's "Info: ", Solaris' "[ID 583609 mail.info] " */
static void
take_level(struct span *rest)
{
	struct span r = *rest;

	span_blanks(rest);
	span_take(rest, "Info: ");
	if (!span_take(&r, "[ID "))
		return;
	if (span_find(r, "] ", NULL, &r))
		*rest = r;
}

enum step { GO_ON, FOUND, NOTHING };

/* Dovecot's sessions have the user where others have a pid. */
static bool
take_session(struct head *head)
{
	if (!span_take(&head->rest, "pop3(") &&
	    !span_take(&head->rest, "POP3("))
		return false;
	head->tag = (struct span){ head->rest.p - 5, head->rest.p };
	return true;
}

/*
 * One word, which ends with a colon.  Before a server's tag there may be the
 * name under which it runs ("dovecot:", an instance_name, a container), once,
 * and "dovecot:" behind that.
 */
static enum step
take_ident(struct head *head, struct maillog *log, struct span word)
{
	word.end--;
	if (span_equal(word, "Info")) {
		span_blanks(&head->rest);
		return take_session(head) ? FOUND : GO_ON;
	}
	if (!ident_name(&word))
		return NOTHING;
	head->tag = word;
	take_level(&head->rest);
	take_repeated(log, &head->rest);
	if (is_service(word) || take_session(head))
		return FOUND;
	if (contains(word, "/") || (head->idents > 0 &&
	    !contains(word, "dovecot")))
		return NOTHING;
	head->idents++;
	return GO_ON;
}

/* The first stamp counts; a container's own log has a second one. */
static bool
take_stamp(struct span *rest, struct maillog *log)
{
	struct logtime stamp;
	size_t n = logtime_parse(&stamp, rest->p, span_length(*rest));

	rest->p += n;
	if (n > 0 && log->stamp.kind == LOGTIME_NONE)
		log->stamp = stamp;
	return n > 0;
}

/* Once a program has named itself, only its tags may follow: a plain word is
 * the message, and that may be a client's. */
static enum step
head_step(struct head *head, struct maillog *log)
{
	struct span *rest = &head->rest, word;

	span_blanks(rest);
	if (take_stamp(rest, log))
		return head->stamp_only ? FOUND : GO_ON;
	if (head->idents == 0 && take_session(head))
		return FOUND;
	word = span_until(rest, ' ');
	if (span_length(word) > 1 && word.end[-1] == ':')
		return take_ident(head, log, word);
	if (head->idents > 0 || ++head->plain > PLAIN_MAX)
		return NOTHING;
	return GO_ON;
}

static bool
head_parse(struct head *head, struct maillog *log)
{
	enum step step = GO_ON;

	if (take_priority(&head->rest)) {
		if (!head_rfc5424(head, log))
			return false;
		take_repeated(log, &head->rest);
		if (head->stamp_only || is_service(head->tag))
			return true;
	}
	while (step == GO_ON && head->rest.p < head->rest.end &&
	    head->words++ < WORDS_MAX)
		step = head_step(head, log);
	return step == FOUND;
}

static enum maillog_kind
other_families(struct maillog *log, struct span tag, struct span message)
{
	enum maillog_kind kind;

	switch (message.p < message.end ? *message.p : '\0') {
	case 'L':
		kind = maillog_courier(log, message);
		if (kind != MAILLOG_OTHER)
			return kind;
		return maillog_uw(log, message, log->protocol == MAIL_IMAP);
	case 'l':
	case 'e':
		return maillog_cyrus(log, message);
	case 'A':
		if (contains(tag, "perdition"))
			return maillog_perdition(log, message);
		return maillog_uw(log, message, log->protocol == MAIL_IMAP);
	default:
		return MAILLOG_OTHER;
	}
}

static enum maillog_kind
message_parse(struct maillog *log, struct head *head)
{
	struct span tag = head->tag, message = head->rest;

	if (span_equal(tag, "pop3(") || span_equal(tag, "POP3("))
		return maillog_dovecot_end(log, message);
	if (!is_service(tag))
		return MAILLOG_OTHER;
	log->protocol = contains(tag, "pop") ?
	    MAIL_POP3 : MAIL_IMAP;
	if (is_login_tag(tag))
		return maillog_dovecot(log, message);
	return other_families(log, tag, message);
}

static struct span
line_span(const char *line, size_t length)
{
	struct span span = { line, line + length };

	while (span.p < span.end &&
	    (span.end[-1] == '\r' || span.end[-1] == '\n'))
		span.end--;
	span_take(&span, "\xef\xbb\xbf");
	return span;
}

/* "Nov 24 02:24:39 mail dovecot: " in front of a tag of Dovecot's. */
static void
keep_prefix(struct maillog *log, const char *line, const struct head *head)
{
	size_t n = (size_t)(head->tag.p - line);

	log->prefix_length = 0;
	if (!is_login_tag(head->tag) || head->tag.p < line ||
	    n > sizeof(log->prefix) || log->stamp.kind == LOGTIME_NONE ||
	    log->repeated != 1)
		return;
	memcpy(log->prefix, line, n);
	log->prefix_length = n;
	log->prefix_stamp = log->stamp;
}

/* A line that begins like an earlier one; false if it is to be read whole. */
static bool
same_prefix(struct maillog *log, struct span line)
{
	size_t n = log->prefix_length;
	struct span rest = { line.p + n, line.end };

	if (n == 0 || span_length(line) < n + 16 ||
	    memcmp(line.p, log->prefix, n) != 0)
		return false;
	if (span_take(&rest, "imap("))
		return true;
	if (span_take(&rest, "pop3-login: "))
		log->protocol = MAIL_POP3;
	else if (!span_take(&rest, "imap-login: "))
		return false;
	if (*rest.p != 'L' && *rest.p != 'p' && *rest.p != 'D')
		return false;
	log->stamp = log->prefix_stamp;
	log->kind = maillog_dovecot(log, rest);
	return true;
}

enum maillog_kind
maillog_parse(struct maillog *log, const char *line, size_t length)
{
	struct head head = { .rest = line_span(line, length) };

	clear(log);
	if (same_prefix(log, head.rest))
		return log->kind;
	if (head.rest.p < head.rest.end && *head.rest.p == '{' &&
	    !maillog_json(log, head.rest, &head.rest))
		return MAILLOG_OTHER;
	line = head.rest.p;
	if (head_parse(&head, log)) {
		keep_prefix(log, line, &head);
		log->kind = message_parse(log, &head);
	}
	return log->kind;
}

bool
maillog_stamp(struct logtime *stamp, const char *line, size_t length)
{
	struct maillog log;
	struct head head = { .rest = line_span(line, length),
	    .stamp_only = true };

	clear(&log);
	if (head.rest.p < head.rest.end && *head.rest.p == '{')
		maillog_json(&log, head.rest, &head.rest);
	else
		head_parse(&head, &log);
	*stamp = log.stamp;
	return stamp->kind != LOGTIME_NONE;
}

unsigned int
maillog_repeats(const char *line, size_t length)
{
	struct span span = line_span(line, length);
	uint64_t n;

	if (length > 200 ||
	    !span_find_last(span, " last message repeated ", NULL, &span) ||
	    !span_number(&span, &n) || !span_equal(span, " times") ||
	    n > 1000000)
		return 0;
	return (unsigned int)n;
}
