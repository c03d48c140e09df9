/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spf_target.h"

#include <stdlib.h>
#include <string.h>

size_t
spf_select(const struct dns_rr **record, const struct dns_answer *answer)
{
	size_t i, found = 0;

	*record = NULL;
	if (answer->status != DNS_DATA)
		return 0;
	for (i = 0; i < answer->count; i++) {
		if (!spf_is_record(answer->rr[i].text, answer->rr[i].length))
			continue;
		if (found++ == 0)
			*record = &answer->rr[i];
	}
	return found;
}

bool
spf_target(char name[SPF_NAME_MAX], const struct spf_term *term,
    const struct spf_values *values)
{
	size_t length;
	char *text;
	bool fine;

	if (term->spec == NULL) {
		memcpy(name, values->domain, strlen(values->domain) + 1);
		return true;
	}
	text = spf_macro_expand(&length, term->spec, term->spec_length,
	    values, false);
	fine = text != NULL && spf_name(name, text, length);
	free(text);
	return fine;
}

uint32_t
spf_term_letters(const struct spf_term *term)
{
	if (term->spec == NULL)
		return 0;
	return spf_macro_letters(term->spec, term->spec_length);
}

bool
spf_term_covers(const struct spf_term *term, const struct ip *address,
    const struct ip *client)
{
	if (address->version != client->version)
		return false;
	return ip_prefix_equal(address, client,
	    client->version == 4 ? term->prefix4 : term->prefix6);
}
