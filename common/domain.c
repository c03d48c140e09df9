/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <idn2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain.h"
#include "i18n.h"
#include "text.h"

#define NAME_MAX_OCTETS 253	/* RFC 1035 3.1: 255 on the wire */
#define LABEL_MAX_OCTETS 63
#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-_"
/* A name of 253 octets has at most as many characters, 4 octets each. */
#define TYPED_MAX (4 * NAME_MAX_OCTETS + 8)

static const char *
too_long(void)
{
	return (_("the name is longer than 253 characters"));
}

static const char *
label_too_long(void)
{
	return (_("a label is longer than 63 characters"));
}

static bool
is_dot(uint32_t c)
{
	return (c == '.' || c == 0x3002 || c == 0xff0e || c == 0xff61);
}

static bool
is_blank(uint32_t c)
{
	return (c == ' ' || c == '\t' || c == 0x3000);
}

/*
 * text without the blanks around it and with plain dots, the final one
 * dropped, into typed.
 */
static const char *
tidy(char typed[TYPED_MAX], const char *text)
{
	size_t used, n = 0, end = 0, left = strlen(text);
	uint32_t c;

	for (; left > 0; text += used, left -= used) {
		c = text_decode(text, left, &used);
		if (c == TEXT_ILL_FORMED)
			return (_("this is not well-formed UTF-8"));
		if (n == 0 && is_blank(c))
			continue;
		if (n + used >= TYPED_MAX)
			return (too_long());
		if (is_dot(c))
			typed[n++] = '.';
		else {
			memcpy(typed + n, text, used);
			n += used;
		}
		if (!is_blank(c))
			end = n;
	}
	if (end > 0 && typed[end - 1] == '.')
		end--;
	typed[end] = '\0';
	return (end == 0 ? _("a domain name is wanted") : NULL);
}

/* What else has a domain in it, and is typed or pasted for one. */
static const char *
more_than_a_domain(const char *typed)
{
	if (strncmp(typed, "https://", 8) == 0)
		return (_("give only the domain, without https:// and what "
		    "stands behind the name"));
	if (strstr(typed, "://") != NULL)
		return (_("give only the domain, without http:// and what "
		    "stands behind the name"));
	if (strchr(typed, '@') != NULL)
		return (_("give only the domain, the part behind the @"));
	return (NULL);
}

static bool
is_ascii(const char *label, size_t length)
{
	while (length > 0)
		if ((unsigned char)label[--length] >= 0x80)
			return (false);
	return (true);
}

/* A label of letters, digits, hyphen and underscore; in small letters. */
static const char *
check_label(char *label, size_t length)
{
	size_t i;

	if (length == 0)
		return (_("there is an empty label (two dots in a row)"));
	if (length > LABEL_MAX_OCTETS)
		return (label_too_long());
	if (label[0] == '-' || label[length - 1] == '-')
		return (_("a label begins or ends with a hyphen"));
	for (i = 0; i < length; i++) {
		label[i] = (char)text_lower((unsigned char)label[i]);
		if (strchr(LETTERS, label[i]) == NULL || label[i] == '\0')
			return (_("only letters, digits, hyphens and "
			    "underscores are allowed"));
	}
	return (NULL);
}

static const char *
idna_problem(int rc)
{
	switch (rc) {
	case IDN2_TOO_BIG_DOMAIN:
		return (too_long());
	case IDN2_TOO_BIG_LABEL:
	case IDN2_PUNYCODE_BIG_OUTPUT:
		return (label_too_long());
	case IDN2_MALLOC:
		return (_("out of memory"));
	default:
		return (_("it has characters that are not allowed in "
		    "internationalized names (IDNA 2008)"));
	}
}

/* The label in typed, ended by NUL, as an A-label at the end of name. */
static const char *
append_label(char name[DOMAIN_MAX], size_t *n, char *label)
{
	size_t length = strlen(label);
	char *ascii = NULL;
	const char *problem;
	int rc;

	if (!is_ascii(label, length)) {
		rc = idn2_to_ascii_8z(label, &ascii, IDN2_NONTRANSITIONAL);
		if (rc != IDN2_OK)
			return (idna_problem(rc));
		label = ascii;
		length = strlen(ascii);
	}
	problem = check_label(label, length);
	if (problem == NULL && *n + length > NAME_MAX_OCTETS)
		problem = too_long();
	if (problem == NULL) {
		memcpy(name + *n, label, length + 1);
		*n += length;
	}
	idn2_free(ascii);
	return (problem);
}

static const char *
append_labels(char name[DOMAIN_MAX], char *label)
{
	const char *problem;
	size_t n = 0;
	char *dot;

	for (; label != NULL; label = dot) {
		dot = strchr(label, '.');
		if (dot != NULL)
			*dot++ = '\0';
		problem = append_label(name, &n, label);
		if (problem != NULL)
			return (problem);
		if (dot != NULL && n < NAME_MAX_OCTETS)
			name[n++] = '.';
	}
	if (text_digits(domain_top(name)))
		return (_("the last label is a number: that is an address "
		    "or a typing error, not a domain"));
	return (NULL);
}

const char *
domain_parse(char name[DOMAIN_MAX], const char *text)
{
	char typed[TYPED_MAX] = "", ascii[DOMAIN_MAX] = "";
	const char *problem = tidy(typed, text);

	if (problem == NULL)
		problem = more_than_a_domain(typed);
	if (problem == NULL)
		problem = append_labels(ascii, typed);
	if (problem == NULL)
		memcpy(name, ascii, strlen(ascii) + 1);
	return (problem);
}

/* Only names without odd octets: they could be anything in an answer. */
static bool
has_a_label(const char *name)
{
	if (name[strspn(name, LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ.")] != '\0')
		return (false);
	for (; name != NULL; name = strchr(name, '.')) {
		if (*name == '.')
			name++;
		if (text_lower((unsigned char)name[0]) == 'x' &&
		    text_lower((unsigned char)name[1]) == 'n' &&
		    name[2] == '-' && name[3] == '-')
			return (true);
	}
	return (false);
}

/*
 * The Unicode form in brackets behind the n octets of text, if all of it
 * decodes, nothing of it has to be filtered out, and it fits.
 */
static void
append_unicode(char *text, size_t size, size_t n, const char *name)
{
	char *unicode = NULL, *filtered = NULL;

	if (idn2_to_unicode_8z8z(name, &unicode, 0) != IDN2_OK)
		return;
	filtered = strdup(unicode);
	if (filtered != NULL)
		text_filter(filtered);
	if (filtered != NULL && strcmp(filtered, unicode) == 0 &&
	    strcmp(unicode, name) != 0 && strlen(unicode) + n + 4 <= size)
		snprintf(text + n, size - n, " (%s)", unicode);
	free(filtered);
	idn2_free(unicode);
}

char *
domain_text(char *text, size_t size, const char *name)
{
	text_clean_string(text, size, name);
	if (has_a_label(name) && text_utf8())
		append_unicode(text, size, strlen(text), name);
	return (text);
}

/* Octets of the name without a final dot. */
static size_t
name_length(const char *name)
{
	size_t n = strlen(name);

	return (n > 0 && name[n - 1] == '.' ? n - 1 : n);
}

static bool
equal_octets(const char *a, const char *b, size_t n)
{
	while (n-- > 0)
		if (text_lower((unsigned char)a[n]) !=
		    text_lower((unsigned char)b[n]))
			return (false);
	return (true);
}

bool
domain_ends(const char *name, const char *suffix)
{
	size_t n = name_length(name), s = name_length(suffix);

	if (s > n || !equal_octets(name + (n - s), suffix, s))
		return (false);
	return (s == n || s == 0 || name[n - s - 1] == '.');
}

const char *
domain_top(const char *name)
{
	const char *dot = strrchr(name, '.');

	return (dot == NULL ? name : dot + 1);
}

bool
domain_equal(const char *a, const char *b)
{
	size_t n = name_length(a);

	return (n == name_length(b) && equal_octets(a, b, n));
}
