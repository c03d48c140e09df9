/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "die.h"
#include "dnsbl_lists.h"
#include "dnsbl_table.h"
#include "domain.h"
#include "i18n.h"
#include "text.h"

struct parser {
	struct dnsbl_lists *lists;
	struct dnsbl_list *row;		/* the list that codes belong to */
	const char *line;		/* its start, for the column */
	char *at;
	const char *word;		/* the last one taken */
	const char *wrong;
};

static bool
refuse(struct parser *p, const char *reason)
{
	p->wrong = reason;
	return false;
}

/* The next word of the line, ended by NUL; NULL behind the last. */
static char *
next_word(struct parser *p)
{
	char *word;

	p->at += strspn(p->at, " \t");
	p->word = word = p->at;
	if (*word == '\0')
		return NULL;
	p->at += strcspn(p->at, " \t");
	if (*p->at != '\0')
		*p->at++ = '\0';
	return word;
}

static bool
is_text(const char *text)
{
	for (; *text != '\0'; text++)
		if (((unsigned char)*text < ' ' && *text != '\t') ||
		    *text == 127)
			return false;
	return true;
}

/* Zones and names are folded in place: never longer than what was typed but
 * for labels that are not ASCII, which a zone does not need. */
static bool
take_name(struct parser *p, char *word)
{
	char name[DOMAIN_MAX];
	const char *wrong = domain_parse(name, word);

	if (wrong != NULL)
		return refuse(p, wrong);
	if (strlen(name) > strlen(word))
		return refuse(p, _("write this name in its ASCII form"));
	memcpy(word, name, strlen(name) + 1);
	return true;
}

static bool
weight_word(enum dnsbl_weight *weight, const char *word)
{
	static const struct {
		const char *word;
		enum dnsbl_weight weight;
	} weights[] = {
		{ "critical", DNSBL_CRITICAL }, { "warning", DNSBL_WARNING },
		{ "info", DNSBL_INFO },
	};

	for (size_t i = 0; i < sizeof(weights) / sizeof(weights[0]); i++)
		if (strcmp(word, weights[i].word) == 0) {
			*weight = weights[i].weight;
			return true;
		}
	return false;
}

static bool
class_word(enum dnsbl_class *class, const char *word)
{
	static const struct {
		const char *word;
		enum dnsbl_class class;
	} classes[] = {
		{ "blocked", DNSBL_BLOCKED }, { "policy", DNSBL_POLICY },
		{ "info", DNSBL_INFORMATION }, { "good", DNSBL_GOOD },
		{ "refused", DNSBL_REFUSED }, { "wrong", DNSBL_WRONG },
	};

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strcmp(word, classes[i].word) == 0) {
			*class = classes[i].class;
			return true;
		}
	return false;
}

static bool
kind_word(unsigned int *kinds, const char *word)
{
	unsigned int kind = 0;

	if (strcmp(word, "ip4") == 0)
		kind = DNSBL_IP4;
	else if (strcmp(word, "ip6") == 0)
		kind = DNSBL_IP6;
	else if (strcmp(word, "domain") == 0)
		kind = DNSBL_DOMAIN;
	*kinds |= kind;
	return kind != 0;
}

static bool
take_test(struct parser *p, char *entry)
{
	struct ip ip;

	if (strcmp(entry, "none") == 0)
		p->row->test = "";
	else if (ip_parse(&ip, entry) || take_name(p, entry))
		p->row->test = entry;
	return p->wrong == NULL;
}

static bool
take_delist(struct parser *p, const char *url)
{
	if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
		return refuse(p, _("delist= wants an address that begins "
		    "with https:// or http://"));
	p->row->delist = url;
	return true;
}

/* One word behind the zone. */
static bool
take_word(struct parser *p, char *word)
{
	struct dnsbl_list *row = p->row;

	if (kind_word(&row->kinds, word) || weight_word(&row->weight, word))
		return true;
	if (strncmp(word, "test=", 5) == 0)
		return take_test(p, word + 5);
	if (strncmp(word, "delist=", 7) == 0)
		return take_delist(p, word + 7);
	if (strcmp(word, "off") == 0)
		row->use = DNSBL_NAMED;
	else if (strcmp(word, "mask") == 0)
		row->mask = true;
	else if (strcmp(word, "loopback") == 0)
		row->has_loopback = true;
	else
		return refuse(p, _("not a word of a list: ip4, ip6, domain, "
		    "critical, warning, info, off, mask, loopback, test=, "
		    "delist= are known"));
	return true;
}

static bool
take_list(struct parser *p, char *word)
{
	struct dnsbl_lists *lists = p->lists;

	if (lists->count == DNSBL_LISTS_ROWS)
		return refuse(p, _("more than 1000 lists"));
	if (!take_name(p, word))
		return false;
	if (domain_ends(word, DNSBL_KEY_ZONE))
		return refuse(p, _("a key does not belong in this file: "
		    "name the list zen.spamhaus.org and give --key-file"));
	if (dnsbl_lists_find(lists, word) != NULL)
		return refuse(p, _("this list is in the file twice"));
	lists->rows = xreallocarray(lists->rows, lists->count + 1,
	    sizeof(*lists->rows));
	p->row = &lists->rows[lists->count++];
	*p->row = (struct dnsbl_list){ .zone = word,
	    .weight = DNSBL_CRITICAL, .use = DNSBL_DEFAULT };
	while ((word = next_word(p)) != NULL)
		if (!take_word(p, word))
			return false;
	if (p->row->kinds == 0)
		p->row->kinds = DNSBL_IP4;
	return true;
}

/* "8" of a mask; "127.0.0.10" or "127.0.0.10-11" else. */
static bool
take_value(struct parser *p, struct dnsbl_code *code, char *word)
{
	char *dash = strchr(word, '-');
	unsigned long last;
	struct ip ip;

	if (p->row->mask) {
		if (!text_number(word, 1, 128, &last) ||
		    (last & (last - 1)) != 0)
			return refuse(p, _("a code of a mask is one of 1, 2, "
			    "4, 8, 16, 32, 64, 128"));
		code->first = code->last = (uint32_t)last;
		return true;
	}
	if (dash != NULL)
		*dash++ = '\0';
	if (!ip_parse(&ip, word) || ip.version != 4 || ip.bytes[0] != 127 ||
	    (ip.bytes[1] == 255 && ip.bytes[2] == 255))
		return refuse(p, _("a code is an address from 127.0.0.0 to "
		    "127.255.254.255"));
	code->first = (uint32_t)(ip.bytes[1] << 16 | ip.bytes[2] << 8);
	last = ip.bytes[3];
	if (dash != NULL && !text_number(dash, ip.bytes[3], 255, &last))
		return refuse(p, _("behind the hyphen the last octet of the "
		    "last code is wanted"));
	code->last = code->first | (uint32_t)last;
	code->first |= ip.bytes[3];
	return true;
}

static bool
take_class(struct parser *p, struct dnsbl_code *code, char *word)
{
	char *colon = word != NULL ? strchr(word, ':') : NULL;

	if (colon != NULL)
		*colon++ = '\0';
	if (word == NULL || !class_word(&code->class, word))
		return refuse(p, _("behind the code one of blocked, policy, "
		    "info, good, refused, wrong is wanted"));
	if (colon != NULL && !weight_word(&code->weight, colon))
		return refuse(p, _("behind the colon one of critical, "
		    "warning, info is wanted"));
	return true;
}

/* A bit twice would count twice: dnsbl_meanings() has room for eight. */
static bool
is_new_bit(const struct parser *p, uint32_t bit)
{
	const struct dnsbl_lists *lists = p->lists;

	for (size_t i = 1; i <= p->row->code_count; i++)
		if (lists->codes[lists->code_count - i].first == bit)
			return false;
	return true;
}

static bool
take_code(struct parser *p, char *value)
{
	struct dnsbl_lists *lists = p->lists;
	struct dnsbl_code code = { .text = "" };

	if (p->row == NULL)
		return refuse(p, _("a code before the first list; a list "
		    "begins at the start of its line"));
	if (lists->code_count == DNSBL_LISTS_CODES)
		return refuse(p, _("more than 10000 codes"));
	if (!take_value(p, &code, value))
		return false;
	if (p->row->mask && !is_new_bit(p, code.first))
		return refuse(p, _("this bit is there twice"));
	if (!take_class(p, &code, next_word(p)))
		return false;
	p->at += strspn(p->at, " \t");
	code.text = p->at;
	lists->codes = xreallocarray(lists->codes, lists->code_count + 1,
	    sizeof(code));
	lists->codes[lists->code_count++] = code;
	p->row->code_count++;
	return true;
}

/* What can only be said of a whole list: its codes are below it. */
static bool
finish_row(struct parser *p)
{
	p->word = p->line;
	if (p->row != NULL && p->row->mask && p->row->code_count == 0)
		return refuse(p, _("the list above is a mask and has no "
		    "codes"));
	return true;
}

static bool
take_line(struct parser *p, char *line, size_t length)
{
	char *word;

	p->line = p->word = p->at = line;
	while (length > 0 && strchr(" \t\r", line[length - 1]) != NULL)
		line[--length] = '\0';
	if (strlen(line) != length || !is_text(line))
		return refuse(p, _("a control character"));
	word = next_word(p);
	if (word == NULL || *word == '#')
		return true;
	if (word > line)
		return take_code(p, word);
	return finish_row(p) && take_list(p, word);
}

/* Row by row, since the array of codes moved while it grew. */
static void
join_codes(struct dnsbl_lists *lists)
{
	size_t at = 0;

	for (size_t i = 0; i < lists->count; i++) {
		struct dnsbl_list *row = &lists->rows[i];

		if (row->code_count != 0)
			row->codes = &lists->codes[at];
		at += row->code_count;
	}
}

bool
dnsbl_lists_parse(struct dnsbl_lists *lists, const char *text, size_t length,
    struct dnsbl_lists_error *error)
{
	struct parser p = { .lists = lists };
	char *line, *end, *stop;

	*lists = (struct dnsbl_lists){ .text = xcalloc(length + 1, 1) };
	*error = (struct dnsbl_lists_error){ 0 };
	memcpy(lists->text, text, length);
	p.line = p.word = line = lists->text;
	for (stop = line + length; line < stop; line = end + 1) {
		end = memchr(line, '\n', (size_t)(stop - line));
		end = end != NULL ? end : stop;
		*end = '\0';
		error->line++;
		if (!take_line(&p, line, (size_t)(end - line)))
			break;
	}
	if (p.wrong == NULL && finish_row(&p)) {
		join_codes(lists);
		return true;
	}
	error->reason = p.wrong;
	error->column = (size_t)(p.word - p.line) + 1;
	dnsbl_lists_clear(lists);
	return false;
}

void
dnsbl_lists_clear(struct dnsbl_lists *lists)
{
	free(lists->rows);
	free(lists->codes);
	free(lists->text);
	*lists = (struct dnsbl_lists){ 0 };
}

const struct dnsbl_list *
dnsbl_lists_find(const struct dnsbl_lists *lists, const char *zone)
{
	for (size_t i = 0; i < lists->count; i++)
		if (domain_equal(lists->rows[i].zone, zone))
			return &lists->rows[i];
	return NULL;
}

/* All of the file; text has a place for one octet more than is allowed. */
static const char *
read_all(int fd, char *text, size_t *length)
{
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) == -1)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return _("it is not a regular file");
	for (*length = 0; *length <= DNSBL_LISTS_MAX; *length += (size_t)n) {
		n = read(fd, text + *length, DNSBL_LISTS_MAX + 1 - *length);
		if (n == -1)
			return strerror(errno);
		if (n == 0)
			return NULL;
	}
	return _("it has more than 256 KiB");
}

char *
dnsbl_lists_read(struct dnsbl_lists *lists, const char *path)
{
	struct dnsbl_lists_error error;
	const char *wrong;
	char *text, *sentence = NULL;
	size_t length = 0;
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	*lists = (struct dnsbl_lists){ 0 };
	if (fd == -1)
		return xasprintf("%s: %s", path, strerror(errno));
	text = xcalloc(DNSBL_LISTS_MAX + 1, 1);
	wrong = read_all(fd, text, &length);
	(void)close(fd);
	if (wrong != NULL)
		sentence = xasprintf("%s: %s", path, wrong);
	else if (!dnsbl_lists_parse(lists, text, length, &error))
		sentence = xasprintf(_("%s, line %zu, column %zu: %s"), path,
		    error.line, error.column, error.reason);
	free(text);
	return sentence;
}
