/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spf_walk.h"

#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "domain.h"
#include "spf_eval.h"
#include "spf_target.h"

struct walker {
	struct spf_walk *walk;
	struct dns *dns;
	const struct dns_answer *waiting;
	unsigned int asked;
};

/* What a term's look-ups came to. */
enum found {
	FOUND_NOTHING,		/* a void look-up */
	FOUND_SOMETHING,	/* or not known yet, or failed */
};

static void node_walk(struct walker *walker, size_t index, const char *name);

/* Records keep their share of the questions, however many addresses hosts in
 * front of them have to be asked for. */
static unsigned int
limit(enum dns_type type)
{
	return type == DNS_TXT ? SPF_QUESTIONS_MAX :
	    SPF_QUESTIONS_MAX - SPF_NODES_MAX;
}

/* NULL: not to be asked any more */
static const struct dns_answer *
ask(struct walker *walker, const char *name, enum dns_type type)
{
	const struct dns_answer *answer;

	if (walker->asked >= limit(type)) {
		walker->walk->truncated = true;
		return NULL;
	}
	walker->asked++;
	answer = dns_ask(walker->dns, name, type);
	if (answer->status == DNS_PENDING)
		walker->waiting = answer;
	return answer;
}

static void
aside_add(struct spf_aside *list, size_t *count, const struct spf_aside *aside)
{
	if (*count < SPF_ASIDE_MAX)
		list[*count] = *aside;
	(*count)++;
}

static void
network_add(struct walker *walker, const struct spf_network *from,
    const struct ip *ip)
{
	struct spf_walk *walk = walker->walk;
	struct spf_network *new;
	unsigned int bits, i, octets = ip->version == 4 ? 4 : 16;

	if (walk->network_count == walk->network_size) {
		walk->network_size = walk->network_size * 2 + 16;
		walk->networks = xreallocarray(walk->networks,
		    walk->network_size, sizeof(*walk->networks));
	}
	new = &walk->networks[walk->network_count++];
	*new = *from;
	new->network.ip = *ip;
	new->network.prefix = ip->version == 4 ? from->term.prefix4 :
	    from->term.prefix6;
	bits = new->network.prefix;
	for (i = 0; i < octets; i++, bits -= bits < 8 ? bits : 8) {
		if (bits < 8)
			new->network.ip.bytes[i] &= (uint8_t)(0xff00U >> bits);
	}
}

static bool
lets_send(const struct spf_node *node, const struct spf_term *term)
{
	return node->passes && term->qualifier == '+';
}

/* One type of a host's addresses. */
static enum found
addresses_take(struct walker *walker, size_t index,
    const struct spf_term *term, const char *host, enum dns_type type)
{
	struct spf_node *node = &walker->walk->nodes[index];
	struct spf_network network = { .node = index, .term = *term };
	const struct dns_answer *answer = ask(walker, host, type);
	size_t i;

	if (answer == NULL || answer->status == DNS_PENDING)
		return FOUND_SOMETHING;
	if (dns_void(answer))
		return FOUND_NOTHING;
	if (answer->status != DNS_DATA) {
		aside_add(walker->walk->failures,
		    &walker->walk->failure_count, &(struct spf_aside){
		    .node = index, .term = *term, .answer = answer });
		return FOUND_SOMETHING;
	}
	network.host = answer->name;
	for (i = 0; i < answer->count && term->kind != SPF_EXISTS; i++) {
		if (lets_send(node, term))
			network_add(walker, &network, &answer->rr[i].ip);
	}
	return FOUND_SOMETHING;
}

/* Void only when it has addresses of neither family. */
static enum found
host_take(struct walker *walker, size_t index, const struct spf_term *term,
    const char *host)
{
	enum found a, aaaa;

	a = addresses_take(walker, index, term, host, DNS_A);
	aaaa = addresses_take(walker, index, term, host, DNS_AAAA);
	return a == FOUND_NOTHING && aaaa == FOUND_NOTHING ?
	    FOUND_NOTHING : FOUND_SOMETHING;
}

static enum found
mx_take(struct walker *walker, size_t index, const struct spf_term *term,
    const char *name)
{
	const struct dns_answer *answer = ask(walker, name, DNS_MX);
	enum found found = FOUND_SOMETHING;
	size_t i;

	if (answer == NULL || answer->status == DNS_PENDING)
		return FOUND_SOMETHING;
	if (dns_void(answer))
		return FOUND_NOTHING;
	if (answer->status != DNS_DATA) {
		aside_add(walker->walk->failures,
		    &walker->walk->failure_count, &(struct spf_aside){
		    .node = index, .term = *term, .answer = answer });
		return FOUND_SOMETHING;
	}
	if (answer->count > SPF_MAX_HOSTS)
		aside_add(walker->walk->crowded,
		    &walker->walk->crowded_count, &(struct spf_aside){
		    .node = index, .term = *term, .answer = answer });
	for (i = 0; i < answer->count; i++) {
		if (answer->rr[i].name[0] != '\0' && host_take(walker, index,
		    term, answer->rr[i].name) == FOUND_NOTHING)
			found = FOUND_NOTHING;
	}
	return found;
}

/* Whether name is read already on the way down to the node. */
static bool
is_above(const struct spf_walk *walk, size_t index, const char *name)
{
	for (;; index = walk->nodes[index].parent) {
		if (domain_equal(walk->nodes[index].name, name))
			return true;
		if (index == 0)
			return false;
	}
}

/* The list may move: nodes are known by their index. */
static struct spf_node *
node_add(struct spf_walk *walk)
{
	if (walk->node_count == walk->node_size) {
		walk->node_size = walk->node_size * 2 + 4;
		walk->nodes = xreallocarray(walk->nodes, walk->node_size,
		    sizeof(*walk->nodes));
	}
	return &walk->nodes[walk->node_count++];
}

/* include or redirect, to a record of its own */
static void
branch_walk(struct walker *walker, size_t parent, const struct spf_term *term,
    const char *name, bool reached)
{
	struct spf_walk *walk = walker->walk;
	struct spf_node *node;
	size_t index = walk->node_count;

	if (index == SPF_NODES_MAX) {
		walk->truncated = true;
		return;
	}
	node = node_add(walk);
	*node = (struct spf_node){ .name = "", .via = *term, .parent = parent,
	    .reached = reached && walk->nodes[parent].reached,
	    .state = SPF_NODE_BAD_NAME };
	node->passes = node->reached && lets_send(&walk->nodes[parent], term);
	if (name == NULL || !spf_name_valid(name))
		return;
	if (is_above(walk, parent, name)) {
		node->state = SPF_NODE_LOOP;
		return;
	}
	node_walk(walker, index, name);
	node = &walk->nodes[index];
	if (node->reached) {
		walk->nodes[parent].lookups += node->lookups;
		walk->nodes[parent].voids += node->voids;
	}
}

/* A term that spends a look-up. */
static void
counted_take(struct walker *walker, size_t index, const struct spf_term *term)
{
	struct spf_node *node = &walker->walk->nodes[index];
	const struct spf_values values = { .domain = node->name };
	enum found found = FOUND_SOMETHING;
	char name[SPF_NAME_MAX];
	bool named;

	node->lookups++;
	if (term->kind == SPF_PTR)
		node->ptr = true;
	if (term->kind == SPF_REDIRECT)
		node->redirects = true;
	if (term->kind == SPF_PTR ||
	    (spf_term_letters(term) & ~SPF_LETTER('d')) != 0) {
		aside_add(walker->walk->unfollowed,
		    &walker->walk->unfollowed_count, &(struct spf_aside){
		    .node = index, .term = *term });
		return;
	}
	named = spf_target(name, term, &values);
	if (term->kind == SPF_INCLUDE || term->kind == SPF_REDIRECT)
		branch_walk(walker, index, term, named ? name : NULL, true);
	else if (named && term->kind == SPF_MX)
		found = mx_take(walker, index, term, name);
	else if (named)
		found = host_take(walker, index, term, name);
	walker->walk->nodes[index].voids += found == FOUND_NOTHING;
}

/* What stands where evaluation never comes is looked at for its name only:
 * to be able to say that it stands there. */
static void
dead_take(struct walker *walker, size_t index, const struct spf_term *term)
{
	const struct spf_values values = {
	    .domain = walker->walk->nodes[index].name };
	char name[SPF_NAME_MAX];

	if (term->kind != SPF_INCLUDE && term->kind != SPF_REDIRECT)
		return;
	if ((spf_term_letters(term) & ~SPF_LETTER('d')) == 0 &&
	    spf_target(name, term, &values))
		branch_walk(walker, index, term, name, false);
}

static void
term_take(struct walker *walker, size_t index, const struct spf_term *term)
{
	struct spf_node *node = &walker->walk->nodes[index];
	const struct spf_network network = { .node = index, .term = *term };

	if (!node->reached || node->all != '\0')
		dead_take(walker, index, term);
	else if (spf_counts(term))
		counted_take(walker, index, term);
	else if (term->kind == SPF_ALL)
		node->all = term->qualifier;
	else if ((term->kind == SPF_IP4 || term->kind == SPF_IP6) &&
	    lets_send(node, term))
		network_add(walker, &network, &term->ip);
}

/* Goes on behind terms that are wrong: what else is there counts too. */
static void
record_walk(struct walker *walker, size_t index, const struct dns_rr *record)
{
	struct spf_reader reader;
	struct spf_term term, redirect = { 0 };

	spf_begin(&reader, record->text, record->length);
	for (;;) {
		if (!spf_next(&reader, &term)) {
			if (reader.error == SPF_FINE)
				break;
			continue;
		}
		if (term.kind == SPF_REDIRECT)
			redirect = term;
		else if (term.kind < SPF_REDIRECT)
			term_take(walker, index, &term);
	}
	if (redirect.text != NULL)
		term_take(walker, index, &redirect);
}

/* Several are an error: all are looked at, since they are to become one, and
 * a resolver gives them in any order. */
static void
records_walk(struct walker *walker, size_t index,
    const struct dns_answer *answer)
{
	size_t i;

	for (i = 0; i < answer->count; i++) {
		if (!spf_is_record(answer->rr[i].text, answer->rr[i].length))
			continue;
		walker->walk->nodes[index].all = '\0';
		record_walk(walker, index, &answer->rr[i]);
	}
}

static enum spf_node_state
answer_node_state(const struct dns_answer *answer)
{
	switch (answer->status) {
	case DNS_PENDING:
		return SPF_NODE_PENDING;
	case DNS_NXDOMAIN:
		return SPF_NODE_NXDOMAIN;
	case DNS_NODATA:
		return SPF_NODE_NO_TXT;
	case DNS_DATA:
		return SPF_NODE_OTHER_TXT;
	case DNS_BAD_NAME:
		return SPF_NODE_BAD_NAME;
	default:
		return SPF_NODE_FAILED;
	}
}

static void
node_walk(struct walker *walker, size_t index, const char *name)
{
	struct spf_node *node = &walker->walk->nodes[index];

	node->answer = ask(walker, name, DNS_TXT);
	if (node->answer == NULL) {
		node->state = SPF_NODE_PENDING;
		return;
	}
	node->name = node->answer->name;
	node->state = answer_node_state(node->answer);
	node->records = spf_select(&node->record, node->answer);
	node->voids += dns_void(node->answer) && index > 0;
	if (node->records == 0)
		return;
	node->state = SPF_NODE_RECORD;
	if (!spf_check(&node->fault, node->record->text, node->record->length))
		node->state = SPF_NODE_SYNTAX;
	if (node->records > 1)
		node->state = SPF_NODE_SEVERAL;
	records_walk(walker, index, node->answer);
}

const struct dns_answer *
spf_walk(struct spf_walk *walk, struct dns *dns, const char *domain)
{
	struct walker walker = { .walk = walk, .dns = dns };

	walk->node_count = 0;
	walk->network_count = 0;
	walk->unfollowed_count = 0;
	walk->failure_count = 0;
	walk->crowded_count = 0;
	walk->truncated = false;
	*node_add(walk) = (struct spf_node){ .name = "", .reached = true,
	    .passes = true };
	node_walk(&walker, 0, domain);
	return walker.waiting;
}

void
spf_walk_free(struct spf_walk *walk)
{
	free(walk->nodes);
	free(walk->networks);
	walk->nodes = NULL;
	walk->node_size = 0;
	walk->node_count = 0;
	walk->networks = NULL;
	walk->network_size = 0;
	walk->network_count = 0;
}
