/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A packet as the reply to a question: the first octet chooses the type. */
#include <stdlib.h>
#include <string.h>

#include "dns_wire.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum dns_type types[] = {
	DNS_MX, DNS_A, DNS_AAAA, DNS_TXT, DNS_NS, DNS_SOA, DNS_PTR, DNS_CNAME,
};

static void
check_record(const struct dns_rr *rr, enum dns_type type)
{
	size_t i;

	if (!rr->name || strlen(rr->name) >= DNS_NAME_TEXT_MAX)
		abort();
	if (type != DNS_TXT)
		return;
	if (!rr->text || rr->text[rr->length] != '\0')
		abort();
	for (i = 0; i < rr->cuts; i++)
		if (rr->cut[i] > rr->length ||
		    (i > 0 && rr->cut[i] < rr->cut[i - 1]))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t name[] = "\1a\2jp";
	enum dns_type type = DNS_MX;
	struct dns_reply reply;
	struct dns_head head;
	size_t i;

	if (size > 18 && data[size - 1] < 8)
		type = types[data[size - 1]];
	if (!dns_wire_head(&head, data, size, name, sizeof(name), type))
		return 0;
	dns_wire_reply(&reply, data, size, name, sizeof(name), type, 0);
	if ((reply.status == DNS_DATA) != (reply.count > 0) ||
	    (reply.rr != NULL) != (reply.count > 0) ||
	    reply.status == DNS_PENDING ||
	    reply.end_length == 0 || reply.end_length > DNS_WIRE_NAME_MAX)
		abort();
	for (i = 0; i < reply.count; i++)
		check_record(&reply.rr[i], type);
	free(reply.rr);
	return 0;
}
