/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * prefs.h - Mozilla's prefs.js and user.js: tokens, not lines.
 *
 *	user_pref("mail.server.server1.check_time", 1);
 *
 * Statements may be spread over lines; comments (two slashes, slash and star,
 * hash) stand between any two tokens; strings have either quote, with escapes.
 * The last value of a name counts, a locked one before all.  A statement that
 * cannot be read hides no other one.
 */
#ifndef WEBLIFE_PREFS_H
#define WEBLIFE_PREFS_H

#include <stdbool.h>
#include <stddef.h>

struct pref {
	char *name;
	char *value;		/* "true", "10", a string without quotes */
	bool locked;
	size_t order;
};

struct prefs {
	struct pref *list;
	size_t count, size;
	size_t statements;	/* that were read, whatever the prefix */
	bool sorted;
};

/* Adds the preferences of text whose names begin with prefix. */
void	prefs_parse(struct prefs *prefs, const char *text, size_t length,
	    const char *prefix);
void	prefs_clear(struct prefs *prefs);

/* The value that counts, or NULL.  Sorts at first. */
const char *prefs_get(struct prefs *prefs, const char *name);

/* The names that begin with prefix, one after another: i is 0 at first. */
const char *prefs_name(struct prefs *prefs, const char *prefix, size_t *i);

#endif
