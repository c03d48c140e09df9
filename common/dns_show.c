/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "dns.h"
#include "text.h"

const char *
dns_type_name(enum dns_type type)
{
	switch (type) {
	case DNS_A:
		return "A";
	case DNS_NS:
		return "NS";
	case DNS_CNAME:
		return "CNAME";
	case DNS_SOA:
		return "SOA";
	case DNS_PTR:
		return "PTR";
	case DNS_MX:
		return "MX";
	case DNS_TXT:
		return "TXT";
	case DNS_AAAA:
		return "AAAA";
	case DNS_SPF:
		return "SPF";
	}
	return "TYPE";
}

const char *
dns_status_name(enum dns_status status)
{
	static const char *const names[] = {
		[DNS_PENDING] = "pending", [DNS_DATA] = "data",
		[DNS_NODATA] = "no such record", [DNS_NXDOMAIN] = "NXDOMAIN",
		[DNS_SERVFAIL] = "SERVFAIL",
		[DNS_BOGUS] = "SERVFAIL, DNSSEC broken",
		[DNS_REFUSED] = "REFUSED", [DNS_NOTIMP] = "NOTIMP",
		[DNS_MALFORMED] = "unreadable reply",
		[DNS_TRUNCATED] = "truncated, no answer by TCP",
		[DNS_PORT_REFUSED] = "port refused",
		[DNS_NO_ROUTE] = "no route", [DNS_TIMEOUT] = "no answer",
		[DNS_CNAME_LOOP] = "CNAME loop",
		[DNS_BAD_NAME] = "not a name", [DNS_WELL] = "well",
		[DNS_SICK] = "sick", [DNS_REFUSES] = "refuses",
	};

	return names[status];
}

/* One record's data, as a person would write it. */
static void
rr_text(const struct dns_rr *rr, enum dns_type type, char *text, size_t size)
{
	char ip[IP_TEXT_MAX], name[280];

	switch (type) {
	case DNS_A:
	case DNS_AAAA:
		snprintf(text, size, "%s", ip_text(&rr->ip, ip));
		break;
	case DNS_TXT:
	case DNS_SPF:
		text_clean(text, size, rr->text, rr->length);
		break;
	case DNS_MX:
		text_clean_string(name, sizeof(name), rr->name);
		snprintf(text, size, "%u %s", rr->preference,
		    *name ? name : ".");
		break;
	default:
		text_clean_string(text, size, rr->name);
		break;
	}
}

char *
dns_answer_text(const struct dns_answer *answer, char *text, size_t size)
{
	char name[300], ip[IP_TEXT_MAX], one[300];
	size_t used, i;

	text_clean_string(name, sizeof(name), answer->name);
	snprintf(text, size, "%s %s%s%s: ", dns_type_name(answer->type),
	    *name ? name : ".", answer->server.version ? " at " : "",
	    answer->server.version ? ip_text(&answer->server, ip) : "");
	used = strlen(text);
	if (answer->status != DNS_DATA) {
		snprintf(text + used, size - used, "%s",
		    dns_status_name(answer->status));
		return text;
	}
	for (i = 0; i < answer->count && used + 1 < size; i++) {
		rr_text(&answer->rr[i], answer->type, one, sizeof(one));
		snprintf(text + used, size - used, "%s%s",
		    i > 0 ? ", " : "", one);
		used += strlen(text + used);
	}
	if (used < size)
		snprintf(text + used, size - used, " (TTL %lu)",
		    (unsigned long)answer->ttl);
	return text;
}
