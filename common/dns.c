/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "dns_int.h"

static const struct dns_answer bad_name = {
	.status = DNS_BAD_NAME, .name = "", .owner = "",
};

/*
 * control: a question of the engine itself, always a new one, which belongs
 * to no subject.
 */
static const struct dns_answer *
ask(struct dns *dns, const struct ip *server, const char *name,
    enum dns_type type, struct dns_entry **control)
{
	uint8_t wire[DNS_WIRE_NAME_MAX];
	char text[DNS_NAME_TEXT_MAX];
	size_t length = dns_wire_name(wire, name);
	uint16_t type16 = (uint16_t)type;
	struct dns_entry *entry = NULL;
	struct dns_ref *ref;
	uint64_t hash;

	if (length == 0)
		return &bad_name;
	dns_wire_text(text, wire, length);
	hash = dns_mix(dns_mix(dns->seed, wire, length), &type16, sizeof(type16));
	if (server)
		hash = dns_mix(hash, server, sizeof(*server));
	if (!control) {
		ref = dns_claim_find(dns, hash, server, text, type);
		if (ref)
			return ref->frozen ? ref->frozen : &ref->entry->answer;
		entry = dns_entry_find(dns, hash, server, text, type);
	}
	if (!entry) {
		entry = dns_entry_begin(dns, hash, server, text, type,
		    control != NULL);
		if (!control && dns->current->expired)
			dns_entry_unlist(dns, entry);	/* never to be sent */
		else
			dns_question_note(dns, entry, wire, length, server);
		if (entry->question && !control && !server)
			dns_control_first(dns, text);
	}
	if (control) {
		*control = entry;
		return &entry->answer;
	}
	ref = dns_claim(dns, entry);
	return ref->frozen ? ref->frozen : &entry->answer;
}

const struct dns_answer *
dns_ask(struct dns *dns, const char *name, enum dns_type type)
{
	return ask(dns, NULL, name, type, NULL);
}

const struct dns_answer *
dns_ask_at(struct dns *dns, const struct ip *server, const char *name,
    enum dns_type type)
{
	return ask(dns, server, name, type, NULL);
}

struct dns_entry *
dns_entry_control(struct dns *dns, const char *zone, enum dns_type type)
{
	struct dns_entry *entry = NULL;

	ask(dns, NULL, zone, type, &entry);
	return entry;
}

static void
make_ready(struct dns *dns, struct dns_subject *subject)
{
	subject->waits = NULL;
	if (subject->ready)
		return;
	subject->ready = true;
	subject->ready_next = NULL;
	*dns->ready_tail = subject;
	dns->ready_tail = &subject->ready_next;
}

void
dns_entry_final(struct dns *dns, struct dns_entry *entry,
    enum dns_status status)
{
	struct dns_answer *answer = &entry->answer;
	uint32_t ttl = answer->ttl < DNS_KEEP_MAX ? answer->ttl : DNS_KEEP_MAX;
	struct dns_ref *ref;

	if (entry->question) {
		dns_question_drop(dns, entry->question);
		entry->question = NULL;
	}
	answer->status = status;
	entry->expires = dns_time(dns) + (int64_t)ttl * 1000;
	dns->finals++;
	if (dns_failed(answer))
		dns_entry_unlist(dns, entry);
	for (ref = entry->refs; ref; ref = ref->of_entry)
		if (ref->subject->waits == entry)
			make_ready(dns, ref->subject);
	entry->pins++;
	if (entry->control)
		dns_control_final(dns, entry);
	dns_entry_unpin(dns, entry);
}

void
dns_entry_reply(struct dns *dns, struct dns_entry *entry,
    struct dns_reply *reply)
{
	struct dns_answer *answer = &entry->answer;
	char text[DNS_NAME_TEXT_MAX];

	answer->ttl = reply->ttl;
	answer->cnames = reply->cnames;
	answer->rr = reply->rr;
	answer->count = reply->count;
	reply->rr = NULL;
	if (reply->cnames > 0) {
		dns_wire_text(text, reply->end, reply->end_length);
		entry->owner = xstrdup(text);
		answer->owner = entry->owner;
	}
	dns_entry_final(dns, entry, reply->status);
}

static void
grow_subjects(struct dns *dns)
{
	size_t i, n = dns->subject_buckets * 2;
	struct dns_subject **subjects, *subject, *next;

	if (dns->subject_count < dns->subject_buckets)
		return;
	subjects = xcalloc(n, sizeof(struct dns_subject *));
	for (i = 0; i < dns->subject_buckets; i++)
		for (subject = dns->subjects[i]; subject; subject = next) {
			next = subject->chain;
			subject->chain = subjects[dns_slot(subject->id, n)];
			subjects[dns_slot(subject->id, n)] = subject;
		}
	free(dns->subjects);
	dns->subjects = subjects;
	dns->subject_buckets = n;
}

static struct dns_subject *
find_subject(struct dns *dns, uint64_t id)
{
	struct dns_subject *subject =
	    dns->subjects[dns_slot(id, dns->subject_buckets)];

	while (subject && subject->id != id)
		subject = subject->chain;
	return subject;
}

void
dns_subject(struct dns *dns, uint64_t id)
{
	struct dns_subject *subject;

	if (dns->current && dns->current->id == id)
		return;
	subject = find_subject(dns, id);
	if (!subject) {
		grow_subjects(dns);
		subject = xcalloc(1, sizeof(*subject));
		subject->id = id;
		subject->chain =
		    dns->subjects[dns_slot(id, dns->subject_buckets)];
		dns->subjects[dns_slot(id, dns->subject_buckets)] = subject;
		dns->subject_count++;
	}
	dns->current = subject;
}

static void
unready(struct dns *dns, struct dns_subject *subject)
{
	struct dns_subject **p = &dns->ready_head;

	if (!subject->ready)
		return;
	while (*p != subject)
		p = &(*p)->ready_next;
	*p = subject->ready_next;
	if (!*p)
		dns->ready_tail = p;
}

void
dns_done(struct dns *dns, uint64_t id)
{
	struct dns_subject *subject = find_subject(dns, id), **p;
	struct dns_ref *ref;

	if (!subject || id == 0)
		return;
	while ((ref = subject->refs) != NULL) {
		subject->refs = ref->of_subject;
		dns_claim_release(dns, ref);
	}
	unready(dns, subject);
	p = &dns->subjects[dns_slot(id, dns->subject_buckets)];
	while (*p != subject)
		p = &(*p)->chain;
	*p = subject->chain;
	dns->subject_count--;
	if (dns->current == subject)
		dns->current = find_subject(dns, 0);
	free(subject);
}

void
dns_expire(struct dns *dns, uint64_t id)
{
	struct dns_subject *subject = find_subject(dns, id);
	struct dns_ref *ref;

	if (!subject)
		return;
	subject->expired = true;
	for (ref = subject->refs; ref; ref = ref->of_subject)
		dns_claim_expire(dns, ref);
	if (subject->waits)
		make_ready(dns, subject);
}

void
dns_wait(struct dns *dns, uint64_t id, const struct dns_answer *answer)
{
	struct dns_subject *subject = find_subject(dns, id);

	if (!subject)
		return;
	if (answer->status != DNS_PENDING)
		make_ready(dns, subject);
	else	/* Pending answers are rows of the table. */
		subject->waits = (struct dns_entry *)(uintptr_t)answer;
}

uint64_t
dns_ready(struct dns *dns)
{
	struct dns_subject *subject = dns->ready_head;

	if (!subject)
		return 0;
	dns->ready_head = subject->ready_next;
	if (!dns->ready_head)
		dns->ready_tail = &dns->ready_head;
	subject->ready = false;
	return subject->id;
}

int64_t
dns_sent_at(const struct dns_answer *answer)
{
	if (answer->status != DNS_PENDING)
		return 0;
	return ((const struct dns_entry *)answer)->first;
}
