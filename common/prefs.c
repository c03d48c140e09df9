/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "prefs.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"

struct source {
	const char *p;
	const char *end;
};

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '+' ||
	    c == '-';
}

static void
skip_line(struct source *s)
{
	while (s->p < s->end && *s->p != '\n')
		s->p++;
}

/* Behind the slash and star; what is not closed is all of the rest. */
static void
skip_block(struct source *s)
{
	const char *close = memmem(s->p, (size_t)(s->end - s->p), "*/", 2);

	s->p = close == NULL ? s->end : close + 2;
}

static void
skip_space(struct source *s)
{
	while (s->p < s->end) {
		if (*s->p == '#') {
			skip_line(s);
		} else if (*s->p == '/' && s->end - s->p > 1 &&
		    s->p[1] == '/') {
			skip_line(s);
		} else if (*s->p == '/' && s->end - s->p > 1 &&
		    s->p[1] == '*') {
			s->p += 2;
			skip_block(s);
		} else if (*s->p == ' ' || (*s->p >= '\t' && *s->p <= '\r')) {
			s->p++;
		} else {
			return;
		}
	}
}

static bool
take(struct source *s, char c)
{
	skip_space(s);
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static unsigned int
take_hex(struct source *s, int digits)
{
	unsigned int value = 0;

	for (; digits > 0 && s->p < s->end; digits--, s->p++) {
		char c = (char)(*s->p | 0x20);

		if (*s->p >= '0' && *s->p <= '9')
			value = value * 16 + (unsigned int)(*s->p - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (unsigned int)(c - 'a' + 10);
		else
			break;
	}
	return value;
}

/* UTF-8 of a code unit; surrogates, which no name here has, become "?". */
static char *
put_unicode(char *out, unsigned int c)
{
	if (c < 0x80) {
		*out++ = (char)(c == 0 ? '?' : c);
	} else if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
		*out++ = (char)(0x80 | (c & 0x3f));
	} else if (c >= 0xd800 && c < 0xe000) {
		*out++ = '?';
	} else {
		*out++ = (char)(0xe0 | c >> 12);
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
		*out++ = (char)(0x80 | (c & 0x3f));
	}
	return out;
}

static char *
put_escaped(struct source *s, char *out)
{
	char c = *s->p++;

	switch (c) {
	case 'n':
		*out++ = '\n';
		return out;
	case 'r':
		*out++ = '\r';
		return out;
	case 'x':
		return put_unicode(out, take_hex(s, 2));
	case 'u':
		return put_unicode(out, take_hex(s, 4));
	default:
		*out++ = c;
		return out;
	}
}

/* Where the string ends, or NULL: no string goes over a line's end, so that a
 * forgotten quote costs one statement. */
static const char *
string_end(const struct source *s, char quote)
{
	for (const char *p = s->p; p < s->end && *p != '\n'; p++) {
		if (*p == quote)
			return p;
		if (*p == '\\' && s->end - p > 1 && p[1] != '\n')
			p++;
	}
	return NULL;
}

/* To be freed; NULL if there is no string. */
static char *
take_string(struct source *s)
{
	const char *end;
	char quote, *text, *out;

	skip_space(s);
	if (s->p == s->end || (*s->p != '"' && *s->p != '\''))
		return NULL;
	quote = *s->p++;
	end = string_end(s, quote);
	if (end == NULL)
		return NULL;
	text = out = xcalloc(1, (size_t)(end - s->p) + 4);
	while (s->p < end) {
		if (*s->p == '\\') {
			s->p++;
			out = put_escaped(s, out);
		} else {
			*out = *s->p++;
			out += *out != '\0';
		}
	}
	*out = '\0';
	s->p = end + 1;
	return text;
}

static char *
take_word(struct source *s)
{
	const char *start;

	skip_space(s);
	start = s->p;
	while (s->p < s->end && is_word(*s->p))
		s->p++;
	return s->p == start ? NULL :
	    xstrndup(start, (size_t)(s->p - start));
}

/* Takes name and value over. */
static void
add(struct prefs *prefs, char *name, char *value, bool locked)
{
	if (prefs->count == prefs->size) {
		prefs->size = prefs->size == 0 ? 64 : prefs->size * 2;
		prefs->list = xreallocarray(prefs->list, prefs->size,
		    sizeof(*prefs->list));
	}
	prefs->list[prefs->count] = (struct pref){ name, value, locked,
	    prefs->count };
	prefs->count++;
	prefs->sorted = false;
}

/* ("name", value[, words]) with what there may be behind it. */
static bool
arguments(struct source *s, char **name, char **value)
{
	char *word;

	*name = *value = NULL;
	if (!take(s, '(') || (*name = take_string(s)) == NULL ||
	    !take(s, ','))
		return false;
	*value = take_string(s);
	if (*value == NULL)
		*value = take_word(s);
	while (take(s, ',')) {
		word = take_word(s);
		free(word);
	}
	return *value != NULL && take(s, ')');
}

static void
statement(struct prefs *prefs, struct source *s, bool locked,
    const char *prefix)
{
	struct source tried = *s;
	char *name, *value;

	if (arguments(&tried, &name, &value)) {
		*s = tried;
		prefs->statements++;
		if (strncmp(name, prefix, strlen(prefix)) == 0) {
			add(prefs, name, value, locked);
			return;
		}
	} else {
		/* go on behind its line's end, where the next may begin */
		skip_line(s);
	}
	free(name);
	free(value);
}

static bool
is_call(const char *word, size_t n, bool *locked)
{
	static const char *const names[] = { "user_pref", "pref",
	    "sticky_pref", "defaultPref", "lockPref", "lock_pref" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == n && memcmp(names[i], word, n) == 0) {
			*locked = i >= 4;
			return true;
		}
	return false;
}

void
prefs_parse(struct prefs *prefs, const char *text, size_t length,
    const char *prefix)
{
	struct source s = { text, text + length };

	while (skip_space(&s), s.p < s.end) {
		const char *start = s.p;
		const char *end;
		bool locked;

		while (s.p < s.end && is_word(*s.p))
			s.p++;
		if (is_call(start, (size_t)(s.p - start), &locked)) {
			statement(prefs, &s, locked, prefix);
		} else if (s.p == start && (*s.p == '"' || *s.p == '\'')) {
			/* words in a stray string are no statements */
			s.p++;
			end = string_end(&s, *start);
			if (end != NULL)
				s.p = end + 1;
		} else if (s.p == start) {
			s.p++;
		}
	}
}

void
prefs_clear(struct prefs *prefs)
{
	for (size_t i = 0; i < prefs->count; i++) {
		free(prefs->list[i].name);
		free(prefs->list[i].value);
	}
	free(prefs->list);
	*prefs = (struct prefs){ 0 };
}

/* By name, the one that counts last. */
static int
by_name(const void *a, const void *b)
{
	const struct pref *x = a, *y = b;
	int c = strcmp(x->name, y->name);

	if (c != 0)
		return c;
	if (x->locked != y->locked)
		return x->locked ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void
sort(struct prefs *prefs)
{
	if (!prefs->sorted && prefs->count > 1)
		qsort(prefs->list, prefs->count, sizeof(*prefs->list),
		    by_name);
	prefs->sorted = true;
}

/* How many names are not greater than name. */
static size_t
upper_bound(const struct prefs *prefs, const char *name)
{
	size_t low = 0, high = prefs->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(prefs->list[middle].name, name) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const char *
prefs_get(struct prefs *prefs, const char *name)
{
	size_t n;

	sort(prefs);
	n = upper_bound(prefs, name);
	return n > 0 && strcmp(prefs->list[n - 1].name, name) == 0 ?
	    prefs->list[n - 1].value : NULL;
}

const char *
prefs_name(struct prefs *prefs, const char *prefix, size_t *i)
{
	sort(prefs);
	if (*i == 0)
		*i = upper_bound(prefs, prefix);
	while (*i < prefs->count) {
		const struct pref *pref = &prefs->list[(*i)++];

		if (strncmp(pref->name, prefix, strlen(prefix)) != 0)
			break;
		if (*i < prefs->count &&
		    strcmp(prefs->list[*i].name, pref->name) == 0)
			continue;
		return pref->name;
	}
	return NULL;
}
