/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "text.h"

struct parser {
	struct imap_response *response;
	const char *at;
	const char *end;
	unsigned int depth;
	bool in_code;		/* "]" ends an atom */
};

static bool	parse_value(struct parser *p);

/* The arena has room for every octet and a NUL for every token, so that no
 * text moves while a response is read. */
static const char *
keep(struct parser *p, const char *text, size_t n)
{
	struct imap_response *response = p->response;
	char *copy = response->arena + response->arena_used;

	memcpy(copy, text, n);
	copy[n] = '\0';
	response->arena_used += n + 1;
	return copy;
}

static size_t
left(const struct parser *p)
{
	return (size_t)(p->end - p->at);
}

static bool
next_is(const struct parser *p, char c)
{
	return p->at < p->end && *p->at == c;
}

static bool
skip_blanks(struct parser *p)
{
	const char *start = p->at;

	while (next_is(p, ' '))
		p->at++;
	return p->at > start;
}

static bool
ends_atom(const struct parser *p)
{
	unsigned char c = (unsigned char)*p->at;

	return c <= ' ' || c == '(' || c == ')' || c == '"' || c == 0x7f ||
	    (p->in_code && c == ']');
}

static struct imap_value *
add_value(struct parser *p, enum imap_type type, const char *text,
    size_t length)
{
	struct imap_response *response = p->response;
	struct imap_value *value;

	if (response->count == IMAP_VALUES_MAX)
		return NULL;
	if (response->count == response->values_size) {
		response->values_size = 2 * response->values_size + 16;
		response->values = xreallocarray(response->values,
		    response->values_size, sizeof(*response->values));
	}
	value = &response->values[response->count++];
	value->type = type;
	value->span = 1;
	value->text = text;
	value->length = length;
	return value;
}

static const char *
parse_word(struct parser *p, size_t *length)
{
	const char *start = p->at;

	while (p->at < p->end && !ends_atom(p))
		p->at++;
	*length = (size_t)(p->at - start);
	return *length > 0 ? keep(p, start, *length) : NULL;
}

static bool
parse_atom(struct parser *p)
{
	size_t length;
	const char *text = parse_word(p, &length);

	if (text == NULL)
		return false;
	return add_value(p, text_equal(text, "NIL") ? IMAP_NIL : IMAP_ATOM,
	    text, length) != NULL;
}

/* RFC 9051 4.3: no CR, LF, NUL; a backslash before " and \ only, but we take
 * whatever follows it as itself. */
static bool
parse_quoted(struct parser *p)
{
	struct imap_response *response = p->response;
	char *copy = response->arena + response->arena_used;
	size_t n = 0;

	for (p->at++; p->at < p->end && *p->at != '"'; p->at++) {
		if (*p->at == '\\' && ++p->at == p->end)
			return false;
		if (*p->at == '\0' || *p->at == '\r' || *p->at == '\n')
			return false;
		copy[n++] = *p->at;
	}
	if (p->at == p->end)
		return false;
	p->at++;
	copy[n] = '\0';
	response->arena_used += n + 1;
	return add_value(p, IMAP_STRING, copy, n) != NULL;
}

static bool
parse_literal(struct parser *p)
{
	const char *lf = memchr(p->at, '\n', left(p));
	size_t line;
	uint64_t n;

	if (lf == NULL)
		return false;
	line = (size_t)(lf - p->at);
	if (line > 0 && p->at[line - 1] == '\r')
		line--;
	if (!imap_literal(p->at, line, &n))
		return false;
	/* The "{" found must be the one we stand at. */
	if (memchr(p->at, '}', line) != p->at + line - 1)
		return false;
	p->at = lf + 1;
	if (n > left(p) || memchr(p->at, '\0', (size_t)n) != NULL)
		return false;
	if (add_value(p, IMAP_STRING, keep(p, p->at, (size_t)n),
	    (size_t)n) == NULL)
		return false;
	p->at += n;
	return true;
}

static bool
parse_list(struct parser *p)
{
	struct imap_response *response = p->response;
	size_t index = response->count;

	if (p->depth == IMAP_DEPTH_MAX ||
	    add_value(p, IMAP_LIST, "", 0) == NULL)
		return false;
	p->depth++;
	p->at++;
	skip_blanks(p);
	while (p->at < p->end && *p->at != ')') {
		if (!parse_value(p))
			return false;
		/* "((a)(b))" stands without blanks in the grammar. */
		if (!skip_blanks(p) && !next_is(p, ')') && !next_is(p, '('))
			return false;
	}
	if (p->at == p->end)
		return false;
	p->at++;
	p->depth--;
	response->values[index].span = response->count - index;
	return true;
}

static bool
parse_value(struct parser *p)
{
	if (p->at == p->end)
		return false;
	switch (*p->at) {
	case '(':
		return parse_list(p);
	case '"':
		return parse_quoted(p);
	case '{':
		return parse_literal(p);
	default:
		return parse_atom(p);
	}
}

/* Values up to the end, or to the "]" of a response code. */
static bool
parse_values(struct parser *p)
{
	while (p->at < p->end && !(p->in_code && *p->at == ']')) {
		if (!skip_blanks(p))
			return false;
		if (p->at == p->end || (p->in_code && *p->at == ']'))
			break;
		if (!parse_value(p))
			return false;
	}
	return true;
}

static bool
parse_code(struct parser *p)
{
	size_t length;

	p->in_code = true;
	p->at++;
	p->response->code = parse_word(p, &length);
	if (p->response->code == NULL || !parse_values(p) || !next_is(p, ']'))
		return false;
	p->at++;
	p->in_code = false;
	skip_blanks(p);
	return true;
}

/* What stands in brackets and cannot be read as a code is text like the
 * rest: nothing depends on it. */
static bool
parse_text(struct parser *p)
{
	struct imap_response *response = p->response;
	const char *start = p->at;
	size_t used = response->arena_used;

	if (next_is(p, '[') && !parse_code(p)) {
		p->at = start;
		response->arena_used = used;
		p->in_code = false;
		p->depth = 0;
		response->code = "";
		response->count = 0;
	}
	if (memchr(p->at, '\0', left(p)) != NULL ||
	    memchr(p->at, '\n', left(p)) != NULL)
		return false;
	response->text_length = left(p);
	response->text = keep(p, p->at, left(p));
	return true;
}

static enum imap_condition
condition_of(const char *word)
{
	static const struct {
		const char *word;
		enum imap_condition condition;
	} table[] = {
		{ "OK", IMAP_OK },
		{ "NO", IMAP_NO },
		{ "BAD", IMAP_BAD },
		{ "BYE", IMAP_BYE },
		{ "PREAUTH", IMAP_PREAUTH },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (text_equal(word, table[i].word))
			return table[i].condition;
	return IMAP_NONE;
}

static bool
parse_untagged(struct parser *p)
{
	struct imap_response *response = p->response;
	struct imap_value word = { .type = IMAP_ATOM };

	word.text = parse_word(p, &word.length);
	if (word.text == NULL)
		return false;
	response->condition = condition_of(word.text);
	if (response->condition != IMAP_NONE) {
		response->kind = IMAP_STATUS;
		return (skip_blanks(p) || p->at == p->end) && parse_text(p);
	}
	response->kind = IMAP_DATA;
	response->numbered = imap_number(&word, &response->number);
	if (response->numbered) {
		if (!skip_blanks(p))
			return false;
		word.text = parse_word(p, &word.length);
		if (word.text == NULL)
			return false;
	}
	response->name = word.text;
	return parse_values(p);
}

static bool
parse_tagged(struct parser *p)
{
	struct imap_response *response = p->response;
	const char *word;
	size_t length;

	response->kind = IMAP_DONE;
	response->tag = parse_word(p, &length);
	if (response->tag == NULL || !skip_blanks(p))
		return false;
	word = parse_word(p, &length);
	if (word == NULL)
		return false;
	response->condition = condition_of(word);
	if (response->condition != IMAP_OK &&
	    response->condition != IMAP_NO && response->condition != IMAP_BAD)
		return false;
	return (skip_blanks(p) || p->at == p->end) && parse_text(p);
}

static bool
parse_continue(struct parser *p)
{
	p->response->kind = IMAP_CONTINUE;
	if (p->at < p->end && !skip_blanks(p))
		return false;
	if (memchr(p->at, '\0', left(p)) != NULL)
		return false;
	p->response->text_length = left(p);
	p->response->text = keep(p, p->at, left(p));
	return true;
}

static void
begin(struct imap_response *response, size_t n)
{
	size_t wanted = 2 * n + 8;

	if (response->arena_size < wanted) {
		free(response->arena);
		response->arena = xcalloc(1, wanted);
		response->arena_size = wanted;
	}
	response->arena_used = 0;
	response->count = 0;
	response->condition = IMAP_NONE;
	response->numbered = false;
	response->number = 0;
	response->tag = response->name = response->code = "";
	response->text = "";
	response->text_length = 0;
}

bool
imap_parse(struct imap_response *response, const char *octets, size_t n)
{
	struct parser p = { response, octets, octets + n, 0, false };

	begin(response, n);
	if (n == 0)
		return false;
	if (octets[0] == '+') {
		p.at++;
		return parse_continue(&p);
	}
	if (octets[0] == '*') {
		p.at++;
		return skip_blanks(&p) && parse_untagged(&p);
	}
	return parse_tagged(&p);
}

void
imap_response_free(struct imap_response *response)
{
	free(response->values);
	free(response->arena);
	*response = (struct imap_response){ 0 };
}
