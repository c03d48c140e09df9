/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * imap.h - the responses of an IMAP server (RFC 9051 7, RFC 3501 7) read from
 * octets, without any I/O.
 *
 * More is accepted than the grammar has where real servers need it: blanks
 * at the end of a line, several blanks in a row, octets above 127 in atoms.
 */
#ifndef WEBLIFE_IMAP_H
#define WEBLIFE_IMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMAP_DEPTH_MAX 16	/* lists in lists */
#define IMAP_VALUES_MAX 16384	/* values of one response */

enum imap_type {
	IMAP_ATOM,
	IMAP_STRING,		/* quoted or literal */
	IMAP_NIL,
	IMAP_LIST,
};

/* Values stand in one array, a list before its members: the next value after
 * v on the same level is v + v->span. */
struct imap_value {
	enum imap_type type;
	size_t span;		/* values that it takes up, 1 or more */
	const char *text;	/* ended by NUL; "" for a list */
	size_t length;
};

enum imap_kind {
	IMAP_DATA,		/* * QUOTA ..., * 3 EXISTS */
	IMAP_STATUS,		/* * OK ..., * BYE ... */
	IMAP_DONE,		/* a7 NO ... */
	IMAP_CONTINUE,		/* + ... */
};

enum imap_condition {
	IMAP_NONE,
	IMAP_OK,
	IMAP_NO,
	IMAP_BAD,
	IMAP_BYE,
	IMAP_PREAUTH,
};

struct imap_response {
	enum imap_kind kind;
	enum imap_condition condition;	/* STATUS, DONE */
	const char *tag;		/* DONE */
	bool numbered;			/* DATA: a number before the name */
	uint64_t number;
	const char *name;		/* DATA; "" else */
	const char *code;		/* STATUS, DONE: in brackets; "" none */
	const char *text;		/* STATUS, DONE, CONTINUE */
	size_t text_length;
	/* arguments of the name or of the code */
	struct imap_value *values;
	size_t count;

	size_t values_size;		/* imap.c's own from here on */
	char *arena;
	size_t arena_size;
	size_t arena_used;
};

/*
 * Reads one whole response: octets is a line without its line end, with
 * CR LF (or LF) and the literal's octets behind each "{n}" at a line's end.
 * False for whatever is none; NUL is in no response.  response is used again
 * from call to call, zero at first.
 */
bool	imap_parse(struct imap_response *response, const char *octets,
	    size_t n);
void	imap_response_free(struct imap_response *response);

/* Whether the line ends in "{n}" or "{n+}" (RFC 7888), and n. */
bool	imap_literal(const char *line, size_t length, uint64_t *n);

/* The next value on the same level; NULL behind the last. */
const struct imap_value *imap_first(const struct imap_response *response);
const struct imap_value *imap_next_value(const struct imap_response *response,
	    const struct imap_value *value);
/* The members of a list; `end` is behind the last of them. */
const struct imap_value *imap_members(const struct imap_value *list,
	    const struct imap_value **end);

/* Atom or string. */
bool	imap_is_text(const struct imap_value *value);

/* A number: an atom (or string) of digits; beyond 64 bits it is UINT64_MAX. */
bool	imap_number(const struct imap_value *value, uint64_t *number);

/* Equal without case. */
bool	imap_is(const struct imap_value *value, const char *word);

#endif
