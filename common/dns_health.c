/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "dns_int.h"

#define CONTROLS_MAX 500	/* zones with a control question */
#define CONTROL_AGE 10000	/* milliseconds that a control counts for */

/* The oldest that nothing rests on goes: a list may name any number of
 * top-level domains.  The root, the first one, stays. */
static void
controls_limit(struct dns *dns)
{
	struct dns_control **p, **old = NULL, *control;

	if (dns->control_count < CONTROLS_MAX)
		return;
	for (p = &dns->controls; (control = *p) != NULL; p = &control->next)
		if (control->zone[0] != '\0' && (!control->entry ||
		    control->entry->answer.status != DNS_PENDING) &&
		    (!control->verdict ||
		    control->verdict->answer.status != DNS_PENDING))
			old = p;
	if (!old)
		return;
	control = *old;
	*old = control->next;
	dns_entry_unpin(dns, control->entry);
	dns_entry_unpin(dns, control->verdict);
	free(control->zone);
	free(control);
	dns->control_count--;
}

static struct dns_control *
control_find(struct dns *dns, const char *zone)
{
	struct dns_control *control;

	for (control = dns->controls; control; control = control->next)
		if (strcmp(control->zone, zone) == 0)
			return control;
	controls_limit(dns);
	dns->control_count++;
	control = xcalloc(1, sizeof(*control));
	control->zone = xstrdup(zone);
	control->next = dns->controls;
	dns->controls = control;
	return control;
}

static void
control_send(struct dns *dns, struct dns_control *control)
{
	struct dns_entry *old = control->entry;

	control->entry = dns_entry_control(dns, control->zone,
	    control->zone[0] == '\0' ? DNS_NS : DNS_SOA);
	if (control->entry)
		control->entry->pins++;
	dns_entry_unpin(dns, old);
}

/* When it was first sent; what is still to be sent is newer than all. */
static int64_t
control_asked(struct dns *dns, const struct dns_control *control)
{
	return control->entry && control->entry->first ?
	    control->entry->first : dns_time(dns);
}

/* Asks anew if the last time was before `since`. */
static void
control_ask(struct dns *dns, struct dns_control *control, int64_t since)
{
	if (!control->entry ||
	    (control->entry->answer.status != DNS_PENDING &&
	    control_asked(dns, control) < since))
		control_send(dns, control);
}

void
dns_probe(struct dns *dns)
{
	control_send(dns, control_find(dns, ""));
}

static const char *
top_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot ? dot + 1 : name;
}

void
dns_control_first(struct dns *dns, const char *name)
{
	int64_t since = dns_time(dns) - CONTROL_AGE;

	/* The root once; again only when a verdict needs it. */
	control_ask(dns, control_find(dns, ""), 0);
	if (*name != '\0')
		control_ask(dns, control_find(dns, top_of(name)), since);
}

void
dns_control_again(struct dns *dns, const struct dns_entry *entry)
{
	if (entry->control || entry->at)
		return;
	if (!dns->sweep)
		control_ask(dns, control_find(dns, ""), entry->first);
	if (entry->name[0] != '\0')
		control_ask(dns, control_find(dns, top_of(entry->name)),
		    entry->first);
}

/* SOA of the zone and NS of the root, as far as they are known. */
static enum dns_status
judge(const struct dns_entry *soa, const struct dns_entry *root)
{
	if (!soa || soa->answer.status == DNS_PENDING)
		return DNS_PENDING;
	if (!dns_failed(&soa->answer))
		return DNS_WELL;
	if (soa->answer.status == DNS_NO_ROUTE)
		return DNS_NO_ROUTE;
	if (soa->answer.status == DNS_TIMEOUT && soa->answer.sent < 2)
		return DNS_TIMEOUT;	/* still open at the deadline */
	if (!root || root->answer.status == DNS_PENDING)
		return DNS_PENDING;
	if (soa->answer.status == DNS_REFUSED &&
	    root->answer.status == DNS_REFUSED)
		return DNS_REFUSES;
	return DNS_SICK;
}

static void
control_judge(struct dns *dns, struct dns_control *control)
{
	struct dns_control *root = control_find(dns, "");
	enum dns_status status;

	if (!control->verdict ||
	    control->verdict->answer.status != DNS_PENDING)
		return;
	if (control->entry && dns_failed(&control->entry->answer))
		control_ask(dns, root,
		    control_asked(dns, control) - CONTROL_AGE);
	status = judge(control->entry, root->entry);
	if (status != DNS_PENDING)
		dns_entry_final(dns, control->verdict, status);
}

void
dns_control_final(struct dns *dns, const struct dns_entry *entry)
{
	struct dns_control *control;

	for (control = dns->controls; control; control = control->next)
		if (control->entry == entry || entry->name[0] == '\0')
			control_judge(dns, control);
}

/* The latest first sending of the current subject's silent questions: a
 * control from before it says nothing about them. */
static int64_t
silent_since(struct dns *dns)
{
	int64_t since = dns_time(dns) - CONTROL_AGE;
	const struct dns_ref *ref;

	for (ref = dns->current->refs; ref; ref = ref->of_subject)
		if ((ref->frozen ||
		    ref->entry->answer.status == DNS_TIMEOUT) &&
		    !ref->entry->health && ref->entry->first > since)
			since = ref->entry->first;
	return since;
}

static const struct dns_answer *
claimed_verdict(const struct dns *dns, const char *zone)
{
	const struct dns_ref *ref;

	for (ref = dns->current->refs; ref; ref = ref->of_subject)
		if (ref->entry->health && strcmp(ref->entry->name, zone) == 0)
			return ref->frozen ? ref->frozen : &ref->entry->answer;
	return NULL;
}

const struct dns_answer *
dns_health_zone(struct dns *dns, const char *zone)
{
	const struct dns_answer *answer = claimed_verdict(dns, zone);
	struct dns_control *control;
	struct dns_entry *old;
	struct dns_ref *ref;
	int64_t since;

	if (answer)
		return answer;
	control = control_find(dns, zone);
	since = silent_since(dns);
	control_ask(dns, control, since);
	old = control->verdict;
	/* One that is still open will be judged by what comes in from now. */
	if (!old || (old->answer.status != DNS_PENDING &&
	    control->judged < since)) {
		control->verdict = dns_entry_verdict(dns, zone);
		control->verdict->pins++;
		control->judged = control_asked(dns, control);
		control_judge(dns, control);
		dns_entry_unpin(dns, old);
	}
	ref = dns_claim(dns, control->verdict);
	return ref->frozen ? ref->frozen : &ref->entry->answer;
}

const struct dns_answer *
dns_health(struct dns *dns, const char *domain)
{
	char name[DNS_NAME_TEXT_MAX];
	uint8_t wire[DNS_WIRE_NAME_MAX];
	size_t length = dns_wire_name(wire, domain);

	dns_wire_text(name, wire, length);
	return dns_health_zone(dns, top_of(name));
}

void
dns_controls_free(struct dns *dns)
{
	struct dns_control *control;

	while ((control = dns->controls) != NULL) {
		dns->controls = control->next;
		free(control->zone);
		free(control);
	}
}
