/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ini.h - files of "[section]" and "key = value" lines, as several mail
 * programs have them: "#" and ";" comments, "=" or ":", values that go on in
 * lines that begin with a blank (and are passed over), a byte order mark,
 * CRLF.
 */
#ifndef WEBLIFE_INI_H
#define WEBLIFE_INI_H

#include <stdbool.h>
#include <stddef.h>

struct ini_entry {
	const char *section;	/* "" before the first one */
	const char *key;
	const char *value;
};

struct ini {
	char *text;
	struct ini_entry *list;
	size_t count, size;
};

/* Takes text over (it is cut up, and freed by ini_clear); ended by NUL. */
void	ini_parse(struct ini *ini, char *text, size_t length);
void	ini_clear(struct ini *ini);

/* The last value of the key in the section, both without case; NULL: none. */
const char *ini_get(const struct ini *ini, const char *section,
	    const char *key);
/* The names of the sections that begin with prefix, in order, each once: i is
 * 0 at first. */
const char *ini_section(const struct ini *ini, const char *prefix,
	    size_t *i);

/* Values as the programs write them. */
bool	ini_bool(const char *value, bool otherwise);
double	ini_number(const char *value, double otherwise);

#endif
