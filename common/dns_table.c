/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "die.h"
#include "dns_int.h"

uint64_t
dns_mix(uint64_t hash, const void *data, size_t size)
{
	const uint8_t *p = data;
	size_t i;

	for (i = 0; i < size; i++)
		hash = (hash ^ p[i]) * 0x100000001b3u;
	return hash;
}

/* FNV leaves its low bits weak where the last octets differ little. */
size_t
dns_slot(uint64_t hash, size_t buckets)
{
	hash ^= hash >> 32;
	hash *= 0x9e3779b97f4a7c15u;
	return (size_t)(hash >> 32) & (buckets - 1);
}

static uint64_t
claim_hash(uint64_t id, const struct dns_entry *entry)
{
	return (id + 1) * 0x9e3779b97f4a7c15u ^ entry->hash;
}

int64_t
dns_time(struct dns *dns)
{
	(void)dns;
	return clock_now();
}

/* The three hash tables grow to keep their chains short. */
static void
grow_entries(struct dns *dns)
{
	size_t i, n = dns->bucket_count * 2;
	struct dns_entry **buckets, *entry, *next;

	if (dns->entry_count < dns->bucket_count)
		return;
	buckets = xcalloc(n, sizeof(struct dns_entry *));
	for (i = 0; i < dns->bucket_count; i++)
		for (entry = dns->buckets[i]; entry; entry = next) {
			next = entry->chain;
			entry->chain = buckets[dns_slot(entry->hash, n)];
			buckets[dns_slot(entry->hash, n)] = entry;
		}
	free(dns->buckets);
	dns->buckets = buckets;
	dns->bucket_count = n;
}

static void
grow_claims(struct dns *dns)
{
	size_t i, n = dns->claim_buckets * 2, at;
	struct dns_ref **claims, *ref, *next;

	if (dns->claim_count < dns->claim_buckets)
		return;
	claims = xcalloc(n, sizeof(struct dns_ref *));
	for (i = 0; i < dns->claim_buckets; i++)
		for (ref = dns->claims[i]; ref; ref = next) {
			next = ref->chain;
			at = dns_slot(claim_hash(ref->subject->id, ref->entry), n);
			ref->chain = claims[at];
			claims[at] = ref;
		}
	free(dns->claims);
	dns->claims = claims;
	dns->claim_buckets = n;
}

void
dns_entry_unlist(struct dns *dns, struct dns_entry *entry)
{
	struct dns_entry **p;

	if (!entry->listed)
		return;
	p = &dns->buckets[dns_slot(entry->hash, dns->bucket_count)];
	while (*p != entry)
		p = &(*p)->chain;
	*p = entry->chain;
	entry->listed = false;
	dns->entry_count--;
}

static void
unkeep(struct dns *dns, struct dns_entry *entry)
{
	if (!entry->kept)
		return;
	if (entry->kept_prev)
		entry->kept_prev->kept_next = entry->kept_next;
	else
		dns->kept_head = entry->kept_next;
	if (entry->kept_next)
		entry->kept_next->kept_prev = entry->kept_prev;
	else
		dns->kept_tail = entry->kept_prev;
	entry->kept = false;
	dns->kept_count--;
}

static void
entry_free(struct dns *dns, struct dns_entry *entry)
{
	if (entry->question)
		dns_question_drop(dns, entry->question);
	dns_entry_unlist(dns, entry);
	unkeep(dns, entry);
	if (entry->older)
		entry->older->newer = entry->newer;
	else
		dns->oldest = entry->newer;
	if (entry->newer)
		entry->newer->older = entry->older;
	else
		dns->newest = entry->older;
	free((void *)(uintptr_t)entry->answer.rr);
	if (entry->owner != entry->name)
		free(entry->owner);
	free(entry->name);
	free(entry);
}

static void
keep(struct dns *dns, struct dns_entry *entry)
{
	entry->kept = true;
	entry->kept_next = NULL;
	entry->kept_prev = dns->kept_tail;
	if (dns->kept_tail)
		dns->kept_tail->kept_next = entry;
	else
		dns->kept_head = entry;
	dns->kept_tail = entry;
	dns->kept_count++;
	while (dns->kept_head && (dns->kept_count > DNS_KEPT_MAX ||
	    dns->kept_head->expires <= dns_time(dns)))
		entry_free(dns, dns->kept_head);
}

/* Nobody needs it now: it goes, unless others may ask for it again soon. */
static void
entry_unused(struct dns *dns, struct dns_entry *entry)
{
	if (entry->refs || entry->pins > 0)
		return;
	if (entry->shared && entry->listed && !entry->kept &&
	    entry->answer.status != DNS_PENDING &&
	    entry->expires > dns_time(dns))
		keep(dns, entry);
	else if (!entry->kept)
		entry_free(dns, entry);
}

void
dns_entry_unpin(struct dns *dns, struct dns_entry *entry)
{
	if (!entry)
		return;
	entry->pins--;
	entry_unused(dns, entry);
}

static struct dns_entry *
entry_new(struct dns *dns, const char *name, enum dns_type type,
    uint64_t hash)
{
	struct dns_entry *entry = xcalloc(1, sizeof(*entry));

	entry->hash = hash;
	entry->name = entry->owner = xstrdup(name);
	entry->answer.type = type;
	entry->answer.name = entry->answer.owner = entry->name;
	entry->older = dns->newest;
	if (dns->newest)
		dns->newest->newer = entry;
	else
		dns->oldest = entry;
	dns->newest = entry;
	return entry;
}

struct dns_entry *
dns_entry_verdict(struct dns *dns, const char *zone)
{
	struct dns_entry *entry = entry_new(dns, zone, DNS_SOA,
	    dns_mix(dns->seed, zone, strlen(zone)));

	entry->health = true;
	return entry;
}

static bool
entry_is(const struct dns_entry *entry, uint64_t hash,
    const struct ip *server, const char *name, enum dns_type type)
{
	return entry->hash == hash && entry->answer.type == type &&
	    entry->at == (server != NULL) && !entry->health &&
	    (!server || ip_equal(&entry->answer.server, server)) &&
	    strcmp(entry->name, name) == 0;
}

/* The current subject's own, even if it failed or is old by now. */
struct dns_ref *
dns_claim_find(struct dns *dns, uint64_t hash, const struct ip *server,
    const char *name, enum dns_type type)
{
	uint64_t id = dns->current->id;
	struct dns_ref *ref = dns->claims[dns_slot(
	    (id + 1) * 0x9e3779b97f4a7c15u ^ hash, dns->claim_buckets)];

	for (; ref; ref = ref->chain)
		if (ref->subject == dns->current &&
		    entry_is(ref->entry, hash, server, name, type))
			return ref;
	return NULL;
}

struct dns_entry *
dns_entry_find(struct dns *dns, uint64_t hash, const struct ip *server,
    const char *name, enum dns_type type)
{
	struct dns_entry *entry = dns->buckets[dns_slot(hash, dns->bucket_count)];

	while (entry && !entry_is(entry, hash, server, name, type))
		entry = entry->chain;
	if (!entry || entry->answer.status == DNS_PENDING ||
	    entry->expires > dns_time(dns) || dns->current->id == 0)
		return entry;
	/* Too old for a new subject; those who hold it keep it. */
	dns_entry_unlist(dns, entry);
	if (entry->kept)
		entry_free(dns, entry);
	return NULL;
}

void
dns_claim_expire(const struct dns *dns, struct dns_ref *ref)
{
	if (ref->frozen || ref->entry->answer.status != DNS_PENDING)
		return;
	ref->frozen = xcalloc(1, sizeof(*ref->frozen));
	*ref->frozen = ref->entry->answer;
	ref->frozen->status = dns_question_refused(dns, ref->entry->question) ?
	    DNS_PORT_REFUSED : DNS_TIMEOUT;
}

struct dns_ref *
dns_claim(struct dns *dns, struct dns_entry *entry)
{
	struct dns_ref *ref = xcalloc(1, sizeof(*ref));
	size_t at;

	grow_claims(dns);
	unkeep(dns, entry);
	if (entry->refs)
		entry->shared = true;
	ref->subject = dns->current;
	ref->entry = entry;
	ref->of_subject = dns->current->refs;
	dns->current->refs = ref;
	ref->of_entry = entry->refs;
	ref->entry_link = &entry->refs;
	if (entry->refs)
		entry->refs->entry_link = &ref->of_entry;
	entry->refs = ref;
	at = dns_slot(claim_hash(dns->current->id, entry), dns->claim_buckets);
	ref->chain = dns->claims[at];
	dns->claims[at] = ref;
	dns->claim_count++;
	if (dns->current->expired)
		dns_claim_expire(dns, ref);
	return ref;
}

struct dns_entry *
dns_entry_begin(struct dns *dns, uint64_t hash, const struct ip *server,
    const char *name, enum dns_type type, bool control)
{
	struct dns_entry *entry = entry_new(dns, name, type, hash);

	entry->control = control;
	if (server) {
		entry->at = true;
		entry->answer.server = *server;
	}
	if (!control) {
		grow_entries(dns);
		entry->chain = dns->buckets[dns_slot(hash, dns->bucket_count)];
		dns->buckets[dns_slot(hash, dns->bucket_count)] = entry;
		entry->listed = true;
		dns->entry_count++;
	}
	return entry;
}

void
dns_claim_release(struct dns *dns, struct dns_ref *ref)
{
	struct dns_ref **p = &dns->claims[dns_slot(
	    claim_hash(ref->subject->id, ref->entry), dns->claim_buckets)];

	while (*p != ref)
		p = &(*p)->chain;
	*p = ref->chain;
	dns->claim_count--;
	*ref->entry_link = ref->of_entry;
	if (ref->of_entry)
		ref->of_entry->entry_link = ref->entry_link;
	entry_unused(dns, ref->entry);
	free(ref->frozen);
	free(ref);
}

void
dns_table_init(struct dns *dns)
{
	dns->bucket_count = dns->claim_buckets = dns->subject_buckets = 64;
	dns->buckets = xcalloc(64, sizeof(struct dns_entry *));
	dns->claims = xcalloc(64, sizeof(struct dns_ref *));
	dns->subjects = xcalloc(64, sizeof(struct dns_subject *));
	dns->ready_tail = &dns->ready_head;
	dns_subject(dns, 0);
}

void
dns_table_free(struct dns *dns)
{
	struct dns_subject *subject;
	struct dns_ref *ref;
	size_t i;

	for (i = 0; i < dns->subject_buckets; i++)
		while ((subject = dns->subjects[i]) != NULL) {
			while ((ref = subject->refs) != NULL) {
				subject->refs = ref->of_subject;
				free(ref->frozen);
				free(ref);
			}
			dns->subjects[i] = subject->chain;
			free(subject);
		}
	while (dns->oldest)
		/* which makes the next one the oldest:
		 * NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
		entry_free(dns, dns->oldest);
	free(dns->buckets);
	free(dns->claims);
	free(dns->subjects);
}

const struct dns_answer *
dns_next(const struct dns *dns, const struct dns_answer *answer)
{
	const struct dns_entry *entry = answer ?
	    ((const struct dns_entry *)answer)->newer : dns->oldest;

	while (entry && entry->health)
		entry = entry->newer;
	return entry ? &entry->answer : NULL;
}
