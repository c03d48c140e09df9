/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "blocklist_choose.h"
#include "die.h"
#include "dnsbl_table.h"
#include "domain.h"
#include "i18n.h"

#define KEY_LABEL 12	/* names of lists are shorter */

static void
add(struct blocklist_config *config, const struct dnsbl_list *list)
{
	struct blocklist_list *asked;

	for (size_t i = 0; i < config->count; i++)
		if (config->lists[i].list == list)
			return;
	config->lists = xreallocarray(config->lists, config->count + 1,
	    sizeof(*config->lists));
	asked = &config->lists[config->count++];
	asked->list = list;
	if (config->key != NULL && list->dqs != NULL)
		asked->zone = xasprintf("%s.%s." DNSBL_KEY_ZONE, config->key,
		    list->dqs);
	else
		asked->zone = xstrdup(list->zone);
}

/* Those of the file and, where the file says nothing of them, the table. */
static void
add_set(struct blocklist_config *config, const struct blocklist_choice *choice,
    enum dnsbl_use most)
{
	size_t count;
	const struct dnsbl_list *table = dnsbl_table(&count);

	for (size_t i = 0; i < count; i++)
		if (table[i].use <= most &&
		    dnsbl_lists_find(&choice->own, table[i].zone) == NULL)
			add(config, &table[i]);
	for (size_t i = 0; i < choice->own.count; i++)
		if (choice->own.rows[i].use <= most)
			add(config, &choice->own.rows[i]);
}

static const struct dnsbl_list *
table_find(const char *zone)
{
	size_t count;
	const struct dnsbl_list *table = dnsbl_table(&count);

	for (size_t i = 0; i < count; i++)
		if (domain_equal(table[i].zone, zone))
			return &table[i];
	return NULL;
}

/* A list that nobody has said anything about. */
static const struct dnsbl_list *
make_row(struct blocklist_choice *choice, const char *zone)
{
	struct dnsbl_list *row;

	for (size_t i = 0; i < choice->named_count; i++)
		if (domain_equal(choice->named[i]->zone, zone))
			return choice->named[i];
	row = xcalloc(1, sizeof(*row));
	row->zone = xstrdup(zone);
	row->kinds = DNSBL_IP4 | DNSBL_IP6;
	row->weight = DNSBL_CRITICAL;
	choice->named = xreallocarray(choice->named, choice->named_count + 1,
	    sizeof(row));
	choice->named[choice->named_count++] = row;
	return row;
}

/* What was typed, unless a label is as long as a key: messages are read by
 * others. */
static const char *
typed(const char *zone, const char *known)
{
	for (const char *label = zone; *label != '\0';) {
		size_t n = strcspn(label, ".");

		if (n >= KEY_LABEL)
			return known;
		label += n + (label[n] == '.');
	}
	return zone;
}

static char *
add_zone(struct blocklist_config *config, struct blocklist_choice *choice,
    const char *text)
{
	char zone[DOMAIN_MAX];
	const char *wrong = domain_parse(zone, text), *known;
	const struct dnsbl_list *list;

	if (wrong != NULL)
		return xasprintf(_("--list %s: %s"), text, wrong);
	if (domain_ends(zone, DNSBL_KEY_ZONE))
		return xstrdup(_("--list: a key does not belong on the "
		    "command line, where other users see it; name the list "
		    "zen.spamhaus.org and give --key-file"));
	list = dnsbl_lists_find(&choice->own, zone);
	if (list == NULL)
		list = table_find(zone);
	if (list == NULL && (wrong = dnsbl_dead(zone, &known)) != NULL)
		return xasprintf(_("--list %s: %s; leave it out"),
		    typed(zone, known), wrong);
	if (list != NULL && list->use == DNSBL_KEY && config->key == NULL)
		return xasprintf(_("--list %s: this list answers with a key "
		    "only (--key-file)"), zone);
	add(config, list != NULL ? list : make_row(choice, zone));
	return NULL;
}

char *
blocklist_choose(struct blocklist_config *config,
    struct blocklist_choice *choice)
{
	char *wrong = NULL;

	for (size_t i = 0; i < choice->count && wrong == NULL; i++) {
		if (strcasecmp(choice->names[i], "all") == 0)
			add_set(config, choice, DNSBL_ALL);
		else if (strcasecmp(choice->names[i], "default") == 0)
			add_set(config, choice, DNSBL_DEFAULT);
		else
			wrong = add_zone(config, choice, choice->names[i]);
	}
	if (choice->count == 0)
		add_set(config, choice, DNSBL_DEFAULT);
	if (wrong == NULL && config->count == 0)
		wrong = xstrdup(_("no list is left to be asked"));
	return wrong;
}

const char *
blocklist_key(const char *key)
{
	size_t length = strlen(key);

	if (length < 8 || length > 63)
		return _("a key has 8 to 63 characters");
	if (strspn(key, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != length)
		return _("a key has letters and digits only");
	return NULL;
}

void
blocklist_choice_free(struct blocklist_config *config,
    struct blocklist_choice *choice)
{
	for (size_t i = 0; i < config->count; i++) {
		char *zone = config->lists[i].zone;

		explicit_bzero(zone, strlen(zone));
		free(zone);
	}
	free(config->lists);
	for (size_t i = 0; i < choice->named_count; i++) {
		free((void *)(uintptr_t)choice->named[i]->zone);
		free(choice->named[i]);
	}
	free(choice->named);
	for (size_t i = 0; i < choice->count; i++)
		free(choice->names[i]);
	free(choice->names);
	dnsbl_lists_clear(&choice->own);
	config->lists = NULL;
	config->count = 0;
	*choice = (struct blocklist_choice){ 0 };
}
