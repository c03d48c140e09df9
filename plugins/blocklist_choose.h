/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blocklist_choose.h - which lists a run asks: the built-in table, the file
 * of --lists, the names of -l, and the key.
 */
#ifndef WEBLIFE_BLOCKLIST_CHOOSE_H
#define WEBLIFE_BLOCKLIST_CHOOSE_H

#include "blocklist.h"
#include "dnsbl_lists.h"

struct blocklist_choice {
	char **names;			/* from -l; "all", "default" or zones;
					 * none is "default" */
	size_t count;
	struct dnsbl_lists own;		/* from --lists: before the table */
	struct dnsbl_list **named;	/* rows made for zones unknown here */
	size_t named_count;
};

/*
 * Fills config's lists, each once, in the order of the names and of own and
 * table.  NULL, or what is wrong as a sentence (translated, free()): a dead
 * list, one that wants a key, a zone with a key in it, no list at all.
 * config->key, if there is one, goes into the names of Spamhaus' zones.
 */
char	*blocklist_choose(struct blocklist_config *config,
	    struct blocklist_choice *choice);

/* A key for names of zones: NULL, or what is wrong with it. */
const char *blocklist_key(const char *key);

/* Frees what the lists of config are made of, and wipes what holds a key. */
void	blocklist_choice_free(struct blocklist_config *config,
	    struct blocklist_choice *choice);

#endif
