/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "die.h"
#include "i18n.h"
#include "senders.h"
#include "text.h"

#define TERM_MAX 100

static const char *
term_text(char text[TERM_MAX], const struct spf_term *term)
{
	return text_clean(text, TERM_MAX, term->text, term->length);
}

/* The first reason stays; later ones would say the same of other terms. */
static void
partly(struct senders *senders, const char *fmt, const char *what,
    const char *status)
{
	if (senders->state == SENDERS_PARTLY)
		return;
	senders->state = SENDERS_PARTLY;
	(void)snprintf(senders->why, sizeof(senders->why), fmt, what, status);
}

static void
node_lacks(struct senders *senders, const struct spf_node *node)
{
	char name[TERM_MAX];

	text_clean_string(name, sizeof(name), node->name);
	switch (node->state) {
	case SPF_NODE_PENDING:
	case SPF_NODE_RECORD:
	case SPF_NODE_LOOP:
		return;
	case SPF_NODE_FAILED:
		partly(senders, _("the SPF of %s: %s"), name,
		    dns_status_name(node->answer->status));
		return;
	case SPF_NODE_SYNTAX:
		partly(senders, _("the SPF of %s: %s"), name,
		    spf_error_text(node->fault.error));
		return;
	case SPF_NODE_SEVERAL:
		partly(senders, _("the SPF of %s: %s"), name,
		    _("more than one record"));
		return;
	case SPF_NODE_NXDOMAIN:
	case SPF_NODE_NO_TXT:
	case SPF_NODE_OTHER_TXT:
	case SPF_NODE_BAD_NAME:
		partly(senders, _("the SPF of %s: %s"), name,
		    _("no record"));
		return;
	}
}

/* Everything that keeps senders from being known. */
static void
lacks(struct senders *senders, const struct spf_walk *walk)
{
	char term[TERM_MAX];

	for (size_t i = 0; i < walk->node_count; i++)
		if (walk->nodes[i].reached)
			node_lacks(senders, &walk->nodes[i]);
	if (walk->failure_count != 0)
		partly(senders, _("the SPF term %s: %s"),
		    term_text(term, &walk->failures[0].term),
		    dns_status_name(walk->failures[0].answer->status));
	if (walk->unfollowed_count != 0)
		(void)term_text(senders->aside, &walk->unfollowed[0].term);
	if (walk->truncated)
		partly(senders, _("the SPF of %s: %s"), walk->nodes[0].name,
		    _("too many records to follow"));
}

static void
take_networks(struct senders *senders, const struct spf_walk *walk)
{
	senders->networks = xcalloc(walk->network_count + 1,
	    sizeof(*senders->networks));
	for (size_t i = 0; i < walk->network_count; i++) {
		const struct network *network = &walk->networks[i].network;

		if (network->prefix == 0)
			senders->everybody = true;
		else
			senders->networks[senders->count++] = *network;
	}
	for (size_t i = 0; i < walk->node_count; i++) {
		const struct spf_node *node = &walk->nodes[i];

		if (node->all == '+' && node->reached && node->passes)
			senders->everybody = true;
	}
}

const struct dns_answer *
senders_collect(struct senders *senders, struct dns *dns, const char *domain)
{
	const struct dns_answer *waiting;
	const struct spf_node *root;

	senders_clear(senders);
	senders->walk = xcalloc(1, sizeof(*senders->walk));
	waiting = spf_walk(senders->walk, dns, domain);
	if (waiting != NULL)
		return waiting;
	root = &senders->walk->nodes[0];
	senders->answer = root->answer;
	if (root->state == SPF_NODE_NXDOMAIN || root->state == SPF_NODE_FAILED)
		senders->state = SENDERS_NO_ANSWER;
	else if (root->state == SPF_NODE_NO_TXT ||
	    root->state == SPF_NODE_OTHER_TXT)
		senders->state = SENDERS_NO_RECORD;
	else
		lacks(senders, senders->walk);
	take_networks(senders, senders->walk);
	return NULL;
}

void
senders_clear(struct senders *senders)
{
	if (senders->walk != NULL)
		spf_walk_free(senders->walk);
	free(senders->walk);
	free(senders->networks);
	*senders = (struct senders){ 0 };
}
