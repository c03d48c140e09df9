/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of --lists, and the meaning of answers by what it says. */
#include <stdlib.h>
#include <string.h>

#include "dnsbl_lists.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
use(const struct dnsbl_list *list)
{
	struct dnsbl_meaning m[DNSBL_MEANINGS];
	struct ip ip = { 4, { 127, 0, 0, 0 } };
	char name[DOMAIN_MAX];

	if (dnsbl_test(list) != NULL)
		(void)dnsbl_entry_name(name, dnsbl_test(list), list->zone);
	for (int i = 0; i < 256; i++) {
		size_t count;

		ip.bytes[3] = (uint8_t)i;
		count = dnsbl_meanings(list, &ip, m);
		if (count < 1 || count > DNSBL_MEANINGS)
			abort();
		for (size_t j = 0; j < count; j++)
			if (m[j].text == NULL || *m[j].text == '\0' ||
			    m[j].weight == DNSBL_ROW)
				abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dnsbl_lists lists;
	struct dnsbl_lists_error error;

	if (!dnsbl_lists_parse(&lists, (const char *)data, size, &error)) {
		if (error.reason == NULL || error.line == 0 ||
		    error.column == 0 || lists.rows != NULL)
			abort();
		return 0;
	}
	for (size_t i = 0; i < lists.count; i++)
		use(&lists.rows[i]);
	dnsbl_lists_clear(&lists);
	return 0;
}
