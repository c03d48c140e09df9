/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "blocklist.h"
#include "dnsbl_table.h"
#include "i18n.h"
#include "text.h"

/* A question without an answer, for "no answer from LIST: ...". */
static void
why_failed(char why[BLOCKLIST_TEXT_MAX], const struct dns_answer *answer)
{
	const char *text = dns_status_name(answer->status);

	if (answer->status == DNS_TIMEOUT)
		text = answer->sent < 2 ? _("the time was over") :
		    _("it is silent");
	else if (answer->status == DNS_SERVFAIL)
		text = _("SERVFAIL: it is down, or does not serve this "
		    "resolver");
	else if (answer->status == DNS_REFUSED)
		text = _("REFUSED: it does not serve this resolver");
	else if (answer->status == DNS_BAD_NAME)
		text = _("the name to ask for would be too long");
	(void)snprintf(why, BLOCKLIST_TEXT_MAX, "%s", text);
}

static void
why_meaning(char why[BLOCKLIST_TEXT_MAX], const struct ip *ip,
    const char *meaning)
{
	char address[IP_TEXT_MAX];

	(void)snprintf(why, BLOCKLIST_TEXT_MAX, _("it answers %s (%s)"),
	    ip_text(ip, address), meaning);
}

/* The entry that the list must have. */
static enum blocklist_proof
test_proof(const struct dnsbl_list *list, const struct dns_answer *answer,
    char why[BLOCKLIST_TEXT_MAX])
{
	struct dnsbl_meaning m[DNSBL_MEANINGS];

	if (dns_failed(answer)) {
		why_failed(why, answer);
		return BLOCKLIST_UNPROVEN;
	}
	if (dns_void(answer)) {
		(void)snprintf(why, BLOCKLIST_TEXT_MAX, _("it has no test "
		    "entry (%s)"), dnsbl_test(list));
		return BLOCKLIST_UNPROVEN;
	}
	for (size_t i = 0; i < answer->count; i++)
		if (dnsbl_proves(list, &answer->rr[i].ip))
			return BLOCKLIST_PROVEN;
	(void)dnsbl_meanings(list, &answer->rr[0].ip, m);
	why_meaning(why, &answer->rr[0].ip, m[0].text);
	return BLOCKLIST_BROKEN;
}

/* The entry that it must not have: a list that has it lists everybody. */
static enum blocklist_proof
counter_proof(const struct dnsbl_list *list, const struct dns_answer *answer,
    char why[BLOCKLIST_TEXT_MAX])
{
	char address[IP_TEXT_MAX];

	if (dns_failed(answer)) {
		why_failed(why, answer);
		return BLOCKLIST_UNPROVEN;
	}
	if (dns_void(answer))
		return BLOCKLIST_PROVEN;
	(void)snprintf(why, BLOCKLIST_TEXT_MAX, _("it lists %s (as "
	    "%s), which no list may: it would list everybody"),
	    dnsbl_counter_test(list), ip_text(&answer->rr[0].ip, address));
	return BLOCKLIST_BROKEN;
}

enum blocklist_proof
blocklist_proof(const struct blocklist_result *result,
    char why[BLOCKLIST_TEXT_MAX])
{
	const struct dnsbl_list *list = result->asked->list;
	enum blocklist_proof proof = BLOCKLIST_PROVEN, counter;
	char other[BLOCKLIST_TEXT_MAX] = "";

	*why = '\0';
	if (result->test != NULL)
		proof = test_proof(list, result->test, why);
	if (proof == BLOCKLIST_BROKEN || result->counter == NULL)
		return proof;
	counter = counter_proof(list, result->counter, other);
	if (counter <= proof)
		return proof;
	(void)snprintf(why, BLOCKLIST_TEXT_MAX, "%s", other);
	return counter;
}

static void
add_code(struct blocklist_outcome *o, const struct ip *ip, const char *text)
{
	char address[IP_TEXT_MAX];
	size_t used = strlen(o->codes);

	(void)snprintf(o->codes + used, sizeof(o->codes) - used, "%s%s %s",
	    used > 0 ? "; " : "", ip_text(ip, address), text);
}

static void
add_meaning(struct blocklist_outcome *o, const struct ip *ip,
    const struct dnsbl_meaning *m, bool client)
{
	if (!dnsbl_usable(m->class)) {
		o->answered = false;
		if (m->class == DNSBL_REFUSED)
			o->refused = true;
		why_meaning(o->why, ip, m->text);
		return;
	}
	add_code(o, ip, m->text);
	if (m->class == DNSBL_GOOD)
		return;
	if (m->class == DNSBL_POLICY) {
		o->policy = true;
		if (client) {
			o->excused = true;
			return;
		}
	}
	o->listed = true;
	if (m->weight > o->weight)
		o->weight = m->weight;
}

void
blocklist_outcome(struct blocklist_outcome *outcome,
    const struct blocklist_result *result, const struct blocklist_item *item,
    bool client)
{
	const struct dns_answer *answer = item->answer;
	struct dnsbl_meaning m[DNSBL_MEANINGS];

	*outcome = (struct blocklist_outcome){ .answered = true };
	if (dns_failed(answer)) {
		outcome->answered = false;
		outcome->late = answer->status == DNS_TIMEOUT &&
		    answer->sent < 2;
		why_failed(outcome->why, answer);
		return;
	}
	if (answer->status != DNS_DATA)
		return;
	for (size_t i = 0; i < answer->count; i++) {
		const struct ip *ip = &answer->rr[i].ip;
		size_t n = dnsbl_meanings(result->asked->list, ip, m);

		for (size_t j = 0; j < n; j++)
			add_meaning(outcome, ip, &m[j], client);
	}
}

/* So many letters of a key tell enough of it. */
#define KEY_PART 6

void
blocklist_hide(char *text, const char *key)
{
	size_t n;

	if (key == NULL)
		return;
	for (; *text != '\0'; text += n != 0 ? n : 1) {
		for (n = 0; key[n] != '\0' &&
		    text_lower((unsigned char)text[n]) ==
		    text_lower((unsigned char)key[n]); n++)
			continue;
		if (n < KEY_PART && key[n] != '\0')
			n = 0;
		memset(text, '*', n);
	}
}

/* The label before "zen.dq.spamhaus.net" and the like; false: there is none. */
static bool
key_of(char key[DOMAIN_MAX], const char *name)
{
	const char *end = name + strlen(name), *start;
	int dots = 0;

	if (!domain_ends(name, DNSBL_KEY_ZONE))
		return false;
	while (end > name && dots < 4)
		if (*--end == '.')
			dots++;
	for (start = end; start > name && start[-1] != '.'; start--)
		continue;
	if (dots < 4 || start == end || end - start >= DOMAIN_MAX)
		return false;
	memcpy(key, start, (size_t)(end - start));
	key[end - start] = '\0';
	return true;
}

char *
blocklist_asked(char *text, size_t size, const struct dns_answer *answer)
{
	char key[DOMAIN_MAX];

	dns_answer_text(answer, text, size);
	if (key_of(key, answer->name)) {
		blocklist_hide(text, key);
		explicit_bzero(key, sizeof(key));
	}
	return text;
}
