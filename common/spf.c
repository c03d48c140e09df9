/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spf.h"

#include <string.h>

#include "i18n.h"
#include "spf_macro.h"
#include "text.h"

#define VERSION "v=spf1"
#define VERSION_LENGTH (sizeof(VERSION) - 1)

static const struct {
	const char *name;
	enum spf_kind kind;
} mechanisms[] = {
	{ "all", SPF_ALL },
	{ "include", SPF_INCLUDE },
	{ "a", SPF_A },
	{ "mx", SPF_MX },
	{ "ptr", SPF_PTR },
	{ "ip4", SPF_IP4 },
	{ "ip6", SPF_IP6 },
	{ "exists", SPF_EXISTS },
};

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
spf_word(const char *text, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (word[i] == '\0' ||
		    text_lower((unsigned char)text[i]) != word[i])
			return false;
	}
	return word[n] == '\0';
}

/* toplabel: letters, digits and hyphens, not at its ends, not all digits */
static bool
toplabel_valid(const char *p, const char *end)
{
	bool digits = true;

	if (p == end || *p == '-' || end[-1] == '-')
		return false;
	for (; p < end; p++) {
		if (!is_alpha(*p) && !is_digit(*p) && *p != '-')
			return false;
		digits = digits && is_digit(*p);
	}
	return !digits;
}

/* Walks a macro-string; *last is set behind the last macro-expand. */
static enum spf_error
macro_string(const char *p, const char *end, bool exp_text, const char **last)
{
	size_t n;

	*last = p;
	while (p < end) {
		if (*p != '%') {
			p++;
			continue;
		}
		n = spf_macro_length(p, end, exp_text);
		if (n == 0)
			return SPF_BAD_MACRO;
		p += n;
		*last = p;
	}
	return SPF_FINE;
}

static enum spf_error
domain_spec(struct spf_term *term, const char *p, const char *end)
{
	const char *last, *label;
	enum spf_error error;

	error = macro_string(p, end, false, &last);
	if (error != SPF_FINE)
		return error;
	term->spec = p;
	term->spec_length = (size_t)(end - p);
	if (last == end)
		return p < end ? SPF_FINE : SPF_BAD_DOMAIN;
	if (end[-1] == '.')
		end--;
	for (label = end; label > last && label[-1] != '.'; label--)
		;
	if (label == last || !toplabel_valid(label, end))
		return SPF_BAD_DOMAIN;
	return SPF_FINE;
}

/* "0", or up to `digits` digits that do not begin with 0, up to max */
static bool
prefix_parse(uint8_t *prefix, const char *p, const char *end, size_t digits,
    unsigned int max)
{
	unsigned int n = 0;
	size_t length = (size_t)(end - p);

	if (length == 0 || length > digits || (length > 1 && *p == '0'))
		return false;
	for (; p < end; p++) {
		if (!is_digit(*p))
			return false;
		n = n * 10 + (unsigned int)(*p - '0');
	}
	*prefix = (uint8_t)n;
	return n <= max;
}

/*
 * Takes dual-cidr-length off the end.  What ends in "/" and digits cannot be
 * a domain-spec, so that there is no doubt about where it begins.
 */
static bool
dual_cidr(struct spf_term *term, const char *p, const char **end)
{
	const char *digits;

	for (digits = *end; digits > p && is_digit(digits[-1]); digits--)
		;
	if (digits == *end || digits - p < 1 || digits[-1] != '/')
		return true;
	if (digits - p < 2 || digits[-2] != '/') {
		if (!prefix_parse(&term->prefix4, digits, *end, 2, 32))
			return false;
		*end = digits - 1;
		return true;
	}
	if (!prefix_parse(&term->prefix6, digits, *end, 3, 128))
		return false;
	*end = digits - 2;
	for (digits = *end; digits > p && is_digit(digits[-1]); digits--)
		;
	if (digits == *end || digits - p < 1 || digits[-1] != '/')
		return true;
	if (!prefix_parse(&term->prefix4, digits, *end, 2, 32))
		return false;
	*end = digits - 1;
	return true;
}

static enum spf_error
address_parse(struct spf_term *term, const char *p, const char *end)
{
	bool six = term->kind == SPF_IP6;
	char text[IP_TEXT_MAX];
	const char *slash;
	size_t length;

	slash = memchr(p, '/', (size_t)(end - p));
	length = (size_t)((slash != NULL ? slash : end) - p);
	if (length >= sizeof(text))
		return SPF_BAD_ADDRESS;
	memcpy(text, p, length);
	text[length] = '\0';
	if (!ip_parse(&term->ip, text) || term->ip.version != (six ? 6 : 4))
		return SPF_BAD_ADDRESS;
	if (slash == NULL)
		return SPF_FINE;
	if (six ? prefix_parse(&term->prefix6, slash + 1, end, 3, 128) :
	    prefix_parse(&term->prefix4, slash + 1, end, 2, 32))
		return SPF_FINE;
	return SPF_BAD_PREFIX;
}

/* p is behind the mechanism's name */
static enum spf_error
value_parse(struct spf_term *term, const char *p, const char *end)
{
	enum spf_kind kind = term->kind;

	if ((kind == SPF_A || kind == SPF_MX) && !dual_cidr(term, p, &end))
		return SPF_BAD_PREFIX;
	if (p == end) {
		return kind == SPF_INCLUDE || kind == SPF_EXISTS ||
		    kind == SPF_IP4 || kind == SPF_IP6 ?
		    SPF_NO_VALUE : SPF_FINE;
	}
	if (kind == SPF_ALL || *p != ':')
		return kind == SPF_A || kind == SPF_MX ? SPF_BAD_PREFIX :
		    SPF_EXTRA;
	if (kind == SPF_IP4 || kind == SPF_IP6)
		return address_parse(term, p + 1, end);
	return domain_spec(term, p + 1, end);
}

static enum spf_error
mechanism_parse(struct spf_term *term, const char *p, const char *end)
{
	size_t i, n;

	if (*p == '+' || *p == '-' || *p == '?' || *p == '~')
		term->qualifier = *p++;
	for (n = 0; p + n < end && p[n] != ':' && p[n] != '/'; n++)
		;
	for (i = 0; i < sizeof(mechanisms) / sizeof(mechanisms[0]); i++) {
		if (spf_word(p, n, mechanisms[i].name)) {
			term->kind = mechanisms[i].kind;
			return value_parse(term, p + n, end);
		}
	}
	return SPF_BAD_MECHANISM;
}

static enum spf_error
modifier_parse(struct spf_term *term, size_t name)
{
	const char *value = term->text + name + 1;
	const char *end = term->text + term->length;
	const char *last;

	if (spf_word(term->text, name, "redirect"))
		term->kind = SPF_REDIRECT;
	else if (spf_word(term->text, name, "exp"))
		term->kind = SPF_EXP;
	else {
		term->kind = SPF_UNKNOWN_MODIFIER;
		return macro_string(value, end, true, &last);
	}
	return domain_spec(term, value, end);
}

static enum spf_error
term_parse(struct spf_term *term)
{
	const char *p = term->text, *end = p + term->length;
	size_t i;

	for (i = 0; i < term->length; i++) {
		if (p[i] < 0x21 || p[i] > 0x7e)
			return SPF_BAD_CHARACTER;
	}
	term->qualifier = '+';
	term->prefix4 = 32;
	term->prefix6 = 128;
	for (i = 0; i < term->length; i++) {
		if (!is_alpha(p[i]) && (i == 0 || (!is_digit(p[i]) &&
		    p[i] != '-' && p[i] != '_' && p[i] != '.')))
			break;
	}
	if (i > 0 && i < term->length && p[i] == '=')
		return modifier_parse(term, i);
	return mechanism_parse(term, p, end);
}

bool
spf_is_record(const char *text, size_t length)
{
	return length >= VERSION_LENGTH &&
	    spf_word(text, VERSION_LENGTH, VERSION) &&
	    (length == VERSION_LENGTH || text[VERSION_LENGTH] == ' ');
}

void
spf_begin(struct spf_reader *reader, const char *text, size_t length)
{
	*reader = (struct spf_reader){ .text = text, .length = length,
	    .at = VERSION_LENGTH };
}

bool
spf_next(struct spf_reader *reader, struct spf_term *term)
{
	const char *text = reader->text;
	size_t begin = reader->at;

	*term = (struct spf_term){ 0 };
	reader->error = SPF_FINE;
	while (begin < reader->length && text[begin] == ' ')
		begin++;
	reader->at = begin;
	if (begin >= reader->length)
		return false;
	while (reader->at < reader->length && text[reader->at] != ' ')
		reader->at++;
	reader->number++;
	term->text = text + begin;
	term->length = reader->at - begin;
	reader->error = term_parse(term);
	return reader->error == SPF_FINE;
}

bool
spf_check(struct spf_fault *fault, const char *text, size_t length)
{
	struct spf_reader reader;
	struct spf_term term;
	unsigned int redirects = 0, exps = 0;

	spf_begin(&reader, text, length);
	while (spf_next(&reader, &term)) {
		redirects += term.kind == SPF_REDIRECT;
		exps += term.kind == SPF_EXP;
		if (redirects > 1 || exps > 1) {
			reader.error = SPF_TWICE;
			break;
		}
	}
	*fault = (struct spf_fault){ .error = reader.error };
	if (reader.error == SPF_FINE)
		return true;
	fault->number = reader.number;
	fault->start = (size_t)(term.text - text);
	fault->length = term.length;
	return false;
}

const char *
spf_error_text(enum spf_error error)
{
	switch (error) {
	case SPF_BAD_CHARACTER:
		return _("it holds a character that is not printable ASCII");
	case SPF_BAD_MECHANISM:
		return _("SPF has no such mechanism");
	case SPF_BAD_DOMAIN:
		return _("a domain name is wanted, with a dot and a right "
		    "last label");
	case SPF_BAD_MACRO:
		return _("the macro behind the percent sign is wrong");
	case SPF_BAD_ADDRESS:
		return _("the address is wrong");
	case SPF_BAD_PREFIX:
		return _("the prefix length behind the slash is wrong");
	case SPF_NO_VALUE:
		return _("a colon and a value are missing behind the name");
	case SPF_EXTRA:
		return _("nothing may stand behind the name here");
	case SPF_TWICE:
		return _("it may stand only once in a record");
	case SPF_FINE:
		break;
	}
	return _("nothing is wrong");
}

bool
spf_counts(const struct spf_term *term)
{
	switch (term->kind) {
	case SPF_INCLUDE:
	case SPF_A:
	case SPF_MX:
	case SPF_PTR:
	case SPF_EXISTS:
	case SPF_REDIRECT:
		return true;
	default:
		return false;
	}
}

const char *
spf_kind_name(enum spf_kind kind)
{
	if (kind == SPF_REDIRECT)
		return "redirect";
	if (kind == SPF_EXP)
		return "exp";
	return kind <= SPF_EXISTS ? mechanisms[kind].name : "";
}
