/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ini.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "text.h"

#define ENTRIES_MAX 20000	/* no mail program writes so many */

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Cuts blanks off both ends. */
static char *
trim(char *text)
{
	size_t n;

	while (is_blank(*text))
		text++;
	n = strlen(text);
	while (n > 0 && is_blank(text[n - 1]))
		text[--n] = '\0';
	return text;
}

static void
add(struct ini *ini, const char *section, char *key, char *value)
{
	if (ini->count == ini->size) {
		ini->size = ini->size == 0 ? 32 : ini->size * 2;
		ini->list = xreallocarray(ini->list, ini->size,
		    sizeof(*ini->list));
	}
	ini->list[ini->count++] = (struct ini_entry){ section, key, value };
}

/* Where we are: an option that is indented more than the one before it in its
 * section is that one's value, going on. */
struct place {
	const char *section;
	long indent;		/* of the last option; -1: none yet */
};

static void
parse_line(struct ini *ini, char *line, struct place *place)
{
	char *end, *name = trim(line);
	long indent = (long)(name - line);

	if (*name == '\0' || *name == '#' || *name == ';')
		return;
	if (*name == '[') {
		end = strrchr(name, ']');
		if (end == NULL)
			return;
		*end = '\0';
		place->section = trim(name + 1);
		place->indent = -1;
		/* a section without keys is one, too */
		add(ini, place->section, end, end);
		return;
	}
	if (place->indent >= 0 && indent > place->indent)
		return;
	place->indent = indent;
	end = name + strcspn(name, "=:");
	if (*end == '\0')
		return;
	*end = '\0';
	add(ini, place->section, trim(name), trim(end + 1));
}

void
ini_parse(struct ini *ini, char *text, size_t length)
{
	struct place place = { "", -1 };
	char *line = text;

	*ini = (struct ini){ .text = text };
	for (size_t i = 0; i < length; i++)
		if (text[i] == '\0')
			text[i] = ' ';
	if (strncmp(line, "\xef\xbb\xbf", 3) == 0)
		line += 3;
	while (*line != '\0' && ini->count < ENTRIES_MAX) {
		char *next = line + strcspn(line, "\n");

		if (*next != '\0')
			*next++ = '\0';
		parse_line(ini, line, &place);
		line = next;
	}
}

void
ini_clear(struct ini *ini)
{
	free(ini->text);
	free(ini->list);
	*ini = (struct ini){ 0 };
}

const char *
ini_get(const struct ini *ini, const char *section, const char *key)
{
	for (size_t i = ini->count; i > 0; i--)
		if (text_equal(ini->list[i - 1].key, key) &&
		    text_equal(ini->list[i - 1].section, section))
			return ini->list[i - 1].value;
	return NULL;
}

static bool
is_new(const struct ini *ini, size_t i)
{
	if (*ini->list[i].key != '\0')
		return false;
	for (size_t j = 0; j < i; j++)
		if (*ini->list[j].key == '\0' &&
		    strcmp(ini->list[j].section, ini->list[i].section) == 0)
			return false;
	return true;
}

const char *
ini_section(const struct ini *ini, const char *prefix, size_t *i)
{
	while (*i < ini->count) {
		size_t n = (*i)++;

		if (is_new(ini, n) && strncmp(ini->list[n].section, prefix,
		    strlen(prefix)) == 0)
			return ini->list[n].section;
	}
	return NULL;
}

bool
ini_bool(const char *value, bool otherwise)
{
	static const char *const yes[] = { "true", "yes", "on", "1" };
	static const char *const no[] = { "false", "no", "off", "0" };

	for (size_t i = 0; value != NULL && i < 4; i++) {
		if (text_equal(value, yes[i]))
			return true;
		if (text_equal(value, no[i]))
			return false;
	}
	return otherwise;
}

/* A number that nobody could mean is none. */
double
ini_number(const char *value, double otherwise)
{
	char *end;
	double number;

	if (value == NULL || value[strspn(value, "+-.0123456789")] == 'x')
		return otherwise;
	number = strtod(value, &end);
	while (is_blank(*end))
		end++;
	if (end == value || (*end != '\0' && *end != '#' && *end != ';') ||
	    !isfinite(number) || number < -1e9 || number > 1e9)
		return otherwise;
	return number;
}
